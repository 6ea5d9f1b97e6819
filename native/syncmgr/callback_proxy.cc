#include "syncmgr/callback_proxy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "com/foreign_pointer.h"
#include "com/hresult.h"
#include "com/text.h"
#include "syncmgr/guids.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::Connection;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kQueryInterface[] = "ISyncMgrSynchronizeCallback.QueryInterface";
constexpr char kRelease[] = "ISyncMgrSynchronizeCallback.Release";

using Kept = std::shared_ptr<KeptCallback>;

template <typename Convert>
auto IfGiven(const Napi::Value& value, Convert convert) -> std::optional<decltype(convert(value))> {
  if (value.IsNull()) return std::nullopt;
  return convert(value);
}

DWORD ToDword(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

// In the lane: what it keeps goes when the lane ends, at the latest.
void KeepUntilEnd(com::LaneCore& lane, const Kept& kept) {
  lane.AtEnd(kept.get(), [kept] { kept->Forget(); });
}

class KeepTask final : public com::Task {
 public:
  KeepTask(std::shared_ptr<com::LaneCore> lane, Kept kept) noexcept : lane_(std::move(lane)), kept_(std::move(kept)) {}
  void Execute(std::unique_ptr<com::Task>) noexcept override { KeepUntilEnd(*lane_, kept_); }

 private:
  const std::shared_ptr<com::LaneCore> lane_;
  const Kept kept_;
};

std::shared_ptr<com::OwnLane> OpenLane(Connection& connection) {
  return std::make_shared<com::OwnLane>(connection.OpenOwnLane(L"winprogress syncmgr callback"));
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<CallbackProxy>> CallbackProxy::Methods() {
  return {
      InstanceMethod<&CallbackProxy::Progress>("progress"),
      InstanceMethod<&CallbackProxy::PrepareForSyncCompleted>("prepareForSyncCompleted"),
      InstanceMethod<&CallbackProxy::SynchronizeCompleted>("synchronizeCompleted"),
      InstanceMethod<&CallbackProxy::ShowPropertiesCompleted>("showPropertiesCompleted"),
      InstanceMethod<&CallbackProxy::ShowErrorCompleted>("showErrorCompleted"),
      InstanceMethod<&CallbackProxy::EnableModeless>("enableModeless"),
      InstanceMethod<&CallbackProxy::LogError>("logError"),
      InstanceMethod<&CallbackProxy::DeleteLogError>("deleteLogError"),
      InstanceMethod<&CallbackProxy::EstablishConnection>("establishConnection"),
      InstanceMethod<&CallbackProxy::Close>("close"),
  };
}

template <typename MakeEntry>
Napi::Value CallbackProxy::AttachWith(Napi::Env env, const std::shared_ptr<Connection>& connection,
                                      const char* operation, MakeEntry make_entry) {
  const auto lane = OpenLane(*connection);
  return connection->Call(
      env, **lane, operation,
      [core = (*lane)->core(), make_entry = std::move(make_entry)] {
        const auto kept = std::make_shared<KeptCallback>(make_entry());
        KeepUntilEnd(*core, kept);
        return kept;
      },
      [lane](Connection& of, Napi::Env value_env, Kept kept) -> napi_value {
        return Make(value_env, CallbackOrigin{of.shared_from_this(), lane, std::move(kept)});
      });
}

Napi::Value CallbackProxy::Attach(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection) {
  return AttachWith(info.Env(), connection, kQueryInterface, [address = com::ToAddress(info[0])] {
    const auto callback =
        com::QueryForeign<ISynchronizeCallback>(address, kInterfaceSynchronizeCallback, kQueryInterface);
    return std::make_shared<TableEntry>(*callback);
  });
}

Napi::Value CallbackProxy::AttachFromTable(const Napi::CallbackInfo& info,
                                           const std::shared_ptr<Connection>& connection) {
  constexpr const char* kOperation = "IGlobalInterfaceTable.GetInterfaceFromGlobal";
  return AttachWith(info.Env(), connection, kOperation, [cookie = ToDword(info[0])] {
    const auto entry = std::make_shared<TableEntry>(cookie);
    entry->Get(kOperation);
    return entry;
  });
}

Napi::Object CallbackProxy::MakeIn(Napi::Env env, const std::shared_ptr<Connection>& connection,
                                   std::shared_ptr<KeptCallback> kept) {
  const auto lane = OpenLane(*connection);
  (*lane)->Post(std::make_unique<KeepTask>((*lane)->core(), kept));
  return Make(env, CallbackOrigin{connection, lane, std::move(kept)});
}

template <typename Call>
Napi::Value CallbackProxy::InvokeForResult(Napi::Env env, const char* operation, Call call) {
  return InvokeIn(env, **origin().lane, operation, std::move(call));
}

template <typename Call>
Napi::Value CallbackProxy::InvokeIn(Napi::Env env, com::Lane& lane, const char* operation, Call call) {
  return origin().connection->Call(
      env, lane, operation,
      [kept = origin().kept, operation, call = std::move(call)] {
        return ThrowIfFailed(call(*kept->Get(operation)), operation);
      },
      [](Connection&, Napi::Env value_env, HRESULT result) -> napi_value {
        return Napi::Number::New(value_env, static_cast<DWORD>(result));
      });
}

template <typename Call>
Napi::Value CallbackProxy::Invoke(Napi::Env env, const char* operation, Call call) {
  return origin().connection->Call(env, **origin().lane, operation,
                                   [kept = origin().kept, operation, call = std::move(call)] {
                                     ThrowIfFailed(call(*kept->Get(operation)), operation);
                                   });
}

// A proxy reads every pointer of the structure, whatever the mask says: what is not flagged is null.
Napi::Value CallbackProxy::Progress(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "ISyncMgrSynchronizeCallback.Progress",
      [item_id = ToGuid(info[0]), mask = ToDword(info[1]), status_text = com::ToOptionalWide(info[2]),
       status_type = ToDword(info[3]), progress_value = info[4].As<Napi::Number>().Int32Value(),
       maximum_value = info[5].As<Napi::Number>().Int32Value()](ISynchronizeCallback& callback) {
        const ProgressItem item = {sizeof(ProgressItem), mask,           com::ToPointer(status_text),
                                   status_type,          progress_value, maximum_value};
        return callback.Progress(item_id, &item);
      });
}

Napi::Value CallbackProxy::End(const Napi::CallbackInfo& info, const char* operation, EndMethod method) {
  return Invoke(info.Env(), operation,
                [method, result = static_cast<HRESULT>(ToDword(info[0]))](ISynchronizeCallback& callback) {
                  return (callback.*method)(result);
                });
}

Napi::Value CallbackProxy::PrepareForSyncCompleted(const Napi::CallbackInfo& info) {
  return End(info, "ISyncMgrSynchronizeCallback.PrepareForSyncCompleted",
             &ISynchronizeCallback::PrepareForSyncCompleted);
}

Napi::Value CallbackProxy::SynchronizeCompleted(const Napi::CallbackInfo& info) {
  return End(info, "ISyncMgrSynchronizeCallback.SynchronizeCompleted", &ISynchronizeCallback::SynchronizeCompleted);
}

Napi::Value CallbackProxy::ShowPropertiesCompleted(const Napi::CallbackInfo& info) {
  return End(info, "ISyncMgrSynchronizeCallback.ShowPropertiesCompleted",
             &ISynchronizeCallback::ShowPropertiesCompleted);
}

Napi::Value CallbackProxy::ShowErrorCompleted(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrSynchronizeCallback.ShowErrorCompleted",
      [result = static_cast<HRESULT>(ToDword(info[0])), item_ids = ToGuids(info[1])](ISynchronizeCallback& callback) {
        return callback.ShowErrorCompleted(result, static_cast<ULONG>(item_ids.size()),
                                           item_ids.empty() ? nullptr : item_ids.data());
      });
}

