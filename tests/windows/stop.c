/* Starts the program that its command line names in this console, presses Ctrl-C after some
   milliseconds, and ends with the exit code of the program. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static BOOL WINAPI ignored(DWORD event) {
    (void)event;
    return TRUE;
}

int wmain(int count, wchar_t **words) {
    static wchar_t line[32768];
    if (count < 3) return 2;
    for (int at = 2; at < count; at++) {
        wcscat(line, L"\"");
        wcscat(line, words[at]);
        wcscat(line, L"\" ");
    }
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION started;
    AllocConsole();
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &started)) return 2;
    Sleep(_wtoi(words[1]));
    SetConsoleCtrlHandler(ignored, TRUE);
    if (!GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)) fprintf(stderr, "no event\n");
    WaitForSingleObject(started.hProcess, INFINITE);
    DWORD code = 0;
    GetExitCodeProcess(started.hProcess, &code);
    return (int)code;
}
