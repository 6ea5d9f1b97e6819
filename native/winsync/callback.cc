#include "winsync/callback.h"

#include <cstdint>
#include <utility>

#include "com/foreign_pointer.h"
#include "com/hresult.h"
#include "winsync/identifiers.h"
#include "winsync/plain_objects.h"
#include "winsync/records.h"

namespace winprogress::winsync {

using com::ComPtr;
using com::Connection;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kQueryInterface[] = "ISyncCallback.QueryInterface";

DWORD ToDword(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Callback>> Callback::Methods() {
  return {
      InstanceMethod<&Callback::OnProgress>("onProgress"),
      InstanceMethod<&Callback::OnChange>("onChange"),
      InstanceMethod<&Callback::OnConflict>("onConflict"),
      InstanceMethod<&Callback::OnRecoverableError>("onRecoverableError"),
      InstanceMethod<&Callback::OnFullEnumerationNeeded>("onFullEnumerationNeeded"),
      InstanceMethod<&Callback::OnChangeApplied>("onChangeApplied"),
      InstanceMethod<&Callback::OnChangeFailed>("onChangeFailed"),
      InstanceMethod<&Callback::Close>("close"),
  };
}

Napi::Value Callback::Attach(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection) {
  const auto lane = std::make_shared<com::OwnLane>(connection->OpenOwnLane(L"winprogress winsync callback"));
  return connection->Call(
      info.Env(), **lane, kQueryInterface,
      [of = (*lane)->core(), address = com::ToAddress(info[0])] {
        return com::CloseAtEnd(*of, std::make_shared<OpenCallback>(com::QueryForeign<ISyncCallback>(
                                        address, kInterfaceSyncCallback, kQueryInterface)));
      },
      [lane](Connection& of, Napi::Env env, std::shared_ptr<OpenCallback> callback) -> napi_value {
        return Make(env, CallbackOrigin{of.shared_from_this(), lane, std::move(callback)});
      });
}

template <typename Method>
Napi::Value Callback::Invoke(Napi::Env env, const char* operation, Method method) {
  return origin().connection->Call(env, **origin().lane, operation,
                                   [callback = origin().callback, operation, method = std::move(method)] {
                                     ThrowIfFailed(method(**callback), operation);
                                   });
}

template <typename Method>
Napi::Value Callback::Ask(Napi::Env env, const char* operation, Method method) {
  return origin().connection->Call(
      env, **origin().lane, operation,
      [callback = origin().callback, method = std::move(method)] { return method(**callback); },
      [](Connection&, Napi::Env value_env, int answer) -> napi_value {
        return Napi::Number::New(value_env, static_cast<std::uint32_t>(answer));
      });
}

Napi::Value Callback::OnProgress(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncCallback.OnProgress",
                [provider = info[0].As<Napi::Number>().Int32Value(), stage = info[1].As<Napi::Number>().Int32Value(),
                 completed_work = ToDword(info[2]), total_work = ToDword(info[3])](ISyncCallback& callback) {
                  return callback.OnProgress(provider, stage, completed_work, total_work);
                });
}

Napi::Value Callback::OnChange(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncCallback.OnChange", [change = ToChangeRecord(info[0])](ISyncCallback& callback) {
    return callback.OnChange(MakeChange(change).Get());
  });
}

Napi::Value Callback::OnConflict(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncCallback.OnConflict";
  return Ask(info.Env(), kOperation, [record = ToConflictRecord(info[0])](ISyncCallback& callback) {
    const ComPtr<Conflict> conflict(new Conflict(record));
    ThrowIfFailed(callback.OnConflict(conflict.Get()), kOperation);
    return conflict->action();
  });
}

Napi::Value Callback::OnRecoverableError(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncCallback.OnRecoverableError",
                [error = ToRecoverableErrorRecord(info[0])](ISyncCallback& callback) {
                  return callback.OnRecoverableError(MakeRecoverableError(error).Get());
                });
}

Napi::Value Callback::OnFullEnumerationNeeded(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncCallback.OnFullEnumerationNeeded";
  return Ask(info.Env(), kOperation, [](ISyncCallback& callback) {
    FullEnumerationAction action = kAbort;
    ThrowIfFailed(callback.OnFullEnumerationNeeded(&action), kOperation);
    return action;
  });
}

template <typename Method>
Napi::Value Callback::TellTotals(const Napi::CallbackInfo& info, const char* operation, Method method) {
  return Invoke(info.Env(), operation,
                [method, changes_applied = ToDword(info[0]), changes_failed = ToDword(info[1])](ISyncCallback& first) {
                  const auto second = com::QuerySecond<ISyncCallback2>(first, kInterfaceSyncCallback2, kQueryInterface,
                                                                       "ISyncCallback2");
                  return ((*second).*method)(changes_applied, changes_failed);
                });
}

Napi::Value Callback::OnChangeApplied(const Napi::CallbackInfo& info) {
  return TellTotals(info, "ISyncCallback2.OnChangeApplied", &ISyncCallback2::OnChangeApplied);
}

Napi::Value Callback::OnChangeFailed(const Napi::CallbackInfo& info) {
  return TellTotals(info, "ISyncCallback2.OnChangeFailed", &ISyncCallback2::OnChangeFailed);
}

Napi::Value Callback::Close(const Napi::CallbackInfo& info) {
  return com::CallAndEnd(info.Env(), *origin().connection, *origin().lane, "ISyncCallback.Release",
                         [callback = origin().callback] { callback->Close(); });
}

}  // namespace winprogress::winsync
