#include "syncmgr/control.h"

#include <optional>
#include <string>
#include <utility>

#include "com/activation.h"
#include "com/foreign_pointer.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/sync_result_sink.h"

namespace winprogress::syncmgr {

using com::From;

namespace {

BOOL ToBool(const Napi::Value& value) { return From<bool>(value) ? TRUE : FALSE; }

}  // namespace

ISyncMgrControl& ActivatedControl::Get() {
  if (!control_)
    control_ = com::Activate<ISyncMgrControl>(kClassSyncMgrControl, CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER,
                                              com::Impersonation::kIdentify);
  return *control_;
}

com::NativeProperties Control::Methods() {
  return {
      InstanceMethod("startHandlerSync", &Control::StartHandlerSync),
      InstanceMethod("startItemSync", &Control::StartItemSync),
      InstanceMethod("startSyncAll", &Control::StartSyncAll),
      InstanceMethod("stopHandlerSync", &Control::StopHandlerSync),
      InstanceMethod("stopItemSync", &Control::StopItemSync),
      InstanceMethod("stopSyncAll", &Control::StopSyncAll),
      InstanceMethod("updateHandlerCollection", &Control::UpdateHandlerCollection),
      InstanceMethod("updateHandler", &Control::UpdateHandler),
      InstanceMethod("updateItem", &Control::UpdateItem),
      InstanceMethod("updateEvents", &Control::UpdateEvents),
      InstanceMethod("updateConflict", &Control::UpdateConflict),
      InstanceMethod("updateConflicts", &Control::UpdateConflicts),
      InstanceMethod("activateHandler", &Control::ActivateHandler),
      InstanceMethod("enableHandler", &Control::EnableHandler),
      InstanceMethod("enableItem", &Control::EnableItem),
  };
}

// A separate lane: Sync Center may be slow, and reports must not wait for it.
Napi::Object Control::Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection) {
  com::LaneHandle lane = connection->OpenLane(L"winprogress sync control");
  auto control =
      com::LaneOwned<ActivatedControl>::MakeIn(lane.lane(), [] { return std::make_shared<ActivatedControl>(); });
  return Make(env, {connection, std::move(lane), std::move(control)});
}

template <typename Method>
Napi::Value Control::InvokeControl(Napi::Env env, const char* operation, Method method) {
  return Invoke(env, operation,
                [method = std::move(method)](ActivatedControl& control) mutable { return method(control.Get()); });
}

template <typename Method>
Napi::Value Control::Start(Napi::Env env, const char* operation, const Napi::Value& listener, Method method) {
  const auto channel = connection().OpenChannel<ResultChannel>(listener);
  connection().KeepAliveFor(channel, true);
  // Created here: whether or not the call succeeds, the last reference ends the channel.
  return InvokeControl(env, operation,
                       [sink = com::MakeObject<SyncResultSink>(channel), method = std::move(method)](
                           ISyncMgrControl& control) mutable { return method(control, sink.Get()); });
}

Napi::Value Control::StartHandlerSync(const Napi::CallbackInfo& info) {
  return Start(info.Env(), "ISyncMgrControl.StartHandlerSync", info[2],
               [handler_id = From<std::wstring>(info[0]), flags = From<int>(info[1])](ISyncMgrControl& control,
                                                                                      ISyncMgrSyncResult* result) {
                 return control.StartHandlerSync(handler_id.c_str(), nullptr, nullptr, flags, result);
               });
}

Napi::Value Control::StartItemSync(const Napi::CallbackInfo& info) {
  return Start(info.Env(), "ISyncMgrControl.StartItemSync", info[3],
               [handler_id = From<std::wstring>(info[0]), item_ids = From<std::vector<std::wstring>>(info[1]),
                flags = From<int>(info[2])](ISyncMgrControl& control, ISyncMgrSyncResult* result) {
                 std::vector<LPCWSTR> pointers = com::ToPointers(item_ids);
                 return control.StartItemSync(handler_id.c_str(), pointers.data(), static_cast<ULONG>(pointers.size()),
                                              nullptr, nullptr, flags, result);
               });
}

Napi::Value Control::StartSyncAll(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.StartSyncAll",
                       [](ISyncMgrControl& control) { return control.StartSyncAll(nullptr); });
}

Napi::Value Control::StopHandlerSync(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.StopHandlerSync",
                       [handler_id = From<std::wstring>(info[0])](ISyncMgrControl& control) {
                         return control.StopHandlerSync(handler_id.c_str());
                       });
}

