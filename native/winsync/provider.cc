#include "winsync/provider.h"

#include <string>
#include <utility>

#include "com/guid.h"
#include "com/text.h"
#include "winsync/identifiers.h"

namespace winprogress::winsync {

using com::ComPtr;
using com::Connection;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kBeginSession[] = "IKnowledgeSyncProvider.BeginSession";
constexpr char kEndSession[] = "IKnowledgeSyncProvider.EndSession";
constexpr char kGetIdParameters[] = "ISyncProvider.GetIdParameters";

// The interfaces of winsync.h are local: no proxy carries them from one apartment to another.
ComPtr<IKnowledgeSyncProvider> ActivateProvider(const std::wstring& class_id) {
  ComPtr<IKnowledgeSyncProvider> provider;
  const HRESULT result =
      CoCreateInstance(com::ParseGuid(class_id), nullptr, CLSCTX_INPROC_SERVER, kInterfaceKnowledgeSyncProvider,
                       reinterpret_cast<void**>(provider.Receive()));
  // A proxy that no class makes is told in either way.
  if (result == E_NOINTERFACE || result == REGDB_E_IIDNOTREG)
    throw HResultFailure(E_NOINTERFACE, "CoCreateInstance",
                         "no IKnowledgeSyncProvider that the multi-threaded apartment can call; "
                         "a class with ThreadingModel Apartment has none");
  ThrowIfFailed(result, "CoCreateInstance");
  return provider;
}

Napi::Object ToObject(Napi::Env env, const IdParameterPair& pair) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("variable", Napi::Boolean::New(env, pair.is_variable != FALSE));
  object.Set("size", Napi::Number::New(env, pair.size));
  return object;
}

}  // namespace

IKnowledgeSyncProvider& OpenProvider::Open(const char* operation) const {
  if (!provider_) throw HResultFailure(RPC_E_DISCONNECTED, operation);
  return *provider_;
}

// A provider that is in a session already refuses, and goes on with that.
void OpenProvider::BeginSession() {
  IKnowledgeSyncProvider& provider = Open(kBeginSession);
  // It may look at the session before it returns.
  core_->AddProvider();
  const HRESULT result = provider.BeginSession(role_, state_.Get());
  if (FAILED(result) || begun_) core_->RemoveProvider();
  if (FAILED(result)) core_->SetErrorStatus(result);
  ThrowIfFailed(result, kBeginSession);
  begun_ = true;
}

void OpenProvider::EndSession() {
  IKnowledgeSyncProvider& provider = Open(kEndSession);
  const HRESULT result = provider.EndSession(state_.Get());
  if (FAILED(result)) core_->SetErrorStatus(result);
  if (begun_) {
    begun_ = false;
    core_->RemoveProvider();
  }
  ThrowIfFailed(result, kEndSession);
}

IdParameters OpenProvider::GetIdParameters() {
  IdParameters parameters = {};
  parameters.size = sizeof(parameters);
  ThrowIfFailed(Open(kGetIdParameters).GetIdParameters(&parameters), kGetIdParameters);
  return parameters;
}

HRESULT OpenProvider::Close() noexcept {
  HRESULT result = S_OK;
  if (std::exchange(begun_, false)) {
    result = provider_->EndSession(state_.Get());
    if (FAILED(result)) core_->SetErrorStatus(result);
    core_->RemoveProvider();
  }
  provider_.Reset();
  state_.Reset();
  core_.reset();
  return result;
}

std::vector<Napi::ClassPropertyDescriptor<Provider>> Provider::Methods() {
  return {
      InstanceMethod<&Provider::BeginSession>("beginSession"),
      InstanceMethod<&Provider::EndSession>("endSession"),
      InstanceMethod<&Provider::GetIdParameters>("getIdParameters"),
      InstanceMethod<&Provider::Close>("close"),
  };
}

Napi::Value Provider::Activate(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                               std::shared_ptr<SessionCore> core, StateReference state) {
  const auto lane = std::make_shared<com::OwnLane>(connection->OpenOwnLane(L"winprogress winsync provider"));
  return connection->Call(
      info.Env(), **lane, "CoCreateInstance",
      [of = (*lane)->core(), class_id = com::ToWide(info[0]), role = info[1].As<Napi::Number>().Int32Value(),
       core = std::move(core), state = std::move(state)] {
        if (core == nullptr || state == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, "CoCreateInstance");
        return com::CloseAtEnd(*of, std::make_shared<OpenProvider>(ActivateProvider(class_id), core,
                                                                   ComPtr<ISyncSessionState>(state->Get()), role));
      },
      [lane](Connection& of, Napi::Env env, std::shared_ptr<OpenProvider> provider) -> napi_value {
        return Make(env, ProviderOrigin{of.shared_from_this(), lane, std::move(provider)});
      });
}

Napi::Value Provider::BeginSession(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), **origin().lane, kBeginSession,
                                   [provider = origin().provider] { provider->BeginSession(); });
}

Napi::Value Provider::EndSession(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), **origin().lane, kEndSession,
                                   [provider = origin().provider] { provider->EndSession(); });
}

Napi::Value Provider::GetIdParameters(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), **origin().lane, kGetIdParameters,
      [provider = origin().provider] { return provider->GetIdParameters(); },
      [](Connection&, Napi::Env env, const IdParameters& parameters) -> napi_value {
        Napi::Object object = Napi::Object::New(env);
        object.Set("replicaId", ToObject(env, parameters.replica_id));
        object.Set("itemId", ToObject(env, parameters.item_id));
        object.Set("changeUnitId", ToObject(env, parameters.change_unit_id));
        return object;
      });
}

Napi::Value Provider::Close(const Napi::CallbackInfo& info) {
  return com::CallAndEnd(info.Env(), *origin().connection, *origin().lane, kEndSession,
                         [provider = origin().provider] { ThrowIfFailed(provider->Close(), kEndSession); });
}

}  // namespace winprogress::winsync
