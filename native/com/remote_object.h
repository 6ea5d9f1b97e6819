#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "com/codec.h"
#include "com/connection.h"
#include "com/hresult.h"
#include "com/lane_owned.h"
#include "com/native_object.h"
#include "com/pending_call.h"

namespace winprogress::com {

// The native object of a JavaScript object: a `T` in a lane of its connection.
template <typename T>
struct RemoteOrigin {
  std::shared_ptr<Connection> connection;
  LaneHandle lane;
  LaneOwned<T> object;
};

// A call on the native object of a JavaScript object: Run(object) in the lane. The classes from here to
// MethodCall contain the code that does not depend on the method, so that it is not instantiated for each.
template <typename T>
class ObjectCall : public PendingCall {
 public:
  ObjectCall(std::shared_ptr<Mailbox> mailbox, const char* operation, LaneOwned<T> object) noexcept
      : PendingCall(std::move(mailbox)), operation_(operation), object_(std::move(object)) {}
  const char* operation() const noexcept final { return operation_; }

 protected:
  virtual void Run(T& object) = 0;

 private:
  void Work() final { Run(*object_.Use(operation_)); }

  const char* const operation_;
  const LaneOwned<T> object_;
};

// How the HRESULT of a successful method is converted.
enum class SuccessCode { kIgnored, kReturned };

template <typename T>
class ResultCall : public ObjectCall<T> {
 public:
  ResultCall(std::shared_ptr<Mailbox> mailbox, const char* operation, LaneOwned<T> object, SuccessCode success) noexcept
      : ObjectCall<T>(std::move(mailbox), operation, std::move(object)), success_(success) {}

 protected:
  virtual HRESULT Invoke(T& object) = 0;

 private:
  void Run(T& object) final { result_ = ThrowIfFailed(Invoke(object), this->operation()); }
  Napi::Value Result(Connection&, Napi::Env env) final {
    return success_ == SuccessCode::kReturned ? ToHResultValue(env, result_) : env.Undefined();
  }

  const SuccessCode success_;
  HRESULT result_ = S_OK;
};

template <typename T, typename Method>
class MethodCall final : public ResultCall<T> {
 public:
  MethodCall(std::shared_ptr<Mailbox> mailbox, const char* operation, LaneOwned<T> object, SuccessCode success,
             Method method)
      : ResultCall<T>(std::move(mailbox), operation, std::move(object), success), method_(std::move(method)) {}

 private:
  HRESULT Invoke(T& object) override { return method_(object); }

  Method method_;
};

// A method with one out parameter.
template <typename T, typename Value>
class ValueCall : public ObjectCall<T> {
 public:
  using ObjectCall<T>::ObjectCall;

 protected:
  virtual HRESULT Invoke(T& object, Value* value) = 0;

 private:
  void Run(T& object) final { ThrowIfFailed(Invoke(object, &value_), this->operation()); }
  Napi::Value Result(Connection&, Napi::Env env) final { return ToValue(env, value_); }

  Value value_ = {};
};

template <typename T, typename Value, typename Method>
class ValueMethodCall final : public ValueCall<T, Value> {
 public:
  ValueMethodCall(std::shared_ptr<Mailbox> mailbox, const char* operation, LaneOwned<T> object, Method method)
      : ValueCall<T, Value>(std::move(mailbox), operation, std::move(object)), method_(std::move(method)) {}

 private:
  HRESULT Invoke(T& object, Value* value) override { return method_(object, value); }

  Method method_;
};

// work(object) returns a value, which convert(connection, env, value) converts for JavaScript.
template <typename T, typename WorkFunction, typename ConvertFunction>
class WorkCall final : public ObjectCall<T> {
 public:
  WorkCall(std::shared_ptr<Mailbox> mailbox, const char* operation, LaneOwned<T> object, WorkFunction work,
           ConvertFunction convert)
      : ObjectCall<T>(std::move(mailbox), operation, std::move(object)),
        work_(std::move(work)),
        convert_(std::move(convert)) {}

 private:
  void Run(T& object) override { value_.emplace(work_(object)); }
  Napi::Value Result(Connection& connection, Napi::Env env) override {
    return ToValue(env, convert_(connection, env, std::move(*value_)));
  }

  WorkFunction work_;
  ConvertFunction convert_;
  std::optional<std::invoke_result_t<WorkFunction&, T&>> value_;
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
    if constexpr (std::is_void_v<std::invoke_result_t<Work&, T&>>) {
      return Invoke(env, operation, [work = std::move(work)](T& object) mutable {
        work(object);
        return S_OK;
      });
    } else {
      return Call(env, operation, std::move(work),
                  [](Connection&, Napi::Env value_env, auto value) { return ToValue(value_env, value); });
    }
  }
  // The same with convert(connection, env, value), which runs on the JavaScript thread.
  template <typename Work, typename Convert>
  Napi::Value Call(Napi::Env env, const char* operation, Work work, Convert convert) {
    return Start<WorkCall<T, Work, Convert>>(env, operation, std::move(work), std::move(convert));
  }
  // A method without out parameters: method(object) returns an HRESULT.
  template <typename Method>
  Napi::Value Invoke(Napi::Env env, const char* operation, Method method) {
    return Start<MethodCall<T, Method>>(env, operation, SuccessCode::kIgnored, std::move(method));
  }
  // The same, but the promise resolves with the success code.
  template <typename Method>
  Napi::Value InvokeForResult(Napi::Env env, const char* operation, Method method) {
    return Start<MethodCall<T, Method>>(env, operation, SuccessCode::kReturned, std::move(method));
  }
  // A method with one out parameter: method(object, &value) returns an HRESULT, the promise resolves with the value.
  template <typename Value, typename Method>
  Napi::Value Get(Napi::Env env, const char* operation, Method method) {
    return Start<ValueMethodCall<T, Value, Method>>(env, operation, std::move(method));
  }
  // The last call of a lane that belongs to this object alone: the object is destroyed after work(object), and done()
  // is called on the JavaScript thread. Resolves without a call if the object was already destroyed.
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
  template <typename CallType, typename... Arguments>
  Napi::Value Start(Napi::Env env, const char* operation, Arguments&&... arguments) {
    return connection().Start(
        env, *lane(),
        std::make_unique<CallType>(connection().mailbox(), operation, object(), std::forward<Arguments>(arguments)...));
  }
};

}  // namespace winprogress::com
