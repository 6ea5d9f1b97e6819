#include "winsync/winsync.h"

#include <utility>

#include "com/foreign_pointer.h"
#include "winsync/callback.h"
#include "winsync/identifiers.h"
#include "winsync/provider.h"
#include "winsync/registration.h"

namespace winprogress::winsync {

using com::Connection;

std::vector<Napi::ClassPropertyDescriptor<AttachedState>> AttachedState::Methods() {
  std::vector<Napi::ClassPropertyDescriptor<AttachedState>> methods = StateMethods();
  methods.push_back(InstanceMethod<&AttachedState::Close>("close"));
  return methods;
}

// The lane releases the object first: it has gone when the promise resolves.
Napi::Value AttachedState::Close(const Napi::CallbackInfo& info) {
  changeable_origin().state = nullptr;
  return connection().Call(info.Env(), lane(), "ISyncSessionState.Release", [] {});
}

std::vector<Napi::ClassPropertyDescriptor<WinSync>> WinSync::Methods() {
  return {
      InstanceMethod<&WinSync::CreateSession>("createSession"),
      InstanceMethod<&WinSync::AttachState>("attachState"),
      InstanceMethod<&WinSync::AttachCallback>("attachCallback"),
      InstanceMethod<&WinSync::EnumerateProviders>("enumerateProviders"),
  };
}

void WinSync::DefineFamily(Napi::Env env) {
  WinSync::Define(env);
  Session::Define(env);
  AttachedState::Define(env);
  Provider::Define(env);
  Callback::Define(env);
}

Napi::Object WinSync::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, WinSyncOrigin{connection, &connection->OpenLane(L"winprogress winsync"),
                                 &connection->OpenLane(L"winprogress winsync registration")});
}

Napi::Value WinSync::CreateSession(const Napi::CallbackInfo& info) {
  return Session::Create(info, origin().connection, *origin().states);
}

Napi::Value WinSync::AttachState(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncSessionState.QueryInterface";
  std::optional<IdFormat> format;
  if (!info[1].IsNull()) format = ToIdFormat(info[1]);
  com::Lane& lane = *origin().states;
  return origin().connection->Call(
      info.Env(), lane, kOperation,
      [core = lane.core(), address = com::ToAddress(info[0])] {
        return com::LaneReference<ISyncSessionState>::Adopt(
            core, com::QueryForeign<ISyncSessionState>(address, kInterfaceSyncSessionState, kOperation));
      },
      [&lane, format](Connection& of, Napi::Env env, StateReference state) -> napi_value {
        return AttachedState::Make(env, StateOrigin{of.shared_from_this(), &lane, std::move(state), format});
      });
}

Napi::Value WinSync::AttachCallback(const Napi::CallbackInfo& info) {
  return Callback::Attach(info, origin().connection);
}

Napi::Value WinSync::EnumerateProviders(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().registration, "ISyncProviderRegistration.EnumerateSyncProviders",
      [] { return ReadRegisteredProviders(); },
      [](Connection&, Napi::Env env, const std::vector<RegisteredProvider>& providers) -> napi_value {
        Napi::Array list = Napi::Array::New(env, providers.size());
        for (std::size_t index = 0; index < providers.size(); ++index)
          list.Set(static_cast<std::uint32_t>(index), ToObject(env, providers[index]));
        return list;
      });
}

}  // namespace winprogress::winsync
