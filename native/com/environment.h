#pragma once

#include <windows.h>

#include <napi.h>
#include <winerror.h>

#include <memory>
#include <unordered_map>
#include <utility>

#include "com/hresult.h"

namespace winprogress::com {

// The state of the addon in one environment: that of the main thread or of a worker. There is no other mutable state.
class Environment {
 public:
  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

  void SetErrorClass(Napi::Function error_class) { error_class_ = Napi::Persistent(error_class); }
  napi_value MakeError(Napi::Env env, const HResultFailure& failure) const;

  // A class is identified by the pointer to its name. `definition` is kept with it.
  void AddClass(const char* name, Napi::Function constructor, std::shared_ptr<const void> definition) {
    classes_.emplace(name, Class{Napi::Persistent(constructor), std::move(definition)});
  }

  // Creates an object of a native class. Its constructor takes `origin` from here; without one it was called by
  // JavaScript.
  Napi::Object Construct(const char* name, void* origin);
  void* TakeOrigin(const char* name) noexcept;

 private:
  struct Class {
    Napi::FunctionReference constructor;
    std::shared_ptr<const void> definition;
  };
  struct Construction {
    const char* name = nullptr;
    void* origin = nullptr;
  };

  Napi::FunctionReference error_class_;
  std::unordered_map<const char*, Class> classes_;
  Construction construction_;
};

}  // namespace winprogress::com
