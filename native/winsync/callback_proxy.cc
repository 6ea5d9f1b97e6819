#include "winsync/callback_proxy.h"

#include <cstdint>
#include <utility>

#include "com/activation.h"
#include "com/codec.h"
#include "com/foreign_pointer.h"
#include "com/lane_owned.h"
#include "winsync/plain_objects.h"
#include "winsync/records.h"

namespace winprogress::winsync {

using com::Connection;
using com::From;
using com::ThrowIfFailed;

namespace {

constexpr char kQueryInterface[] = "ISyncCallback.QueryInterface";

}  // namespace

com::NativeProperties CallbackProxy::Methods() {
  return {
      InstanceMethod("onProgress", &CallbackProxy::OnProgress),
      InstanceMethod("onChange", &CallbackProxy::OnChange),
      InstanceMethod("onConflict", &CallbackProxy::OnConflict),
      InstanceMethod("onRecoverableError", &CallbackProxy::OnRecoverableError),
      InstanceMethod("onFullEnumerationNeeded", &CallbackProxy::OnFullEnumerationNeeded),
      InstanceMethod("onChangeApplied", &CallbackProxy::OnChangeApplied),
      InstanceMethod("onChangeFailed", &CallbackProxy::OnChangeFailed),
      InstanceMethod("close", &CallbackProxy::Close),
  };
}

Napi::Value CallbackProxy::Attach(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection) {
  const com::LaneHandle lane = connection->OpenLane(L"winprogress winsync callback");
  return connection->Call(
      info.Env(), lane, kQueryInterface,
      [of = lane.lane(), pointer = com::ForeignPointer(info[0])] {
        return com::LaneOwned<AttachedCallback>::Make(*of,
                                                      AttachedCallback{pointer.Query<ISyncCallback>(kQueryInterface)});
      },
      [lane](Connection& of, Napi::Env env, com::LaneOwned<AttachedCallback> callback) {
        return Make(env, {of.shared_from_this(), lane, std::move(callback)});
      });
}

template <typename Method>
Napi::Value CallbackProxy::InvokeCallback(Napi::Env env, const char* operation, Method method) {
  return Invoke(env, operation,
                [method = std::move(method)](AttachedCallback& attached) { return method(*attached.callback); });
}

Napi::Value CallbackProxy::OnProgress(const Napi::CallbackInfo& info) {
  return InvokeCallback(
      info.Env(), "ISyncCallback.OnProgress",
      [provider = From<ProviderRole>(info[0]), stage = From<ProgressStage>(info[1]),
       completed_work = From<DWORD>(info[2]), total_work = From<DWORD>(info[3])](ISyncCallback& callback) {
        return callback.OnProgress(provider, stage, completed_work, total_work);
      });
}

Napi::Value CallbackProxy::OnChange(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncCallback.OnChange",
                        [change = From<ChangeRecord>(info[0])](ISyncCallback& callback) {
                          return callback.OnChange(MakeChange(change).Get());
                        });
}

Napi::Value CallbackProxy::OnConflict(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncCallback.OnConflict";
  return Call(info.Env(), kOperation, [record = From<ConflictRecord>(info[0])](AttachedCallback& attached) {
    const auto conflict = com::MakeObject<Conflict>(record);
    ThrowIfFailed(attached.callback->OnConflict(conflict.Get()), kOperation);
    return static_cast<std::uint32_t>(conflict->action());
  });
}

Napi::Value CallbackProxy::OnRecoverableError(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncCallback.OnRecoverableError",
                        [error = From<RecoverableErrorRecord>(info[0])](ISyncCallback& callback) {
                          return callback.OnRecoverableError(MakeRecoverableError(error).Get());
                        });
}

Napi::Value CallbackProxy::OnFullEnumerationNeeded(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncCallback.OnFullEnumerationNeeded";
  return Call(info.Env(), kOperation, [](AttachedCallback& attached) {
    FullEnumerationAction action = kAbort;
    ThrowIfFailed(attached.callback->OnFullEnumerationNeeded(&action), kOperation);
    return static_cast<std::uint32_t>(action);
  });
}

template <typename Method>
Napi::Value CallbackProxy::InvokeTotals(const Napi::CallbackInfo& info, const char* operation, Method method) {
  return InvokeCallback(
      info.Env(), operation,
      [method, changes_applied = From<DWORD>(info[0]), changes_failed = From<DWORD>(info[1])](ISyncCallback& first) {
        const auto second = com::Query<ISyncCallback2>(first, kQueryInterface, "ISyncCallback2");
        return ((*second).*method)(changes_applied, changes_failed);
      });
}

Napi::Value CallbackProxy::OnChangeApplied(const Napi::CallbackInfo& info) {
  return InvokeTotals(info, "ISyncCallback2.OnChangeApplied", &ISyncCallback2::OnChangeApplied);
}

Napi::Value CallbackProxy::OnChangeFailed(const Napi::CallbackInfo& info) {
  return InvokeTotals(info, "ISyncCallback2.OnChangeFailed", &ISyncCallback2::OnChangeFailed);
}

Napi::Value CallbackProxy::Close(const Napi::CallbackInfo& info) {
  return CloseWithLane(info.Env(), "ISyncCallback.Release", [](AttachedCallback& attached) { attached.callback = {}; });
}

}  // namespace winprogress::winsync
