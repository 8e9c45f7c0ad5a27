/* Opens a file as Excel does, so that nobody else may write or replace it, says so on standard
   output, and holds it until standard input ends. */
#include <windows.h>
#include <stdio.h>

int wmain(int count, wchar_t **words) {
    if (count != 2) return 2;
    HANDLE file = CreateFileW(words[1], GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) return 1;
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    CloseHandle(file);
    return 0;
}
