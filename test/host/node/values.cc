// Values of the fake Node-API.
#include <cstring>

#include "environment.h"

using host::Check;

namespace {

std::string ToUtf8(const std::u16string& text) {
  // Tests compare ASCII texts only.
  return std::string(text.begin(), text.end());
}

std::u16string FromUtf8(const char* text, std::size_t length) {
  const std::size_t size = length == NAPI_AUTO_LENGTH ? std::strlen(text) : length;
  return std::u16string(text, text + size);
}

napi_status CreateError(napi_env env, napi_value message, napi_value* result) {
  *result = env->New(napi_object);
  (*result)->is_error = true;
  (*result)->properties["message"] = message;
  return env->Done(napi_ok);
}

template <typename Character, typename Text>
napi_status CopyText(napi_env env, const Text& text, Character* buffer, std::size_t size, std::size_t* result) {
  std::size_t length = text.size();
  if (buffer != nullptr && size > 0) {
    length = std::min(length, size - 1);
    std::copy_n(text.begin(), length, buffer);
    buffer[length] = 0;
  }
  if (result != nullptr) *result = length;
  return env->Done(napi_ok);
}

}  // namespace

#define DEFINE_CREATE(name, type_of_value)                        \
  napi_status NAPI_CDECL name(napi_env env, napi_value* result) { \
    Check(env, #name);                                            \
    *result = env->New(type_of_value);                            \
    return env->Done(napi_ok);                                    \
  }

DEFINE_CREATE(napi_get_undefined, napi_undefined)
DEFINE_CREATE(napi_get_null, napi_null)
DEFINE_CREATE(napi_create_object, napi_object)
DEFINE_CREATE(napi_get_global, napi_object)

napi_status NAPI_CDECL napi_get_boolean(napi_env env, bool value, napi_value* result) {
  Check(env, "napi_get_boolean");
  *result = env->New(napi_boolean);
  (*result)->boolean = value;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_value_bool(napi_env env, napi_value value, bool* result) {
  Check(env, "napi_get_value_bool");
  if (value->type != napi_boolean) return env->Done(napi_boolean_expected);
  *result = value->boolean;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_create_double(napi_env env, double value, napi_value* result) {
  Check(env, "napi_create_double");
  *result = env->New(napi_number);
  (*result)->number = value;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_value_double(napi_env env, napi_value value, double* result) {
  Check(env, "napi_get_value_double");
  if (value->type != napi_number) return env->Done(napi_number_expected);
  *result = value->number;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_value_int64(napi_env env, napi_value value, std::int64_t* result) {
  Check(env, "napi_get_value_int64");
  if (value->type != napi_number) return env->Done(napi_number_expected);
  *result = static_cast<std::int64_t>(value->number);
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_create_bigint_uint64(napi_env env, std::uint64_t value, napi_value* result) {
  Check(env, "napi_create_bigint_uint64");
  *result = env->New(napi_bigint);
  (*result)->big_integer = value;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_value_bigint_uint64(napi_env env, napi_value value, std::uint64_t* result,
                                                    bool* lossless) {
  Check(env, "napi_get_value_bigint_uint64");
  if (value->type != napi_bigint) return env->Done(napi_bigint_expected);
  *result = value->big_integer;
  *lossless = true;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_create_string_utf8(napi_env env, const char* text, std::size_t length, napi_value* result) {
  Check(env, "napi_create_string_utf8");
  *result = env->New(napi_string);
  (*result)->text = FromUtf8(text, length);
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_create_string_latin1(napi_env env, const char* text, std::size_t length,
                                                 napi_value* result) {
  return napi_create_string_utf8(env, text, length, result);
}
napi_status NAPI_CDECL napi_create_string_utf16(napi_env env, const char16_t* text, std::size_t length,
                                                napi_value* result) {
  Check(env, "napi_create_string_utf16");
  *result = env->New(napi_string);
  (*result)->text = length == NAPI_AUTO_LENGTH ? std::u16string(text) : std::u16string(text, length);
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_value_string_utf8(napi_env env, napi_value value, char* buffer, std::size_t size,
                                                  std::size_t* result) {
  Check(env, "napi_get_value_string_utf8");
  if (value->type != napi_string) return env->Done(napi_string_expected);
  return CopyText(env, ToUtf8(value->text), buffer, size, result);
}
napi_status NAPI_CDECL napi_get_value_string_utf16(napi_env env, napi_value value, char16_t* buffer, std::size_t size,
                                                   std::size_t* result) {
  Check(env, "napi_get_value_string_utf16");
  if (value->type != napi_string) return env->Done(napi_string_expected);
  return CopyText(env, value->text, buffer, size, result);
}

napi_status NAPI_CDECL napi_typeof(napi_env env, napi_value value, napi_valuetype* result) {
  Check(env, "napi_typeof");
  *result = value->type;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_is_array(napi_env env, napi_value value, bool* result) {
  Check(env, "napi_is_array");
  *result = value->is_array;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_is_error(napi_env env, napi_value value, bool* result) {
  Check(env, "napi_is_error");
  *result = value->is_error;
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_create_array_with_length(napi_env env, std::size_t length, napi_value* result) {
  Check(env, "napi_create_array_with_length");
  *result = env->New(napi_object);
  (*result)->is_array = true;
  (*result)->elements.resize(length, env->New(napi_undefined));
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_array_length(napi_env env, napi_value array, std::uint32_t* result) {
  Check(env, "napi_get_array_length");
  if (!array->is_array) return env->Done(napi_array_expected);
  *result = static_cast<std::uint32_t>(array->elements.size());
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_element(napi_env env, napi_value array, std::uint32_t index, napi_value* result) {
  Check(env, "napi_get_element");
  *result = index < array->elements.size() ? array->elements[index] : env->New(napi_undefined);
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_set_element(napi_env env, napi_value array, std::uint32_t index, napi_value value) {
  Check(env, "napi_set_element");
  if (index >= array->elements.size()) array->elements.resize(index + 1, env->New(napi_undefined));
  array->elements[index] = value;
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_get_named_property(napi_env env, napi_value object, const char* name, napi_value* result) {
  Check(env, "napi_get_named_property");
  if (object->type != napi_object && object->type != napi_function) return env->Done(napi_object_expected);
  const auto found = object->properties.find(name);
  *result = found == object->properties.end() ? env->New(napi_undefined) : found->second;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_set_named_property(napi_env env, napi_value object, const char* name, napi_value value) {
  Check(env, "napi_set_named_property");
  if (object->type != napi_object && object->type != napi_function) return env->Done(napi_object_expected);
  object->properties[name] = value;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_property(napi_env env, napi_value object, napi_value key, napi_value* result) {
  return napi_get_named_property(env, object, ToUtf8(key->text).c_str(), result);
}
napi_status NAPI_CDECL napi_set_property(napi_env env, napi_value object, napi_value key, napi_value value) {
  return napi_set_named_property(env, object, ToUtf8(key->text).c_str(), value);
}
napi_status NAPI_CDECL napi_has_property(napi_env env, napi_value object, napi_value key, bool* result) {
  Check(env, "napi_has_property");
  *result = object->properties.count(ToUtf8(key->text)) != 0;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_define_properties(napi_env env, napi_value object, std::size_t count,
                                              const napi_property_descriptor* properties) {
  Check(env, "napi_define_properties");
  for (std::size_t index = 0; index < count; ++index) {
    const napi_property_descriptor& property = properties[index];
    const std::string name = property.utf8name != nullptr ? property.utf8name : ToUtf8(property.name->text);
    object->properties[name] = property.value != nullptr ? property.value : env->New(napi_undefined);
  }
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_create_arraybuffer(napi_env env, std::size_t length, void** data, napi_value* result) {
  Check(env, "napi_create_arraybuffer");
  *result = env->New(napi_object);
  (*result)->buffer.resize(length);
  if (data != nullptr) *data = (*result)->buffer.data();
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_arraybuffer_info(napi_env env, napi_value value, void** data, std::size_t* length) {
  Check(env, "napi_get_arraybuffer_info");
  if (data != nullptr) *data = value->buffer.data();
  if (length != nullptr) *length = value->buffer.size();
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_create_typedarray(napi_env env, napi_typedarray_type, std::size_t, napi_value array_buffer,
                                              std::size_t, napi_value* result) {
  Check(env, "napi_create_typedarray");
  *result = env->New(napi_object);
  (*result)->array_buffer = array_buffer;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_typedarray_info(napi_env env, napi_value value, napi_typedarray_type* type,
                                                std::size_t* length, void** data, napi_value* array_buffer,
                                                std::size_t* offset) {
  Check(env, "napi_get_typedarray_info");
  if (type != nullptr) *type = napi_uint8_array;
  if (length != nullptr) *length = value->array_buffer->buffer.size();
  if (data != nullptr) *data = value->array_buffer->buffer.data();
  if (array_buffer != nullptr) *array_buffer = value->array_buffer;
  if (offset != nullptr) *offset = 0;
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_create_error(napi_env env, napi_value, napi_value message, napi_value* result) {
  Check(env, "napi_create_error");
  return CreateError(env, message, result);
}
napi_status NAPI_CDECL napi_create_type_error(napi_env env, napi_value, napi_value message, napi_value* result) {
  Check(env, "napi_create_type_error");
  return CreateError(env, message, result);
}

napi_status NAPI_CDECL napi_create_promise(napi_env env, napi_deferred* deferred, napi_value* promise) {
  Check(env, "napi_create_promise");
  *promise = env->New(napi_object);
  env->deferreds.push_back(std::make_unique<napi_deferred__>(napi_deferred__{*promise}));
  *deferred = env->deferreds.back().get();
  return env->Done(napi_ok);
}

static napi_status Settle(napi_env env, napi_deferred deferred, host::PromiseState state, napi_value value) {
  if (deferred->promise->promise != host::PromiseState::kPending) host::Fail("a promise is settled twice");
  deferred->promise->promise = state;
  deferred->promise->result = value;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_resolve_deferred(napi_env env, napi_deferred deferred, napi_value value) {
  Check(env, "napi_resolve_deferred");
  return Settle(env, deferred, host::PromiseState::kResolved, value);
}
napi_status NAPI_CDECL napi_reject_deferred(napi_env env, napi_deferred deferred, napi_value value) {
  Check(env, "napi_reject_deferred");
  return Settle(env, deferred, host::PromiseState::kRejected, value);
}
