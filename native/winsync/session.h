#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "winsync/session_channel.h"
#include "winsync/state_methods.h"

namespace winprogress::winsync {

struct SessionOrigin : StateOrigin {
  std::shared_ptr<SessionObjects> objects;
};

// SessionVerbs of lib/winsync/verbs.ts: a session state of the addon. If the object is collected without being
// closed, providers that hold the state still report to the listener.
class Session final : public StateObject<Session, SessionOrigin> {
 public:
  static constexpr char kName[] = "SyncSession";
  static com::NativeProperties Methods();

  // createSession(settings, listener): creates the objects, and returns a promise of the Session.
  static Napi::Value Create(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                            const com::LaneHandle& lane);

  explicit Session(const Napi::CallbackInfo& info) : StateObject(info) {}

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

  // Runs change(core), which returns an HRESULT, in the lane after earlier calls.
  template <typename Change>
  Napi::Value ChangeCore(Napi::Env env, const char* operation, Change change);
};

// SessionStateVerbs of lib/winsync/verbs.ts: an ISyncSessionState from other native code.
class AttachedState final : public StateObject<AttachedState> {
 public:
  static constexpr char kName[] = "SyncSessionState";
  static com::NativeProperties Methods();

  // attachState(pointer, itemIdFormat): returns a promise of the AttachedState.
  static Napi::Value Attach(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                            const com::LaneHandle& lane);

  explicit AttachedState(const Napi::CallbackInfo& info) : StateObject(info) {}

 private:
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::winsync
