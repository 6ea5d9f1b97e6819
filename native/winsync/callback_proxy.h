#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/com_ptr.h"
#include "com/remote_object.h"
#include "winsync/identifiers.h"

namespace winprogress::winsync {

// A foreign callback, in its lane.
struct AttachedCallback {
  com::ComPtr<ISyncCallback> callback;
};

// CallbackVerbs of lib/winsync/verbs.ts: an ISyncCallback of foreign code or of the addon. Its calls have a separate
// lane, since an application may be slow to answer.
class CallbackProxy final : public com::RemoteObject<CallbackProxy, AttachedCallback> {
 public:
  static constexpr char kName[] = "SyncCallback";
  static com::NativeProperties Methods();

  // attachCallback(pointer): returns a promise of the CallbackProxy.
  static Napi::Value Attach(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection);

  explicit CallbackProxy(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value OnProgress(const Napi::CallbackInfo& info);
  Napi::Value OnChange(const Napi::CallbackInfo& info);
  Napi::Value OnConflict(const Napi::CallbackInfo& info);
  Napi::Value OnRecoverableError(const Napi::CallbackInfo& info);
  Napi::Value OnFullEnumerationNeeded(const Napi::CallbackInfo& info);
  Napi::Value OnChangeApplied(const Napi::CallbackInfo& info);
  Napi::Value OnChangeFailed(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Calls a method in the lane: method(callback) returns an HRESULT.
  template <typename Method>
  Napi::Value InvokeCallback(Napi::Env env, const char* operation, Method method);
  template <typename Method>
  Napi::Value InvokeTotals(const Napi::CallbackInfo& info, const char* operation, Method method);
};

}  // namespace winprogress::winsync
