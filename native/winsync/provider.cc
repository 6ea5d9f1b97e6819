#include "winsync/provider.h"

#include <utility>

#include "com/activation.h"
#include "com/codec.h"
#include "com/lane_owned.h"

namespace winprogress::winsync {

using com::ComPtr;
using com::Connection;
using com::From;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kBeginSession[] = "IKnowledgeSyncProvider.BeginSession";
constexpr char kEndSession[] = "IKnowledgeSyncProvider.EndSession";
constexpr char kGetIdParameters[] = "ISyncProvider.GetIdParameters";

// The interfaces of winsync.h are local: no proxy marshals them to another apartment.
ComPtr<IKnowledgeSyncProvider> ActivateProvider(const GUID& class_id) {
  ComPtr<IKnowledgeSyncProvider> provider;
  const HRESULT result =
      CoCreateInstance(class_id, nullptr, CLSCTX_INPROC_SERVER, com::kInterfaceId<IKnowledgeSyncProvider>,
                       reinterpret_cast<void**>(provider.Receive()));
  // Either is returned for a class whose interfaces have no proxy.
  if (result == E_NOINTERFACE || result == REGDB_E_IIDNOTREG)
    throw HResultFailure(E_NOINTERFACE, "CoCreateInstance",
                         "no IKnowledgeSyncProvider that the multi-threaded apartment can call; "
                         "a class with ThreadingModel Apartment has none");
  ThrowIfFailed(result, "CoCreateInstance");
  if (!provider) throw HResultFailure(E_UNEXPECTED, "CoCreateInstance", "success without an object");
  return provider;
}

Napi::Value ToValue(Napi::Env env, const IdParameterPair& pair) {
  return com::ObjectWriter(env).Set("variable", pair.is_variable != FALSE).Set("size", pair.size).object();
}

Napi::Value ToValue(Napi::Env env, const IdParameters& parameters) {
  return com::ObjectWriter(env)
      .Set("replicaId", ToValue(env, parameters.replica_id))
      .Set("itemId", ToValue(env, parameters.item_id))
      .Set("changeUnitId", ToValue(env, parameters.change_unit_id))
      .object();
}

}  // namespace

// A provider that is already in a session refuses and continues that session.
void OpenProvider::BeginSession() {
  // The provider may use the session before it returns.
  core_->AddProvider();
  const HRESULT result = provider_->BeginSession(role_, state_.Get());
  if (FAILED(result)) {
    core_->RefuseProvider();
    core_->FailProvider(result);
  } else if (begun_) {
    core_->RemoveProvider();
  }
  ThrowIfFailed(result, kBeginSession);
  begun_ = true;
}

void OpenProvider::EndSession() {
  const HRESULT result = provider_->EndSession(state_.Get());
  if (FAILED(result)) core_->FailProvider(result);
  if (std::exchange(begun_, false)) core_->RemoveProvider();
  ThrowIfFailed(result, kEndSession);
}

IdParameters OpenProvider::GetIdParameters() {
  IdParameters parameters = {};
  parameters.size = sizeof(parameters);
  ThrowIfFailed(provider_->GetIdParameters(&parameters), kGetIdParameters);
  return parameters;
}

HRESULT OpenProvider::Close() noexcept {
  if (!std::exchange(begun_, false)) return S_OK;
  const HRESULT result = provider_->EndSession(state_.Get());
  if (FAILED(result)) core_->FailProvider(result);
  core_->RemoveProvider();
  return result;
}

com::NativeProperties Provider::Methods() {
  return {
      InstanceMethod("beginSession", &Provider::BeginSession),
      InstanceMethod("endSession", &Provider::EndSession),
      InstanceMethod("getIdParameters", &Provider::GetIdParameters),
      InstanceMethod("close", &Provider::Close),
  };
}

Napi::Value Provider::Activate(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                               std::shared_ptr<SessionCore> core, ComPtr<ISyncSessionState> state) {
  const com::LaneHandle lane = connection->OpenLane(L"winprogress winsync provider");
  return connection->Call(
      info.Env(), lane, "CoCreateInstance",
      [of = lane.lane(), class_id = From<GUID>(info[0]), role = From<ProviderRole>(info[1]), core = std::move(core),
       state = std::move(state)] {
        if (core == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, "CoCreateInstance");
        return com::LaneOwned<OpenProvider>::Make(*of, ActivateProvider(class_id), core, state, role);
      },
      [lane](Connection& of, Napi::Env env, com::LaneOwned<OpenProvider> provider) {
        return Make(env, {of.shared_from_this(), lane, std::move(provider)});
      });
}

Napi::Value Provider::BeginSession(const Napi::CallbackInfo& info) {
  return Call(info.Env(), kBeginSession, [](OpenProvider& provider) { provider.BeginSession(); });
}

Napi::Value Provider::EndSession(const Napi::CallbackInfo& info) {
  return Call(info.Env(), kEndSession, [](OpenProvider& provider) { provider.EndSession(); });
}

Napi::Value Provider::GetIdParameters(const Napi::CallbackInfo& info) {
  return Call(
      info.Env(), kGetIdParameters, [](OpenProvider& provider) { return provider.GetIdParameters(); },
      [](Connection&, Napi::Env env, const IdParameters& parameters) { return ToValue(env, parameters); });
}

Napi::Value Provider::Close(const Napi::CallbackInfo& info) {
  return CloseWithLane(info.Env(), kEndSession,
                       [](OpenProvider& provider) { ThrowIfFailed(provider.Close(), kEndSession); });
}

}  // namespace winprogress::winsync
