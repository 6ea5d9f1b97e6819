#pragma once

#include <napi.h>

#include <initializer_list>
#include <string>
#include <utility>

#include "com/environment.h"

namespace winprogress::com {

// A class whose objects only the addon creates, each from an Origin: the native object that it wraps. Derived has
// `static constexpr char kName[]` and `static std::vector<Napi::ClassPropertyDescriptor<Derived>> Methods()`.
template <typename Derived, typename Origin>
class NativeObject : public Napi::ObjectWrap<Derived> {
 public:
  static void Define(Napi::Env env) {
    Environment::Of(env).AddClass(Derived::kName,
                                  Napi::ObjectWrap<Derived>::DefineClass(env, Derived::kName, Derived::Methods()));
  }

  static Napi::Object Make(Napi::Env env, Origin origin) {
    return Environment::Of(env).Construct(Derived::kName, &origin);
  }

  explicit NativeObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Derived>(info), origin_(Take(info)) {}

 protected:
  const Origin& origin() const noexcept { return origin_; }
  // For an object that is closed before it is collected: releases the native object.
  Origin& changeable_origin() noexcept { return origin_; }

 private:
  static Origin Take(const Napi::CallbackInfo& info) {
    void* origin = Environment::Of(info.Env()).TakeOrigin(Derived::kName);
    if (origin == nullptr) throw Napi::TypeError::New(info.Env(), "Illegal constructor");
    return std::move(*static_cast<Origin*>(origin));
  }

  Origin origin_;
};

}  // namespace winprogress::com
