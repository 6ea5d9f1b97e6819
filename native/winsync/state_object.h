#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "com/connection.h"
#include "com/lane_reference.h"
#include "com/native_object.h"
#include "winsync/id_format.h"
#include "winsync/state_calls.h"

namespace winprogress::winsync {

// What an object of SessionStateVerbs stands for. The id format is known of our own sessions, and of others where the
// caller has told it.
struct StateOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  StateReference state;
  std::optional<IdFormat> item_id_format;
};

// SessionStateVerbs of lib/winsync/verbs.ts over an ISyncSessionState of ours or of others: both are called through
// their vtable, in the lane of the family. Origin derives from StateOrigin.
template <typename Derived, typename Origin = StateOrigin>
class StateObject : public com::NativeObject<Derived, Origin> {
 public:
  using com::NativeObject<Derived, Origin>::NativeObject;

  static std::vector<Napi::ClassPropertyDescriptor<Derived>> StateMethods() {
    return {
        Method("onProgress", &StateObject::OnProgress),
        Method("isCanceled", &StateObject::IsCanceled),
        Method("getInfoForChangeApplication", &StateObject::GetInfo),
        Method("loadInfoFromChangeApplication", &StateObject::LoadInfo),
        Method("getForgottenKnowledgeRecoveryRangeStart", &StateObject::GetRangeStart),
        Method("getForgottenKnowledgeRecoveryRangeEnd", &StateObject::GetRangeEnd),
        Method("setForgottenKnowledgeRecoveryRange", &StateObject::SetRange),
        Method("setProviderWithError", &StateObject::SetProviderWithError),
        Method("getSessionErrorStatus", &StateObject::GetSessionErrorStatus),
    };
  }

  Napi::Value OnProgress(const Napi::CallbackInfo& info) { return CallOnProgress(target(), info); }
  Napi::Value IsCanceled(const Napi::CallbackInfo& info) { return CallIsCanceled(target(), info); }
  Napi::Value GetInfo(const Napi::CallbackInfo& info) {
    return CallBufferMethod(target(), info, "ISyncSessionState.GetInfoForChangeApplication",
                            &ISyncSessionState::GetInfoForChangeApplication);
  }
  Napi::Value LoadInfo(const Napi::CallbackInfo& info) { return CallLoadInfo(target(), info); }
  Napi::Value GetRangeStart(const Napi::CallbackInfo& info) {
    return CallBufferMethod(target(), info, "ISyncSessionState.GetForgottenKnowledgeRecoveryRangeStart",
                            &ISyncSessionState::GetForgottenKnowledgeRecoveryRangeStart);
  }
  Napi::Value GetRangeEnd(const Napi::CallbackInfo& info) {
    return CallBufferMethod(target(), info, "ISyncSessionState.GetForgottenKnowledgeRecoveryRangeEnd",
                            &ISyncSessionState::GetForgottenKnowledgeRecoveryRangeEnd);
  }
  Napi::Value SetRange(const Napi::CallbackInfo& info) {
    return CallSetRange(target(), info, this->origin().item_id_format);
  }
  Napi::Value SetProviderWithError(const Napi::CallbackInfo& info) { return CallSetProviderWithError(target(), info); }
  Napi::Value GetSessionErrorStatus(const Napi::CallbackInfo& info) {
    return CallGetSessionErrorStatus(target(), info);
  }

  static Napi::ClassPropertyDescriptor<Derived> Method(const char* name,
                                                       Napi::Value (Derived::*method)(const Napi::CallbackInfo&)) {
    return Napi::ObjectWrap<Derived>::InstanceMethod(name, method);
  }

 protected:
  StateTarget target() const noexcept {
    return {*this->origin().connection, *this->origin().lane, this->origin().state};
  }
  com::Connection& connection() const noexcept { return *this->origin().connection; }
  com::Lane& lane() const noexcept { return *this->origin().lane; }
};

}  // namespace winprogress::winsync
