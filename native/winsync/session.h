#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "winsync/interfaces.h"
#include "winsync/session_core.h"
#include "winsync/state_object.h"

namespace winprogress::winsync {

struct SessionOrigin : StateOrigin {
  std::shared_ptr<SessionCore> core;
  std::shared_ptr<SessionChannel> channel;
  com::ComPtr<ISyncCallback> callback;
};

// SessionVerbs of lib/winsync/verbs.ts: a session state of our own.
class Session final : public StateObject<Session, SessionOrigin> {
 public:
  static constexpr char kName[] = "SyncSession";
  static std::vector<Napi::ClassPropertyDescriptor<Session>> Methods();

  // Makes the objects, and gives a promise of the Session: createSession(settings, listener).
  static Napi::Value Create(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                            com::Lane& lane);

  explicit Session(const Napi::CallbackInfo& info) : StateObject(info) {}
  // Collected without having been closed: whoever holds the objects goes on telling the listener.
  ~Session() override = default;

 private:
  Napi::Value GetPointer(const Napi::CallbackInfo& info);
  Napi::Value GetCallbackPointer(const Napi::CallbackInfo& info);
  Napi::Value KeepAlive(const Napi::CallbackInfo& info);
  Napi::Value Cancel(const Napi::CallbackInfo& info);
  Napi::Value Begin(const Napi::CallbackInfo& info);
  Napi::Value End(const Napi::CallbackInfo& info);
  Napi::Value SetErrorStatus(const Napi::CallbackInfo& info);
  Napi::Value GetProviderWithError(const Napi::CallbackInfo& info);
  Napi::Value OpenProvider(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Runs change(core), which gives an HRESULT, in the lane, after the calls that were made before.
  template <typename Change>
  Napi::Value ChangeCore(Napi::Env env, const char* operation, Change change);
};

}  // namespace winprogress::winsync
