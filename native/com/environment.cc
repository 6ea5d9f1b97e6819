#include "com/environment.h"

#include <cstdint>
#include <utility>

namespace winprogress::com {

napi_value Environment::MakeError(Napi::Env env, HRESULT hresult, const char* operation) const {
  if (error_class_.IsEmpty()) return Napi::Error::New(env, operation).Value();
  const auto code = static_cast<std::uint32_t>(hresult);
  return error_class_.New({Napi::Number::New(env, code), Napi::String::New(env, operation)});
}

Napi::Object Environment::Construct(const char* name, void* origin) {
  construction_ = {name, origin};
  try {
    Napi::Object object = classes_.at(name).New({});
    construction_ = {};
    return object;
  } catch (...) {
    construction_ = {};
    throw;
  }
}

void* Environment::TakeOrigin(const char* name) noexcept {
  const Construction construction = std::exchange(construction_, {});
  return construction.name == name ? construction.origin : nullptr;
}

}  // namespace winprogress::com
