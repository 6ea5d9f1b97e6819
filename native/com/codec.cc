#include "com/codec.h"

#include <algorithm>

#include "com/guid.h"

namespace winprogress::com {

std::uint64_t Reader<std::uint64_t>::Read(const Napi::Value& value) {
  bool lossless = false;
  return value.As<Napi::BigInt>().Uint64Value(&lossless);
}

std::wstring Reader<std::wstring>::Read(const Napi::Value& value) {
  const std::u16string text = value.As<Napi::String>().Utf16Value();
  return std::wstring(text.begin(), text.end());
}

GUID Reader<GUID>::Read(const Napi::Value& value) {
  const std::optional<GUID> guid = ParseGuid(From<std::wstring>(value));
  if (!guid.has_value()) throw Napi::TypeError::New(value.Env(), "not a GUID in braces");
  return *guid;
}

FILETIME Reader<FILETIME>::Read(const Napi::Value& value) {
  const auto time = From<std::uint64_t>(value);
  return {static_cast<DWORD>(time), static_cast<DWORD>(time >> 32)};
}

Bytes Reader<Bytes>::Read(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint8Array>();
  return Bytes(array.Data(), array.Data() + array.ByteLength());
}

Napi::Value Property(const Napi::Value& object, const char* key) {
  napi_value value = nullptr;
  const napi_status status = napi_get_named_property(object.Env(), object, key, &value);
  NAPI_THROW_IF_FAILED(object.Env(), status, Napi::Value());
  return Napi::Value(object.Env(), value);
}

bool ContainsWord(const Napi::Value& words, const char* word) {
  const std::vector<std::string> list = From<std::vector<std::string>>(words);
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<LPCWSTR> ToPointers(const std::vector<std::wstring>& texts) {
  std::vector<LPCWSTR> pointers;
  pointers.reserve(texts.size());
  for (const std::wstring& text : texts)
    pointers.push_back(text.c_str());
  return pointers;
}

Napi::Value ToValue(Napi::Env env, std::uint64_t number) { return Napi::BigInt::New(env, number); }

Napi::Value ToValue(Napi::Env env, const std::wstring& text) {
  return Napi::String::New(env, std::u16string(text.begin(), text.end()));
}

Napi::Value ToValue(Napi::Env env, const char* word) { return Napi::String::New(env, word); }

Napi::Value ToValue(Napi::Env env, const GUID& guid) { return ToValue(env, FormatGuid(guid)); }

Napi::Value ToValue(Napi::Env env, const FILETIME& time) {
  return ToValue(env, (static_cast<std::uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime);
}

Napi::Value ToValue(Napi::Env env, const Bytes& bytes) {
  Napi::Uint8Array array = Napi::Uint8Array::New(env, bytes.size());
  std::copy(bytes.begin(), bytes.end(), array.Data());
  return array;
}

void SetElement(const Napi::Array& array, std::size_t index, const Napi::Value& value) {
  const napi_status status = napi_set_element(array.Env(), array, static_cast<std::uint32_t>(index), value);
  NAPI_THROW_IF_FAILED_VOID(array.Env(), status);
}

void ObjectWriter::SetProperty(const char* key, const Napi::Value& value) {
  const napi_status status = napi_set_named_property(object_.Env(), object_, key, value);
  NAPI_THROW_IF_FAILED_VOID(object_.Env(), status);
}

}  // namespace winprogress::com
