#pragma once

#include <napi.h>
#include <windows.h>

#include <string>

#include "com/codec.h"

namespace winprogress::com {

// Converts the ServerKind of lib/com/server-kind.ts to the CLSCTX of CoCreateInstance.
inline DWORD ToClassContext(const Napi::Value& value) {
  const std::string kind = From<std::string>(value);
  if (kind == "local") return CLSCTX_LOCAL_SERVER;
  return kind == "inProcess" ? CLSCTX_INPROC_SERVER : CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER;
}

}  // namespace winprogress::com
