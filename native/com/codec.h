#pragma once

#include <windows.h>

#include <guiddef.h>
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Conversions between values of JavaScript and of COM. Arguments are validated above the seam: an invalid one
// throws a Napi::Error. On the JavaScript thread.
namespace winprogress::com {

using Bytes = std::vector<std::uint8_t>;

// From JavaScript. `From<DWORD>(value)`, `From<std::optional<GUID>>(value)` and so on.
template <typename Value, typename = void>
struct Reader;

template <typename Value>
Value From(const Napi::Value& value) {
  return Reader<Value>::Read(value);
}

// Numbers of 32 bits and less, of either sign, wrap as in JavaScript's own conversions: an HRESULT is read as
// 0x80004005 and as -2147467259.
template <typename Number>
struct Reader<Number, std::enable_if_t<(std::is_integral_v<Number> || std::is_enum_v<Number>)&&sizeof(Number) <= 4 &&
                                       !std::is_same_v<Number, bool>>> {
  static Number Read(const Napi::Value& value) { return static_cast<Number>(value.As<Napi::Number>().Int64Value()); }
};

template <>
struct Reader<std::uint64_t> {
  static std::uint64_t Read(const Napi::Value& value);
};

template <>
struct Reader<bool> {
  static bool Read(const Napi::Value& value) { return value.As<Napi::Boolean>().Value(); }
};

// JavaScript and Windows both use UTF-16: all strings are preserved, including unpaired surrogates.
template <>
struct Reader<std::wstring> {
  static std::wstring Read(const Napi::Value& value);
};

// For the constant strings of the seam, which are ASCII.
template <>
struct Reader<std::string> {
  static std::string Read(const Napi::Value& value) { return value.As<Napi::String>().Utf8Value(); }
};

// Text in braces. Throws a TypeError otherwise.
template <>
struct Reader<GUID> {
  static GUID Read(const Napi::Value& value);
};

template <>
struct Reader<FILETIME> {
  static FILETIME Read(const Napi::Value& value);
};

template <>
struct Reader<Bytes> {
  static Bytes Read(const Napi::Value& value);
};

template <typename Element>
struct Reader<std::vector<Element>> {
  static std::vector<Element> Read(const Napi::Value& value) {
    const auto array = value.As<Napi::Array>();
    std::vector<Element> elements;
    elements.reserve(array.Length());
    for (std::uint32_t index = 0; index < array.Length(); ++index)
      elements.push_back(From<Element>(array.Get(index)));
    return elements;
  }
};

// Null and undefined become std::nullopt.
template <typename Value>
struct Reader<std::optional<Value>> {
  static std::optional<Value> Read(const Napi::Value& value) {
    if (value.IsNull() || value.IsUndefined()) return std::nullopt;
    return From<Value>(value);
  }
};

// A property of an object, without conversions of the key or the value.
Napi::Value Property(const Napi::Value& object, const char* key);

template <typename Value>
Value From(const Napi::Value& object, const char* key) {
  return From<Value>(Property(object, key));
}

// Whether an array of strings contains this one.
bool ContainsWord(const Napi::Value& words, const char* word);

// The characters of a text, or null for nothing. Valid as long as `text`.
inline const wchar_t* ToPointer(const std::optional<std::wstring>& text) noexcept {
  return text.has_value() ? text->c_str() : nullptr;
}

// Pointers to texts, for methods that take an array of them. Valid as long as `texts`.
std::vector<LPCWSTR> ToPointers(const std::vector<std::wstring>& texts);

// To JavaScript.
template <typename Number,
          std::enable_if_t<(std::is_integral_v<Number> || std::is_enum_v<Number>)&&sizeof(Number) <= 4 &&
                               !std::is_same_v<Number, bool>,
                           int> = 0>
Napi::Value ToValue(Napi::Env env, Number number) {
  return Napi::Number::New(env, static_cast<double>(number));
}
// Only for bool, so that a pointer is not converted to true.
template <typename Flag, std::enable_if_t<std::is_same_v<Flag, bool>, int> = 0>
Napi::Value ToValue(Napi::Env env, Flag flag) {
  return Napi::Boolean::New(env, flag);
}
// A BigInt.
Napi::Value ToValue(Napi::Env env, std::uint64_t number);
Napi::Value ToValue(Napi::Env env, const std::wstring& text);
Napi::Value ToValue(Napi::Env env, const char* word);
Napi::Value ToValue(Napi::Env env, const GUID& guid);
Napi::Value ToValue(Napi::Env env, const FILETIME& time);
Napi::Value ToValue(Napi::Env env, const Bytes& bytes);
inline Napi::Value ToValue(Napi::Env, Napi::Value value) { return value; }
// An HRESULT is unsigned in JavaScript, as documentation writes it; a separate function, since HRESULT is a plain LONG.
inline Napi::Value ToHResultValue(Napi::Env env, HRESULT result) {
  return ToValue(env, static_cast<std::uint32_t>(result));
}
// An address, as a BigInt.
inline Napi::Value ToAddressValue(Napi::Env env, const void* address) {
  return ToValue(env, static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(address)));
}

template <typename Element>
Napi::Value ToValue(Napi::Env env, const std::vector<Element>& elements);

// Null for nothing.
template <typename Value>
Napi::Value ToValue(Napi::Env env, const std::optional<Value>& value) {
  return value.has_value() ? ToValue(env, *value) : env.Null();
}

void SetElement(const Napi::Array& array, std::size_t index, const Napi::Value& value);

template <typename Element>
Napi::Value ToValue(Napi::Env env, const std::vector<Element>& elements) {
  const Napi::Array array = Napi::Array::New(env, elements.size());
  for (std::size_t index = 0; index < elements.size(); ++index)
    SetElement(array, index, ToValue(env, elements[index]));
  return array;
}

// Builds a plain object, property by property. Napi::Object::Set would convert text through UTF-8.
class ObjectWriter {
 public:
  explicit ObjectWriter(Napi::Env env) : object_(Napi::Object::New(env)) {}
  explicit ObjectWriter(Napi::Object object) : object_(object) {}

  template <typename Value>
  ObjectWriter& Set(const char* key, const Value& value) {
    SetProperty(key, ToValue(object_.Env(), value));
    return *this;
  }
  ObjectWriter& SetHResult(const char* key, HRESULT result) {
    SetProperty(key, ToHResultValue(object_.Env(), result));
    return *this;
  }

  Napi::Object object() const noexcept { return object_; }

 private:
  void SetProperty(const char* key, const Napi::Value& value);

  Napi::Object object_;
};

inline Napi::Value ToValue(Napi::Env, const ObjectWriter& writer) { return writer.object(); }

}  // namespace winprogress::com
