#include "syncmgr/control.h"

#include <optional>
#include <string>
#include <utility>

#include "com/activation.h"
#include "com/foreign_pointer.h"
#include "com/hresult.h"
#include "com/text.h"
#include "syncmgr/guids.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/session_creator.h"
#include "syncmgr/sync_result.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::Connection;
using com::ThrowIfFailed;
using com::ToWide;

namespace {

int ToInt(const Napi::Value& value) { return value.As<Napi::Number>().Int32Value(); }

BOOL ToBool(const Napi::Value& value) { return value.As<Napi::Boolean>().Value() ? TRUE : FALSE; }

}  // namespace

IControl& KeptControl::Get() {
  if (!control_) {
    control_ =
        com::Activate<IControl>(kClassSyncMgrControl, kInterfaceControl, CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER);
    lane_->AtEnd(this, [this] { control_.Reset(); });
  }
  return *control_;
}

std::vector<Napi::ClassPropertyDescriptor<Control>> Control::Methods() {
  return {
      InstanceMethod<&Control::StartHandlerSync>("startHandlerSync"),
      InstanceMethod<&Control::StartItemSync>("startItemSync"),
      InstanceMethod<&Control::StartSyncAll>("startSyncAll"),
      InstanceMethod<&Control::StopHandlerSync>("stopHandlerSync"),
      InstanceMethod<&Control::StopItemSync>("stopItemSync"),
      InstanceMethod<&Control::StopSyncAll>("stopSyncAll"),
      InstanceMethod<&Control::UpdateHandlerCollection>("updateHandlerCollection"),
      InstanceMethod<&Control::UpdateHandler>("updateHandler"),
      InstanceMethod<&Control::UpdateItem>("updateItem"),
      InstanceMethod<&Control::UpdateEvents>("updateEvents"),
      InstanceMethod<&Control::UpdateConflict>("updateConflict"),
      InstanceMethod<&Control::UpdateConflicts>("updateConflicts"),
      InstanceMethod<&Control::ActivateHandler>("activateHandler"),
      InstanceMethod<&Control::EnableHandler>("enableHandler"),
      InstanceMethod<&Control::EnableItem>("enableItem"),
  };
}

// A lane of its own: Sync Center may take its time, and no report is to wait for it.
Napi::Object Control::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  com::Lane& lane = connection->OpenLane(L"winprogress sync control");
  return Make(env, ControlOrigin{connection, &lane, std::make_shared<KeptControl>(lane.core())});
}

template <typename Call>
Napi::Value Control::Invoke(Napi::Env env, const char* operation, Call call) {
  return origin().connection->Call(env, *origin().lane, operation,
                                   [control = origin().control, operation, call = std::move(call)]() mutable {
                                     ThrowIfFailed(call(control->Get()), operation);
                                   });
}

template <typename Call>
Napi::Value Control::Start(Napi::Env env, const char* operation, const Napi::Value& listener, Call call) {
  const auto channel = origin().connection->OpenChannel<ResultChannel>(listener.As<Napi::Function>());
  origin().connection->KeepAliveFor(channel, true);
  return Invoke(env, operation, [channel, call = std::move(call)](IControl& control) mutable {
    // Whoever lets go of it last tells so: also Sync Center, when it refuses the call.
    const ComPtr<ISyncResult> result(new SyncResult(channel));
    return call(control, result.Get());
  });
}

Napi::Value Control::StartHandlerSync(const Napi::CallbackInfo& info) {
  return Start(info.Env(), "ISyncMgrControl.StartHandlerSync", info[2],
               [handler_id = ToWide(info[0]), flags = ToInt(info[1])](IControl& control, ISyncResult* result) {
                 return control.StartHandlerSync(handler_id.c_str(), nullptr, nullptr, flags, result);
               });
}

Napi::Value Control::StartItemSync(const Napi::CallbackInfo& info) {
  return Start(info.Env(), "ISyncMgrControl.StartItemSync", info[3],
               [handler_id = ToWide(info[0]), item_ids = ToTexts(info[1]), flags = ToInt(info[2])](
                   IControl& control, ISyncResult* result) {
                 std::vector<LPCWSTR> pointers = ToPointers(item_ids);
                 return control.StartItemSync(handler_id.c_str(), pointers.data(), static_cast<ULONG>(pointers.size()),
                                              nullptr, nullptr, flags, result);
               });
}

