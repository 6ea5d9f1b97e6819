#pragma once

#include <windows.h>

#include "com/unique_any.h"

namespace winprogress::com {

struct HandleTraits : NullTraits<HANDLE> {
  static void Close(HANDLE handle) noexcept { CloseHandle(handle); }
};

// A kernel object: an event or a thread.
using Handle = UniqueAny<HandleTraits>;

}  // namespace winprogress::com
