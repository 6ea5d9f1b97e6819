#pragma once

#include <napi.h>

#include <memory>
#include <utility>
#include <vector>

#include "com/environment.h"

namespace winprogress::com {

// The C++ side of an object in JavaScript. One class wraps those of all kinds, because Napi::ObjectWrap generates much
// code for each class that derives from it.
class NativeBase {
 public:
  NativeBase() noexcept = default;
  NativeBase(const NativeBase&) = delete;
  NativeBase& operator=(const NativeBase&) = delete;
  virtual ~NativeBase() = default;
};

using NativeMethod = Napi::Value (NativeBase::*)(const Napi::CallbackInfo& info);

// A method of a class, or a read-only accessor.
struct NativeProperty {
  const char* name;
  NativeMethod method;
  bool is_accessor;
};
using NativeProperties = std::vector<NativeProperty>;

// Creates the C++ side of a new object. Throws a Napi::Error.
using NativeConstructor = std::unique_ptr<NativeBase> (*)(const Napi::CallbackInfo& info);

void DefineNativeClass(Napi::Env env, const char* name, NativeProperties properties, NativeConstructor construct);

// A class whose objects only the addon creates, each from an Origin: the native object that it wraps. Derived has
// `static constexpr char kName[]` and `static NativeProperties Methods()`.
template <typename Derived, typename Origin>
class NativeObject : public NativeBase {
 public:
  static void Define(Napi::Env env) {
    DefineNativeClass(
        env, Derived::kName, Derived::Methods(),
        [](const Napi::CallbackInfo& info) -> std::unique_ptr<NativeBase> { return std::make_unique<Derived>(info); });
  }

  static Napi::Object Make(Napi::Env env, Origin origin) {
    return Environment::Of(env).Construct(Derived::kName, &origin);
  }

  explicit NativeObject(const Napi::CallbackInfo& info) : origin_(Take(info)) {}

 protected:
  static NativeProperty InstanceMethod(const char* name, Napi::Value (Derived::*method)(const Napi::CallbackInfo&)) {
    return {name, static_cast<NativeMethod>(method), false};
  }
  static NativeProperty InstanceAccessor(const char* name, Napi::Value (Derived::*getter)(const Napi::CallbackInfo&)) {
    return {name, static_cast<NativeMethod>(getter), true};
  }

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
