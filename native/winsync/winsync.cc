#include "winsync/winsync.h"

#include <utility>

#include "winsync/callback_proxy.h"
#include "winsync/provider.h"
#include "winsync/registration.h"
#include "winsync/session.h"

namespace winprogress::winsync {

using com::Connection;

com::NativeProperties WinSync::Methods() {
  return {
      InstanceMethod("createSession", &WinSync::CreateSession),
      InstanceMethod("attachState", &WinSync::AttachState),
      InstanceMethod("attachCallback", &WinSync::AttachCallback),
      InstanceMethod("enumerateProviders", &WinSync::EnumerateProviders),
  };
}

void WinSync::DefineFamily(Napi::Env env) {
  WinSync::Define(env);
  Session::Define(env);
  AttachedState::Define(env);
  Provider::Define(env);
  CallbackProxy::Define(env);
}

Napi::Object WinSync::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, {connection, connection->OpenLane(L"winprogress winsync"),
                    connection->OpenLane(L"winprogress winsync registration")});
}

Napi::Value WinSync::CreateSession(const Napi::CallbackInfo& info) {
  return Session::Create(info, origin().connection, origin().states);
}

Napi::Value WinSync::AttachState(const Napi::CallbackInfo& info) {
  return AttachedState::Attach(info, origin().connection, origin().states);
}

Napi::Value WinSync::AttachCallback(const Napi::CallbackInfo& info) {
  return CallbackProxy::Attach(info, origin().connection);
}

Napi::Value WinSync::EnumerateProviders(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), origin().registration,
                                   "ISyncProviderRegistration.EnumerateSyncProviders",
                                   [] { return ReadRegisteredProviders(); });
}

}  // namespace winprogress::winsync
