/* Wine 8 lacks bcryptprimitives.dll, which Rust's standard library asks for random bytes.
   Real Windows has it. This stands in for it in the tests alone. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    while (size > 0) {
        ULONG some = size > 65536 ? 65536 : (ULONG)size;
        if (!RtlGenRandom(data, some)) return FALSE;
        data += some;
        size -= some;
    }
    return TRUE;
}
