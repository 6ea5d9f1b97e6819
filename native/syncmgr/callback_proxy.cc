#include "syncmgr/callback_proxy.h"

#include <objbase.h>

#include <string>
#include <utility>

#include "com/activation.h"
#include "com/codec.h"
#include "com/foreign_pointer.h"

namespace winprogress::syncmgr {

using com::Connection;
using com::From;

namespace {

using Shared = std::shared_ptr<SharedCallback>;

}  // namespace

com::NativeProperties CallbackProxy::Methods() {
  return {
      InstanceMethod("progress", &CallbackProxy::Progress),
      InstanceMethod("prepareForSyncCompleted", &CallbackProxy::PrepareForSyncCompleted),
      InstanceMethod("synchronizeCompleted", &CallbackProxy::SynchronizeCompleted),
      InstanceMethod("showPropertiesCompleted", &CallbackProxy::ShowPropertiesCompleted),
      InstanceMethod("showErrorCompleted", &CallbackProxy::ShowErrorCompleted),
      InstanceMethod("enableModeless", &CallbackProxy::EnableModeless),
      InstanceMethod("logError", &CallbackProxy::LogError),
      InstanceMethod("deleteLogError", &CallbackProxy::DeleteLogError),
      InstanceMethod("establishConnection", &CallbackProxy::EstablishConnection),
      InstanceMethod("close", &CallbackProxy::Close),
  };
}

template <typename Obtain>
Napi::Value CallbackProxy::AttachWith(Napi::Env env, const std::shared_ptr<Connection>& connection,
                                      const char* operation, Obtain obtain) {
  const com::LaneHandle lane = connection->OpenLane(L"winprogress syncmgr callback");
  return connection->Call(
      env, lane, operation,
      [javascript_thread_id = GetCurrentThreadId(), obtain = std::move(obtain)] {
        auto callback = obtain();
        com::SecureProxy(callback, com::Impersonation::kIdentify);
        return std::make_shared<SharedCallback>(std::move(callback), javascript_thread_id);
      },
      [lane](Connection& of, Napi::Env value_env, Shared callback) {
        return MakeFor(value_env, of.shared_from_this(), lane, true, std::move(callback));
      });
}

Napi::Value CallbackProxy::Attach(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection) {
  constexpr const char* kOperation = "ISyncMgrSynchronizeCallback.QueryInterface";
  return AttachWith(info.Env(), connection, kOperation, [pointer = com::ForeignPointer(info[0])] {
    return pointer.Query<ISyncMgrSynchronizeCallback>(kOperation);
  });
}

Napi::Value CallbackProxy::AttachFromTable(const Napi::CallbackInfo& info,
                                           const std::shared_ptr<Connection>& connection) {
  constexpr const char* kOperation = "IGlobalInterfaceTable.GetInterfaceFromGlobal";
  return AttachWith(info.Env(), connection, kOperation, [cookie = From<DWORD>(info[0])] {
    const auto table = com::Obtain<IGlobalInterfaceTable>("CoCreateInstance", [](IGlobalInterfaceTable** object) {
      return CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER, IID_IGlobalInterfaceTable,
                              reinterpret_cast<void**>(object));
    });
    return com::Obtain<ISyncMgrSynchronizeCallback>(kOperation, [&](ISyncMgrSynchronizeCallback** callback) {
      return table->GetInterfaceFromGlobal(cookie, com::kInterfaceId<ISyncMgrSynchronizeCallback>,
                                           reinterpret_cast<void**>(callback));
    });
  });
}

Napi::Object CallbackProxy::MakeFor(Napi::Env env, const std::shared_ptr<Connection>& connection,
                                    const com::LaneHandle& lane, bool owns_lane, Shared callback) {
  std::weak_ptr<SharedCallback> weak = callback;
  auto object = com::LaneOwned<Shared>::MakeIn(lane.lane(), [callback = std::move(callback)]() mutable {
    return std::make_shared<Shared>(std::move(callback));
  });
  return Make(env, {{connection, lane, std::move(object)}, owns_lane, std::move(weak), std::nullopt});
}

template <typename Method>
Napi::Value CallbackProxy::InvokeCallback(Napi::Env env, const char* operation, Method method) {
  return Invoke(env, operation, [method = std::move(method)](const Shared& callback) { return method(**callback); });
}

// A proxy reads every pointer of the structure regardless of the mask, so unflagged ones are null.
Napi::Value CallbackProxy::Progress(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "ISyncMgrSynchronizeCallback.Progress",
      [item_id = From<GUID>(info[0]), mask = From<DWORD>(info[1]),
       status_text = From<std::optional<std::wstring>>(info[2]), status_type = From<DWORD>(info[3]),
       progress_value = From<INT>(info[4]), maximum_value = From<INT>(info[5])](const Shared& shared) {
        const SyncMgrProgressItem item = {
            sizeof(SyncMgrProgressItem), mask, com::ToPointer(status_text), status_type, progress_value, maximum_value};
        return (**shared).Progress(item_id, &item);
      });
}

