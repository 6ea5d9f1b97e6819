/* Wine 8 has no bcryptprimitives.dll, and the Rust code in the tools that the native tests run on asks it for random
   bytes. This library forwards the one function to the generator that Wine does have.
   https://learn.microsoft.com/windows/win32/seccng/processprng
   https://learn.microsoft.com/windows/win32/api/ntsecapi/nf-ntsecapi-rtlgenrandom */
#include <windows.h>

/* The name under which advapi32.dll exports RtlGenRandom. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
  while (length > 0) {
    const ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
    if (!SystemFunction036(data, part)) return FALSE;
    data += part;
    length -= part;
  }
  return TRUE;
}
