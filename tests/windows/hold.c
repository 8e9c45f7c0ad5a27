/* Opens a file as Excel does: others may read it, and nobody may write, move or replace it. Says
   that it has it by making the second file, and lets go when that is gone. */
#include <windows.h>

int wmain(int count, wchar_t **words) {
    HANDLE file, told;
    if (count < 3) return 2;
    file = CreateFileW(words[1], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return 1;
    told = CreateFileW(words[2], GENERIC_WRITE, 7, NULL, CREATE_ALWAYS, 0, NULL);
    if (told == INVALID_HANDLE_VALUE) return 1;
    CloseHandle(told);
    while (GetFileAttributesW(words[2]) != INVALID_FILE_ATTRIBUTES) Sleep(50);
    CloseHandle(file);
    return 0;
}