// A manager may ask somebody before it answers: progress goes on meanwhile.
Napi::Value CallbackProxy::EnableModeless(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSynchronizeCallback.EnableModeless";
  const auto call = [enable = info[0].As<Napi::Boolean>().Value() ? TRUE : FALSE](ISynchronizeCallback& callback) {
    return callback.EnableModeless(enable);
  };
  const com::OwnLane lane(origin().connection->OpenOwnLane(L"winprogress syncmgr dialog"));
  return InvokeIn(info.Env(), *lane, kOperation, call);
}

Napi::Value CallbackProxy::LogError(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrSynchronizeCallback.LogError",
      [level = ToDword(info[0]), text = com::ToWide(info[1]), error_flags = IfGiven(info[2], ToDword),
       error_id = IfGiven(info[3], ToGuid), item_id = IfGiven(info[4], ToGuid)](ISynchronizeCallback& callback) {
        const DWORD mask = (error_flags.has_value() ? kErrorFlags : 0) | (error_id.has_value() ? kErrorId : 0) |
                           (item_id.has_value() ? kItemId : 0);
        const LogErrorInfo entry = {sizeof(LogErrorInfo), mask, error_flags.value_or(0), error_id.value_or(GUID{}),
                                    item_id.value_or(GUID{})};
        return callback.LogError(level, text.c_str(), mask == 0 ? nullptr : &entry);
      });
}

Napi::Value CallbackProxy::DeleteLogError(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrSynchronizeCallback.DeleteLogError",
      [error_id = ToGuid(info[0])](ISynchronizeCallback& callback) { return callback.DeleteLogError(error_id, 0); });
}

Napi::Value CallbackProxy::EstablishConnection(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrSynchronizeCallback.EstablishConnection",
                [connection = com::ToOptionalWide(info[0])](ISynchronizeCallback& callback) {
                  return callback.EstablishConnection(com::ToPointer(connection), 0);
                });
}

Napi::Value CallbackProxy::Close(const Napi::CallbackInfo& info) {
  return com::CallAndEnd(info.Env(), *origin().connection, *origin().lane, kRelease,
                         [kept = origin().kept] { kept->Forget(); });
}

}  // namespace winprogress::syncmgr
