#include "com/environment.h"

#include <cstdint>
#include <utility>

namespace winprogress::com {

napi_value Environment::MakeError(Napi::Env env, const HResultFailure& failure) const {
  if (error_class_.IsEmpty()) return Napi::Error::New(env, failure.operation()).Value();
  const auto hresult = Napi::Number::New(env, static_cast<std::uint32_t>(failure.hresult()));
  const auto operation = Napi::String::New(env, failure.operation());
  if (failure.context().empty()) return error_class_.New({hresult, operation});
  return error_class_.New({hresult, operation, Napi::String::New(env, failure.context())});
}

Napi::Object Environment::Construct(const char* name, void* origin) {
  construction_ = {name, origin};
  try {
    Napi::Object object = classes_.at(name).constructor.New({});
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
