#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>

namespace winprogress::com {

// JavaScript's strings and Windows' strings are both UTF-16, so that nothing is lost either way.
inline std::wstring ToWide(const Napi::Value& value) {
  const std::u16string text = value.As<Napi::String>().Utf16Value();
  return std::wstring(text.begin(), text.end());
}

// Null is no text at all.
inline std::optional<std::wstring> ToOptionalWide(const Napi::Value& value) {
  if (value.IsNull()) return std::nullopt;
  return ToWide(value);
}

inline const wchar_t* ToPointer(const std::optional<std::wstring>& text) noexcept {
  return text.has_value() ? text->c_str() : nullptr;
}

// Whether an array of words has this one.
inline bool ContainsWord(const Napi::Array& words, const char* word) {
  for (std::uint32_t index = 0; index < words.Length(); ++index)
    if (words.Get(index).As<Napi::String>().Utf8Value() == word) return true;
  return false;
}

inline Napi::String FromWide(Napi::Env env, const std::wstring& text) {
  return Napi::String::New(env, std::u16string(text.begin(), text.end()));
}

}  // namespace winprogress::com
