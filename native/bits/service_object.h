#pragma once

#include <windows.h>

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/plain_value.h"
#include "com/remote_object.h"
#include "com/task_memory.h"

namespace winprogress::bits {

// Whether a call is repeated with a new proxy after the service has ended: a call with side effects must not be,
// if the service may have executed it before it ended.
enum class Repeat { kAlways, kUnlessExecuted };

// An object of a service that can be restarted: its proxy is dead then, but the object can be found again. In one
// lane.
template <typename Interface>
class ServiceObject {
 public:
  // Returns a new proxy. Throws HResultFailure.
  using Find = std::function<com::ComPtr<Interface>()>;

  ServiceObject(com::ComPtr<Interface> proxy, Find find) : proxy_(std::move(proxy)), find_(std::move(find)) {}
  ServiceObject(const ServiceObject&) = delete;
  ServiceObject& operator=(const ServiceObject&) = delete;
  virtual ~ServiceObject() = default;

  // Calls work(interface), which throws HResultFailure. A dead proxy is replaced once, and then the failure is
  // reported.
  template <typename Work>
  auto Run(Repeat repeat, Work&& work) {
    using Value = std::invoke_result_t<Work&, Interface&>;
    if constexpr (std::is_void_v<Value>) {
      RunWork(repeat, work);
    } else {
      std::optional<Value> value;
      RunWork(repeat, [&](Interface& object) { value.emplace(work(object)); });
      return std::move(*value);
    }
  }

 protected:
  // The proxy has been replaced.
  virtual void OnRenewed(Interface&) noexcept {}
  Interface& proxy() const noexcept { return *proxy_; }

 private:
  static bool MayHaveBeenExecuted(HRESULT result) noexcept {
    return result == HRESULT_FROM_WIN32(RPC_S_CALL_FAILED) || result == RPC_E_SERVER_DIED;
  }
  // Type-erased work on the interface, so that one function serves all calls.
  struct InterfaceWork {
    virtual void operator()(Interface& object) = 0;

   protected:
    ~InterfaceWork() = default;
  };
  template <typename Work>
  void RunWork(Repeat repeat, Work&& work) {
    struct Bound final : InterfaceWork {
      explicit Bound(Work& bound) noexcept : work(bound) {}
      void operator()(Interface& object) override { work(object); }
      Work& work;
    };
    Bound bound(work);
    RunRepeatedly(repeat, bound);
  }
  void RunRepeatedly(Repeat repeat, InterfaceWork& work) {
    // A separate reference for the call: while it waits, another one may replace the proxy.
    const com::ComPtr<Interface> proxy = proxy_;
    try {
      work(*proxy);
      return;
    } catch (const com::HResultFailure& failure) {
      if (!com::IsServerGone(failure.hresult())) throw;
      if (proxy.Get() == proxy_.Get()) Renew();
      if (repeat == Repeat::kUnlessExecuted && MayHaveBeenExecuted(failure.hresult())) throw;
    }
    const com::ComPtr<Interface> renewed = proxy_;
    work(*renewed);
  }
  void Renew() {
    proxy_ = find_();
    OnRenewed(*proxy_);
  }

  com::ComPtr<Interface> proxy_;
  const Find find_;
};

// The GUID that identifies an object, for JavaScript.
template <typename T>
struct IdentifiedOrigin : com::RemoteOrigin<T> {
  GUID id;
};

// An object in JavaScript whose methods are calls on a ServiceObject `T` of an interface.
template <typename Derived, typename Interface, typename T = ServiceObject<Interface>,
          typename Origin = com::RemoteOrigin<T>>
class ServiceRemoteObject : public com::RemoteObject<Derived, T, Origin> {
  using Base = com::RemoteObject<Derived, T, Origin>;

 public:
  using Base::Base;

 protected:
  // Calls work(interface), which returns what the promise resolves with, or nothing, and throws HResultFailure.
  template <typename Work, typename... Convert>
  Napi::Value Read(Napi::Env env, const char* operation, Work work, Convert... convert) {
    return Run(env, operation, Repeat::kAlways, std::move(work), std::move(convert)...);
  }
  template <typename Work, typename... Convert>
  Napi::Value Change(Napi::Env env, const char* operation, Work work, Convert... convert) {
    return Run(env, operation, Repeat::kUnlessExecuted, std::move(work), std::move(convert)...);
  }
  // Any method, so that the code of a call is made once for each interface and not for each method.
  using Method = std::function<HRESULT(Interface&)>;
  template <typename Value>
  using Getter = std::function<HRESULT(Interface&, Value*)>;
  using Reading = std::function<com::PlainValue(Interface&)>;

  // A method without out parameters that can be repeated: method(interface) returns an HRESULT.
  Napi::Value Invoke(Napi::Env env, const char* operation, Method method) {
    return Base::Invoke(env, operation, BoundMethod{operation, Repeat::kAlways, std::move(method)});
  }
  // The same, with the success code as the result.
  Napi::Value InvokeForResult(Napi::Env env, const char* operation, Method method) {
    return Base::InvokeForResult(env, operation, BoundMethod{operation, Repeat::kAlways, std::move(method)});
  }
  // A method without out parameters that must not be executed twice.
  Napi::Value InvokeOnce(Napi::Env env, const char* operation, Method method) {
    return Base::Invoke(env, operation, BoundMethod{operation, Repeat::kUnlessExecuted, std::move(method)});
  }
  // The same, with the success code as the result.
  Napi::Value InvokeOnceForResult(Napi::Env env, const char* operation, Method method) {
    return Base::InvokeForResult(env, operation, BoundMethod{operation, Repeat::kUnlessExecuted, std::move(method)});
  }
  // A method with one out parameter: method(interface, &value) returns an HRESULT, the promise resolves with the value.
  template <typename Value>
  Napi::Value Get(Napi::Env env, const char* operation, Getter<Value> method) {
    return Base::template Get<Value>(env, operation, BoundGetter<Value>{operation, std::move(method)});
  }
  // The same for a text.
  Napi::Value GetText(Napi::Env env, const char* operation, Getter<LPWSTR> method) {
    return ReadPlain(env, operation, [operation, method = std::move(method)](Interface& object) -> com::PlainValue {
      com::TaskString text;
      com::ThrowIfFailed(method(object, text.Receive()), operation);
      return text.Text();
    });
  }
  // Several calls that may be repeated, or calls whose result is more than a value: throws HResultFailure.
  Napi::Value ReadPlain(Napi::Env env, const char* operation, Reading read) {
    return Read(env, operation, std::move(read));
  }

 private:
  struct BoundMethod {
    HRESULT operator()(T& object) {
      HRESULT result = S_OK;
      object.Run(repeat, [this, &result](Interface& proxy) { result = com::ThrowIfFailed(method(proxy), operation); });
      return result;
    }

    const char* operation;
    Repeat repeat;
    Method method;
  };
  template <typename Value>
  struct BoundGetter {
    HRESULT operator()(T& object, Value* value) {
      object.Run(Repeat::kAlways,
                 [this, value](Interface& proxy) { com::ThrowIfFailed(method(proxy, value), operation); });
      return S_OK;
    }

    const char* operation;
    Getter<Value> method;
  };
  template <typename Work, typename... Convert>
  Napi::Value Run(Napi::Env env, const char* operation, Repeat repeat, Work work, Convert... convert) {
    return this->Call(
        env, operation, [repeat, work = std::move(work)](T& object) mutable { return object.Run(repeat, work); },
        std::move(convert)...);
  }
};

}  // namespace winprogress::bits
