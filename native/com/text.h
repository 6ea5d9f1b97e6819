#pragma once

#include <napi.h>

#include <string>

namespace winprogress::com {

// JavaScript's strings and Windows' strings are both UTF-16, so that nothing is lost either way.
inline std::wstring ToWide(const Napi::Value& value) {
  const std::u16string text = value.As<Napi::String>().Utf16Value();
  return std::wstring(text.begin(), text.end());
}

inline Napi::String FromWide(Napi::Env env, const std::wstring& text) {
  return Napi::String::New(env, std::u16string(text.begin(), text.end()));
}

}  // namespace winprogress::com