Napi::Value Control::StartSyncAll(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.StartSyncAll",
                [](IControl& control) { return control.StartSyncAll(nullptr); });
}

Napi::Value Control::StopHandlerSync(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.StopHandlerSync", [handler_id = ToWide(info[0])](IControl& control) {
    return control.StopHandlerSync(handler_id.c_str());
  });
}

Napi::Value Control::StopItemSync(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.StopItemSync",
                [handler_id = ToWide(info[0]), item_ids = ToTexts(info[1])](IControl& control) {
                  std::vector<LPCWSTR> pointers = ToPointers(item_ids);
                  return control.StopItemSync(handler_id.c_str(), pointers.data(), static_cast<ULONG>(pointers.size()));
                });
}

Napi::Value Control::StopSyncAll(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.StopSyncAll", [](IControl& control) { return control.StopSyncAll(); });
}

Napi::Value Control::UpdateHandlerCollection(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.UpdateHandlerCollection",
                [class_id = ToGuid(info[0]), flags = ToInt(info[1])](IControl& control) {
                  return control.UpdateHandlerCollection(class_id, flags);
                });
}

Napi::Value Control::UpdateHandler(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.UpdateHandler",
                [handler_id = ToWide(info[0]), flags = ToInt(info[1])](IControl& control) {
                  return control.UpdateHandler(handler_id.c_str(), flags);
                });
}

Napi::Value Control::UpdateItem(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.UpdateItem",
                [handler_id = ToWide(info[0]), item_id = ToWide(info[1]), flags = ToInt(info[2])](IControl& control) {
                  return control.UpdateItem(handler_id.c_str(), item_id.c_str(), flags);
                });
}

Napi::Value Control::UpdateEvents(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrControl.UpdateEvents",
      [handler_id = ToWide(info[0]), item_id = com::ToOptionalWide(info[1]), flags = ToInt(info[2])](
          IControl& control) { return control.UpdateEvents(handler_id.c_str(), com::ToPointer(item_id), flags); });
}

Napi::Value Control::UpdateConflict(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.UpdateConflict",
                [handler_id = ToWide(info[0]), item_id = com::ToOptionalWide(info[1]),
                 address = com::ToAddress(info[2]), reason = ToInt(info[3])](IControl& control) {
                  const auto conflict =
                      com::QueryForeign<IUnknown>(address, kInterfaceConflict, "ISyncMgrConflict.QueryInterface");
                  return control.UpdateConflict(handler_id.c_str(), com::ToPointer(item_id),
                                                reinterpret_cast<IConflict*>(conflict.Get()), reason);
                });
}

Napi::Value Control::UpdateConflicts(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrControl.UpdateConflicts",
      [handler_id = ToWide(info[0]), item_id = com::ToOptionalWide(info[1]), flags = ToInt(info[2])](
          IControl& control) { return control.UpdateConflicts(handler_id.c_str(), com::ToPointer(item_id), flags); });
}

Napi::Value Control::ActivateHandler(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.ActivateHandler",
                [activate = ToBool(info[0]), handler_id = ToWide(info[1]), flags = ToInt(info[2])](IControl& control) {
                  return control.ActivateHandler(activate, handler_id.c_str(), nullptr, flags);
                });
}

Napi::Value Control::EnableHandler(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.EnableHandler",
                [enable = ToBool(info[0]), handler_id = ToWide(info[1]), flags = ToInt(info[2])](IControl& control) {
                  return control.EnableHandler(enable, handler_id.c_str(), nullptr, flags);
                });
}

Napi::Value Control::EnableItem(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrControl.EnableItem",
                [enable = ToBool(info[0]), handler_id = ToWide(info[1]), item_id = ToWide(info[2]),
                 flags = ToInt(info[3])](IControl& control) {
                  return control.EnableItem(enable, handler_id.c_str(), item_id.c_str(), nullptr, flags);
                });
}

}  // namespace winprogress::syncmgr
