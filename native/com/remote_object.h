#pragma once

#include <napi.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "com/codec.h"
#include "com/connection.h"
#include "com/hresult.h"
#include "com/lane_owned.h"
#include "com/native_object.h"

namespace winprogress::com {

// What an object in JavaScript stands for: a `T` in a lane of its connection.
template <typename T>
struct RemoteOrigin {
  std::shared_ptr<Connection> connection;
  LaneHandle lane;
  LaneOwned<T> object;
};

// An object in JavaScript whose methods are calls on a `T` in its lane. `Origin` may have more than RemoteOrigin.
template <typename Derived, typename T, typename Origin = RemoteOrigin<T>>
class RemoteObject : public NativeObject<Derived, Origin> {
 public:
  using NativeObject<Derived, Origin>::NativeObject;

 protected:
  // Calls work(object), which returns what the promise resolves with, or nothing.
  template <typename Work>
  Napi::Value Call(Napi::Env env, const char* operation, Work work) {
    return connection().Call(env, lane(), operation, Bind(operation, std::move(work)));
  }
  // The same with convert(connection, env, value), which runs on the JavaScript thread.
  template <typename Work, typename Convert>
  Napi::Value Call(Napi::Env env, const char* operation, Work work, Convert convert) {
    return connection().Call(env, lane(), operation, Bind(operation, std::move(work)), std::move(convert));
  }
  // A method that gives nothing but its result: method(object) returns an HRESULT.
  template <typename Method>
  Napi::Value Invoke(Napi::Env env, const char* operation, Method method) {
    return Call(env, operation, [operation, method = std::move(method)](T& object) mutable {
      ThrowIfFailed(method(object), operation);
    });
  }
  // The same where the success code matters: the promise resolves with it.
  template <typename Method>
  Napi::Value InvokeForResult(Napi::Env env, const char* operation, Method method) {
    return Call(
        env, operation,
        [operation, method = std::move(method)](T& object) mutable { return ThrowIfFailed(method(object), operation); },
        [](Connection&, Napi::Env value_env, HRESULT result) { return ToHResultValue(value_env, result); });
  }
  // A method with one out parameter: method(object, &value) returns an HRESULT, the promise resolves with the value.
  template <typename Value, typename Method>
  Napi::Value Get(Napi::Env env, const char* operation, Method method) {
    return Call(env, operation, [operation, method = std::move(method)](T& object) mutable {
      Value value = {};
      ThrowIfFailed(method(object, &value), operation);
      return value;
    });
  }
  // The last call of a lane that belongs to this object alone: the object is destroyed after work(object), and done()
  // is called on the JavaScript thread. Resolves without a call where that has been done.
  template <typename Work, typename Done>
  Napi::Value CloseWithLane(Napi::Env env, const char* operation, Work work, Done done) {
    return connection().CallAndEnd(
        env, lane(), operation,
        [object = object(), work = std::move(work)]() mutable {
          const std::shared_ptr<T> closed = object.TryUse();
          object.Destroy();
          if (closed != nullptr) work(*closed);
          return true;
        },
        [done = std::move(done)](Connection& of, Napi::Env value_env, bool) mutable {
          done(of);
          return value_env.Undefined();
        });
  }
  template <typename Work>
  Napi::Value CloseWithLane(Napi::Env env, const char* operation, Work work) {
    return CloseWithLane(env, operation, std::move(work), [](Connection&) {});
  }

  const LaneOwned<T>& object() const noexcept { return this->origin().object; }
  const LaneHandle& lane() const noexcept { return this->origin().lane; }
  Connection& connection() const noexcept { return *this->origin().connection; }

 private:
  template <typename Work>
  auto Bind(const char* operation, Work work) {
    return [object = object(), operation, work = std::move(work)]() mutable { return work(*object.Use(operation)); };
  }
};

}  // namespace winprogress::com
