#pragma once

#include <napi.h>

#include <memory>
#include <string>
#include <utility>

#include "com/connection.h"
#include "com/hresult.h"
#include "com/lane_reference.h"
#include "com/native_object.h"

namespace winprogress::bits {

// What an object of the family stands for: an interface pointer in the lane of its connection, and its GUID where it
// has one.
template <typename Interface>
struct RemoteOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  std::shared_ptr<com::LaneReference<Interface>> reference;
  std::wstring id;
};

// A pointer that a call has brought, on its way to JavaScript.
template <typename Interface>
struct Found {
  std::shared_ptr<com::LaneReference<Interface>> reference;
  std::wstring id;
};

// An object in JavaScript whose methods are calls on one COM interface.
template <typename Derived, typename Interface>
class RemoteObject : public com::NativeObject<Derived, RemoteOrigin<Interface>> {
 public:
  using com::NativeObject<Derived, RemoteOrigin<Interface>>::NativeObject;
  using Reference = std::shared_ptr<com::LaneReference<Interface>>;

 protected:
  // A method that gives nothing but its result: call(interface) returns an HRESULT.
  template <typename Method>
  Napi::Value Invoke(Napi::Env env, const char* operation, Method method) {
    return Start(env, operation, [reference = reference(), operation, method = std::move(method)]() mutable {
      com::ThrowIfFailed(method(**reference), operation);
    });
  }

  // A method whose success code matters.
  template <typename Method>
  Napi::Value InvokeForResult(Napi::Env env, const char* operation, Method method) {
    return Start(
        env, operation,
        [reference = reference(), operation, method = std::move(method)]() mutable {
          return com::ThrowIfFailed(method(**reference), operation);
        },
        [](com::Connection&, Napi::Env value_env, HRESULT result) -> napi_value {
          return Napi::Number::New(value_env, static_cast<std::uint32_t>(result));
        });
  }

  // A method with one out parameter that is a number: call(interface, &number).
  template <typename Number, typename Method>
  Napi::Value GetNumber(Napi::Env env, const char* operation, Method method) {
    return Start(
        env, operation,
        [reference = reference(), operation, method = std::move(method)]() mutable {
          Number number = {};
          com::ThrowIfFailed(method(**reference, &number), operation);
          return number;
        },
        [](com::Connection&, Napi::Env value_env, Number number) -> napi_value {
          return Napi::Number::New(value_env, static_cast<double>(number));
        });
  }

  template <typename... Functions>
  Napi::Value Start(Napi::Env env, const char* operation, Functions... functions) {
    return this->origin().connection->Call(env, *this->origin().lane, operation, std::move(functions)...);
  }

  const Reference& reference() const noexcept { return this->origin().reference; }
  com::Lane& lane() const noexcept { return *this->origin().lane; }
  com::Connection& connection() const noexcept { return *this->origin().connection; }
};

// Gives a pointer that was found to JavaScript as an object of class Object.
template <typename Object, typename Interface>
Napi::Object MakeRemoteObject(com::Connection& connection, com::Lane& lane, Napi::Env env, Found<Interface> found) {
  return Object::Make(env, RemoteOrigin<Interface>{connection.shared_from_this(), &lane, std::move(found.reference),
                                                   std::move(found.id)});
}

}  // namespace winprogress::bits
