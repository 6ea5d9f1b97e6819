#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/lane_reference.h"
#include "com/native_object.h"
#include "syncmgr/center_interfaces.h"

namespace winprogress::syncmgr {

using SyncCallbackReference = std::shared_ptr<com::LaneReference<ISyncCallback>>;

struct ReportOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  SyncCallbackReference callback;
};

// ReportVerbs of lib/syncmgr/verbs.ts: one session of Sync Center.
class Report final : public com::NativeObject<Report, ReportOrigin> {
 public:
  static constexpr char kName[] = "SyncCenterReport";
  static std::vector<Napi::ClassPropertyDescriptor<Report>> Methods();

  // Creates the session in the lane; the promise gives the Report.
  static Napi::Value CreateSession(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                                   com::Lane& lane);

  explicit Report(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value ReportProgress(const Napi::CallbackInfo& info);
  Napi::Value SetHandlerProgressText(const Napi::CallbackInfo& info);
  Napi::Value ReportEventOf(const Napi::CallbackInfo& info);
  Napi::Value CanContinue(const Napi::CallbackInfo& info);
  Napi::Value QueryForAdditionalItems(const Napi::CallbackInfo& info);
  Napi::Value AddItemToSession(const Napi::CallbackInfo& info);
  Napi::Value AddIUnknownToSession(const Napi::CallbackInfo& info);
  Napi::Value ProposeItem(const Napi::CallbackInfo& info);
  Napi::Value CommitItem(const Napi::CallbackInfo& info);
  Napi::Value ReportManualSync(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Calls a method in the lane: call(callback) gives a value, and throws.
  template <typename Call, typename Convert>
  Napi::Value Ask(Napi::Env env, const char* operation, Call call, Convert convert);
  // A method that gives nothing but its result.
  template <typename Call>
  Napi::Value Invoke(Napi::Env env, const char* operation, Call call);
};

}  // namespace winprogress::syncmgr
