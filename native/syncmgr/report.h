#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/com_ptr.h"
#include "com/remote_object.h"
#include "syncmgr/center_interfaces.h"

namespace winprogress::syncmgr {

// A session of Sync Center, which ends with the last reference to its callback.
struct CenterSession {
  com::ComPtr<ISyncMgrSyncCallback> callback;
};

// ReportVerbs of lib/syncmgr/verbs.ts: one session of Sync Center.
class Report final : public com::RemoteObject<Report, CenterSession> {
 public:
  static constexpr char kName[] = "SyncCenterReport";
  static com::NativeProperties Methods();

  // createSession(handlerId, itemIds): returns a promise of the Report.
  static Napi::Value CreateSession(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                                   const com::LaneHandle& lane);

  explicit Report(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value ReportProgress(const Napi::CallbackInfo& info);
  Napi::Value SetHandlerProgressText(const Napi::CallbackInfo& info);
  Napi::Value SendEvent(const Napi::CallbackInfo& info);
  Napi::Value CanContinue(const Napi::CallbackInfo& info);
  Napi::Value QueryForAdditionalItems(const Napi::CallbackInfo& info);
  Napi::Value AddItemToSession(const Napi::CallbackInfo& info);
  Napi::Value AddIUnknownToSession(const Napi::CallbackInfo& info);
  Napi::Value ProposeItem(const Napi::CallbackInfo& info);
  Napi::Value CommitItem(const Napi::CallbackInfo& info);
  Napi::Value ReportManualSync(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // A method without out parameters: method(callback) returns an HRESULT.
  template <typename Method>
  Napi::Value InvokeCallback(Napi::Env env, const char* operation, Method method);
};

}  // namespace winprogress::syncmgr
