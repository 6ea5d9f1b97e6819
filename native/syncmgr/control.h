#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/com_ptr.h"
#include "com/connection.h"
#include "com/native_object.h"
#include "syncmgr/center_interfaces.h"

namespace winprogress::syncmgr {

// ISyncMgrControl, activated when it is needed first. In its lane only.
class KeptControl {
 public:
  explicit KeptControl(std::shared_ptr<com::LaneCore> lane) noexcept : lane_(std::move(lane)) {}
  KeptControl(const KeptControl&) = delete;
  KeptControl& operator=(const KeptControl&) = delete;
  // Throws HResultFailure; the next call tries again.
  IControl& Get();

 private:
  const std::shared_ptr<com::LaneCore> lane_;
  com::ComPtr<IControl> control_;
};

struct ControlOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  std::shared_ptr<KeptControl> control;
};

// ControlVerbs of lib/syncmgr/verbs.ts.
class Control final : public com::NativeObject<Control, ControlOrigin> {
 public:
  static constexpr char kName[] = "SyncCenterControl";
  static std::vector<Napi::ClassPropertyDescriptor<Control>> Methods();
  static Napi::Object Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection);

  explicit Control(const Napi::CallbackInfo& info) : NativeObject(info) {}

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

  // Calls a method in the lane: call(control) gives an HRESULT.
  template <typename Call>
  Napi::Value Invoke(Napi::Env env, const char* operation, Call call);
  // The same with a result object, which `listener` is told the result of: call(control, result).
  template <typename Call>
  Napi::Value Start(Napi::Env env, const char* operation, const Napi::Value& listener, Call call);
};

}  // namespace winprogress::syncmgr