Napi::Value Control::StopItemSync(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.StopItemSync",
                       [handler_id = From<std::wstring>(info[0]),
                        item_ids = From<std::vector<std::wstring>>(info[1])](ISyncMgrControl& control) {
                         std::vector<LPCWSTR> pointers = com::ToPointers(item_ids);
                         return control.StopItemSync(handler_id.c_str(), pointers.data(),
                                                     static_cast<ULONG>(pointers.size()));
                       });
}

Napi::Value Control::StopSyncAll(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.StopSyncAll",
                       [](ISyncMgrControl& control) { return control.StopSyncAll(); });
}

Napi::Value Control::UpdateHandlerCollection(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.UpdateHandlerCollection",
                       [class_id = From<GUID>(info[0]), flags = From<int>(info[1])](ISyncMgrControl& control) {
                         return control.UpdateHandlerCollection(class_id, flags);
                       });
}

Napi::Value Control::UpdateHandler(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.UpdateHandler",
                       [handler_id = From<std::wstring>(info[0]), flags = From<int>(info[1])](
                           ISyncMgrControl& control) { return control.UpdateHandler(handler_id.c_str(), flags); });
}

Napi::Value Control::UpdateItem(const Napi::CallbackInfo& info) {
  return InvokeControl(
      info.Env(), "ISyncMgrControl.UpdateItem",
      [handler_id = From<std::wstring>(info[0]), item_id = From<std::wstring>(info[1]), flags = From<int>(info[2])](
          ISyncMgrControl& control) { return control.UpdateItem(handler_id.c_str(), item_id.c_str(), flags); });
}

Napi::Value Control::UpdateEvents(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.UpdateEvents",
                       [handler_id = From<std::wstring>(info[0]), item_id = From<std::optional<std::wstring>>(info[1]),
                        flags = From<int>(info[2])](ISyncMgrControl& control) {
                         return control.UpdateEvents(handler_id.c_str(), com::ToPointer(item_id), flags);
                       });
}

Napi::Value Control::UpdateConflict(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.UpdateConflict",
                       [handler_id = From<std::wstring>(info[0]), item_id = From<std::optional<std::wstring>>(info[1]),
                        pointer = com::ForeignPointer(info[2]), reason = From<int>(info[3])](ISyncMgrControl& control) {
                         const auto conflict = pointer.Query<ISyncMgrConflict>("ISyncMgrConflict.QueryInterface");
                         return control.UpdateConflict(handler_id.c_str(), com::ToPointer(item_id), conflict.Get(),
                                                       reason);
                       });
}

Napi::Value Control::UpdateConflicts(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.UpdateConflicts",
                       [handler_id = From<std::wstring>(info[0]), item_id = From<std::optional<std::wstring>>(info[1]),
                        flags = From<int>(info[2])](ISyncMgrControl& control) {
                         return control.UpdateConflicts(handler_id.c_str(), com::ToPointer(item_id), flags);
                       });
}

Napi::Value Control::ActivateHandler(const Napi::CallbackInfo& info) {
  return InvokeControl(
      info.Env(), "ISyncMgrControl.ActivateHandler",
      [activate = ToBool(info[0]), handler_id = From<std::wstring>(info[1]), flags = From<int>(info[2])](
          ISyncMgrControl& control) { return control.ActivateHandler(activate, handler_id.c_str(), nullptr, flags); });
}

Napi::Value Control::EnableHandler(const Napi::CallbackInfo& info) {
  return InvokeControl(
      info.Env(), "ISyncMgrControl.EnableHandler",
      [enable = ToBool(info[0]), handler_id = From<std::wstring>(info[1]), flags = From<int>(info[2])](
          ISyncMgrControl& control) { return control.EnableHandler(enable, handler_id.c_str(), nullptr, flags); });
}

Napi::Value Control::EnableItem(const Napi::CallbackInfo& info) {
  return InvokeControl(info.Env(), "ISyncMgrControl.EnableItem",
                       [enable = ToBool(info[0]), handler_id = From<std::wstring>(info[1]),
                        item_id = From<std::wstring>(info[2]), flags = From<int>(info[3])](ISyncMgrControl& control) {
                         return control.EnableItem(enable, handler_id.c_str(), item_id.c_str(), nullptr, flags);
                       });
}

}  // namespace winprogress::syncmgr
