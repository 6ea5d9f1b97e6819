// Compares the declarations in native/ with the headers of the Windows SDK: sizes, offsets and values at compile
// time, IIDs and the slots of the vtables at run time. With MinGW, whose headers are incomplete, the rest is
// compared; the output lists what was compared.
#include "abi.h"

#include <cstdio>

namespace {

int failures = 0;
int checks = 0;

}  // namespace

namespace abi {

bool IsSame(const GUID& left, const GUID& right) {
  if (left.Data1 != right.Data1 || left.Data2 != right.Data2 || left.Data3 != right.Data3) return false;
  for (int index = 0; index < 8; ++index)
    if (left.Data4[index] != right.Data4[index]) return false;
  return true;
}

void Check(bool holds, const char* what) {
  ++checks;
  if (holds) return;
  ++failures;
  std::printf("differs: %s\n", what);
}

}  // namespace abi

int main() {
  abi::CheckBits();
  abi::CheckSyncManager();
  abi::CheckWindowsSync();
  std::printf("%d compared, %d differ; syncmgr.h: %d, winsync.h: %d, syncregistration.h: %d\n", checks, failures,
              HAS_SYNCMGR, HAS_WINSYNC, HAS_SYNCREGISTRATION);
  return failures == 0 ? 0 : 1;
}
