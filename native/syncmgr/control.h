#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/com_ptr.h"
#include "com/remote_object.h"
#include "syncmgr/center_interfaces.h"

namespace winprogress::syncmgr {

// ISyncMgrControl, activated on first use.
class ActivatedControl {
 public:
  ActivatedControl() noexcept = default;
  ActivatedControl(const ActivatedControl&) = delete;
  ActivatedControl& operator=(const ActivatedControl&) = delete;
  // Throws HResultFailure; the next call tries again.
  ISyncMgrControl& Get();

 private:
  com::ComPtr<ISyncMgrControl> control_;
};

// ControlVerbs of lib/syncmgr/verbs.ts.
class Control final : public com::RemoteObject<Control, ActivatedControl> {
 public:
  static constexpr char kName[] = "SyncCenterControl";
  static com::NativeProperties Methods();
  static Napi::Object Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection);

  explicit Control(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value StartHandlerSync(const Napi::CallbackInfo& info);
  Napi::Value StartItemSync(const Napi::CallbackInfo& info);
  Napi::Value StartSyncAll(const Napi::CallbackInfo& info);
  Napi::Value StopHandlerSync(const Napi::CallbackInfo& info);
  Napi::Value StopItemSync(const Napi::CallbackInfo& info);
  Napi::Value StopSyncAll(const Napi::CallbackInfo& info);
  Napi::Value UpdateHandlerCollection(const Napi::CallbackInfo& info);
  Napi::Value UpdateHandler(const Napi::CallbackInfo& info);
  Napi::Value UpdateItem(const Napi::CallbackInfo& info);
  Napi::Value UpdateEvents(const Napi::CallbackInfo& info);
  Napi::Value UpdateConflict(const Napi::CallbackInfo& info);
  Napi::Value UpdateConflicts(const Napi::CallbackInfo& info);
  Napi::Value ActivateHandler(const Napi::CallbackInfo& info);
  Napi::Value EnableHandler(const Napi::CallbackInfo& info);
  Napi::Value EnableItem(const Napi::CallbackInfo& info);

  // Calls a method in the lane: method(control) returns an HRESULT.
  template <typename Method>
  Napi::Value InvokeControl(Napi::Env env, const char* operation, Method method);
  // The same with a result object, which calls `listener`: method(control, result).
  template <typename Method>
  Napi::Value Start(Napi::Env env, const char* operation, const Napi::Value& listener, Method method);
};

}  // namespace winprogress::syncmgr
