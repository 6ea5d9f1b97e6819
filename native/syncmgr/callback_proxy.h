#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"
#include "com/own_lane.h"
#include "syncmgr/kept_callback.h"

namespace winprogress::syncmgr {

struct CallbackOrigin {
  std::shared_ptr<com::Connection> connection;
  std::shared_ptr<com::OwnLane> lane;
  std::shared_ptr<KeptCallback> kept;
};

// CallbackVerbs of lib/syncmgr/verbs.ts: the ISyncMgrSynchronizeCallback of a manager, called from a lane of its own,
// so that a manager that does not answer is in nobody else's way.
class CallbackProxy final : public com::NativeObject<CallbackProxy, CallbackOrigin> {
 public:
  static constexpr char kName[] = "SyncManagerCallback";
  static std::vector<Napi::ClassPropertyDescriptor<CallbackProxy>> Methods();

  // attachCallback(pointer) and attachCallbackFromTable(cookie): give promises of the CallbackProxy.
  static Napi::Value Attach(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection);
  static Napi::Value AttachFromTable(const Napi::CallbackInfo& info,
                                     const std::shared_ptr<com::Connection>& connection);

  // Makes one for a callback that is kept already. On the JavaScript thread.
  static Napi::Object MakeIn(Napi::Env env, const std::shared_ptr<com::Connection>& connection,
                             std::shared_ptr<KeptCallback> kept);

  explicit CallbackProxy(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  template <typename MakeEntry>
  static Napi::Value AttachWith(Napi::Env env, const std::shared_ptr<com::Connection>& connection,
                                const char* operation, MakeEntry make_entry);

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

  // A method whose success code matters, and one that gives nothing: call(callback) gives an HRESULT.
  template <typename Call>
  Napi::Value InvokeIn(Napi::Env env, com::Lane& lane, const char* operation, Call call);
  template <typename Call>
  Napi::Value InvokeForResult(Napi::Env env, const char* operation, Call call);
  template <typename Call>
  Napi::Value Invoke(Napi::Env env, const char* operation, Call call);
  using EndMethod = HRESULT (STDMETHODCALLTYPE ISynchronizeCallback::*)(HRESULT result);
  Napi::Value End(const Napi::CallbackInfo& info, const char* operation, EndMethod method);
};

}  // namespace winprogress::syncmgr
