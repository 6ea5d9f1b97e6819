#pragma once

#include <windows.h>

#include <napi.h>

#include <string>
#include <vector>

#include "com/guid.h"
#include "com/hresult.h"
#include "com/text.h"

namespace winprogress::syncmgr {

// GUIDs as JavaScript has them: text in braces and upper case.
// On the JavaScript thread, where nothing but a Napi::Error may be thrown.
inline GUID ToGuid(const Napi::Value& value) {
  try {
    return com::ParseGuid(com::ToWide(value));
  } catch (const com::HResultFailure&) {
    throw Napi::RangeError::New(value.Env(), "not a GUID");
  }
}

inline std::vector<GUID> ToGuids(const Napi::Value& value) {
  const auto array = value.As<Napi::Array>();
  std::vector<GUID> ids;
  ids.reserve(array.Length());
  for (std::uint32_t index = 0; index < array.Length(); ++index)
    ids.push_back(ToGuid(array.Get(index)));
  return ids;
}

inline Napi::Value FromGuid(Napi::Env env, const GUID& id) { return com::FromWide(env, com::FormatGuid(id)); }

inline Napi::Value FromGuids(Napi::Env env, const std::vector<GUID>& ids) {
  Napi::Array array = Napi::Array::New(env, ids.size());
  for (std::size_t index = 0; index < ids.size(); ++index)
    array.Set(static_cast<std::uint32_t>(index), FromGuid(env, ids[index]));
  return array;
}

}  // namespace winprogress::syncmgr