Napi::Value CallbackProxy::End(const Napi::CallbackInfo& info, const char* operation, EndMethod method) {
  return InvokeCallback(info.Env(), operation,
                        [method, result = From<HRESULT>(info[0])](ISyncMgrSynchronizeCallback& callback) {
                          return (callback.*method)(result);
                        });
}

Napi::Value CallbackProxy::PrepareForSyncCompleted(const Napi::CallbackInfo& info) {
  return End(info, "ISyncMgrSynchronizeCallback.PrepareForSyncCompleted",
             &ISyncMgrSynchronizeCallback::PrepareForSyncCompleted);
}

Napi::Value CallbackProxy::SynchronizeCompleted(const Napi::CallbackInfo& info) {
  return End(info, "ISyncMgrSynchronizeCallback.SynchronizeCompleted",
             &ISyncMgrSynchronizeCallback::SynchronizeCompleted);
}

Napi::Value CallbackProxy::ShowPropertiesCompleted(const Napi::CallbackInfo& info) {
  return End(info, "ISyncMgrSynchronizeCallback.ShowPropertiesCompleted",
             &ISyncMgrSynchronizeCallback::ShowPropertiesCompleted);
}

Napi::Value CallbackProxy::ShowErrorCompleted(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncMgrSynchronizeCallback.ShowErrorCompleted",
                        [result = From<HRESULT>(info[0]),
                         item_ids = From<std::vector<GUID>>(info[1])](ISyncMgrSynchronizeCallback& callback) {
                          return callback.ShowErrorCompleted(result, static_cast<ULONG>(item_ids.size()),
                                                             item_ids.empty() ? nullptr : item_ids.data());
                        });
}

Napi::Value CallbackProxy::EnableModeless(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSynchronizeCallback.EnableModeless";
  CallbackOrigin& origin = changeable_origin();
  if (!origin.dialog_lane.has_value()) origin.dialog_lane = connection().OpenLane(L"winprogress syncmgr dialog");
  return connection().Call(
      info.Env(), *origin.dialog_lane, kOperation,
      [shared = origin.callback, enable = From<bool>(info[0]) ? TRUE : FALSE] {
        const Shared callback = shared.lock();
        if (callback == nullptr) throw com::HResultFailure(RPC_E_DISCONNECTED, kOperation);
        return com::ThrowIfFailed((**callback).EnableModeless(enable), kOperation);
      },
      [](Connection&, Napi::Env env, HRESULT result) { return com::ToHResultValue(env, result); });
}

Napi::Value CallbackProxy::LogError(const Napi::CallbackInfo& info) {
  return InvokeCallback(
      info.Env(), "ISyncMgrSynchronizeCallback.LogError",
      [level = From<DWORD>(info[0]), text = From<std::wstring>(info[1]),
       error_flags = From<std::optional<DWORD>>(info[2]), error_id = From<std::optional<GUID>>(info[3]),
       item_id = From<std::optional<GUID>>(info[4])](ISyncMgrSynchronizeCallback& callback) {
        const DWORD mask = (error_flags.has_value() ? kErrorFlags : 0) | (error_id.has_value() ? kErrorId : 0) |
                           (item_id.has_value() ? kItemId : 0);
        const SyncMgrLogErrorInfo entry = {sizeof(SyncMgrLogErrorInfo), mask, error_flags.value_or(0),
                                           error_id.value_or(GUID{}), item_id.value_or(GUID{})};
        return callback.LogError(level, text.c_str(), mask == 0 ? nullptr : &entry);
      });
}

Napi::Value CallbackProxy::DeleteLogError(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncMgrSynchronizeCallback.DeleteLogError",
                        [error_id = From<GUID>(info[0])](ISyncMgrSynchronizeCallback& callback) {
                          return callback.DeleteLogError(error_id, 0);
                        });
}

Napi::Value CallbackProxy::EstablishConnection(const Napi::CallbackInfo& info) {
  return InvokeCallback(
      info.Env(), "ISyncMgrSynchronizeCallback.EstablishConnection",
      [connection = From<std::optional<std::wstring>>(info[0])](ISyncMgrSynchronizeCallback& callback) {
        return callback.EstablishConnection(com::ToPointer(connection), 0);
      });
}

Napi::Value CallbackProxy::Close(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSynchronizeCallback.Release";
  if (origin().owns_lane) return CloseWithLane(info.Env(), kOperation, [](Shared& callback) { callback = nullptr; });
  return connection().Call(info.Env(), lane(), kOperation, [callback = object()] { callback.Destroy(); });
}

}  // namespace winprogress::syncmgr
