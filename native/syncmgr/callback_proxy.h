#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <vector>

#include "com/remote_object.h"
#include "syncmgr/shared_callback.h"

namespace winprogress::syncmgr {

struct CallbackOrigin : com::RemoteOrigin<std::shared_ptr<SharedCallback>> {
  // Whether the lane belongs to this proxy only and ends with it.
  bool owns_lane;
  // For the second lane. The first one owns it.
  std::weak_ptr<SharedCallback> callback;
  // A manager may ask its user before EnableModeless returns; progress continues meanwhile. Opened on first use.
  std::optional<com::LaneHandle> dialog_lane;
};

// CallbackVerbs of lib/syncmgr/verbs.ts: the ISyncMgrSynchronizeCallback of a manager, called from a separate lane,
// so that a manager that does not return delays no other call.
class CallbackProxy final : public com::RemoteObject<CallbackProxy, std::shared_ptr<SharedCallback>, CallbackOrigin> {
 public:
  static constexpr char kName[] = "SyncManagerCallback";
  static com::NativeProperties Methods();

  // attachCallback(pointer) and attachCallbackFromTable(cookie): return promises of the CallbackProxy.
  static Napi::Value Attach(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection);
  static Napi::Value AttachFromTable(const Napi::CallbackInfo& info,
                                     const std::shared_ptr<com::Connection>& connection);

  // Creates one for the callback that a client has set. On the JavaScript thread.
  static Napi::Object MakeFor(Napi::Env env, const std::shared_ptr<com::Connection>& connection,
                              const com::LaneHandle& lane, bool owns_lane, std::shared_ptr<SharedCallback> callback);

  explicit CallbackProxy(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  template <typename Obtain>
  static Napi::Value AttachWith(Napi::Env env, const std::shared_ptr<com::Connection>& connection,
                                const char* operation, Obtain obtain);

  Napi::Value Progress(const Napi::CallbackInfo& info);
  Napi::Value PrepareForSyncCompleted(const Napi::CallbackInfo& info);
  Napi::Value SynchronizeCompleted(const Napi::CallbackInfo& info);
  Napi::Value ShowPropertiesCompleted(const Napi::CallbackInfo& info);
  Napi::Value ShowErrorCompleted(const Napi::CallbackInfo& info);
  Napi::Value EnableModeless(const Napi::CallbackInfo& info);
  Napi::Value LogError(const Napi::CallbackInfo& info);
  Napi::Value DeleteLogError(const Napi::CallbackInfo& info);
  Napi::Value EstablishConnection(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // A method without out parameters: method(callback) returns an HRESULT.
  template <typename Method>
  Napi::Value InvokeCallback(Napi::Env env, const char* operation, Method method);
  using EndMethod = HRESULT (STDMETHODCALLTYPE ISyncMgrSynchronizeCallback::*)(HRESULT result);
  Napi::Value End(const Napi::CallbackInfo& info, const char* operation, EndMethod method);
};

}  // namespace winprogress::syncmgr
