#include "winsync/session.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "com/guid.h"
#include "com/text.h"
#include "winsync/provider.h"
#include "winsync/session_state.h"
#include "winsync/sink.h"

namespace winprogress::winsync {

using com::Connection;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

int ToInt(const Napi::Value& value) { return value.As<Napi::Number>().Int32Value(); }

SessionSettings ToSettings(const Napi::Object& object) {
  const auto wanted = object.Get("wanted").As<Napi::Array>();
  return {
      object.Get("passThrough").As<Napi::Boolean>().Value(),
      ToIdFormat(object.Get("itemIdFormat")),
      ToInt(object.Get("fullEnumerationAction")),
      ToInt(object.Get("resolveAction")),
      com::ContainsWord(wanted, "change"),
      com::ContainsWord(wanted, "changeApplied"),
      com::ContainsWord(wanted, "changeFailed"),
      com::ContainsWord(wanted, "recoverableError"),
      com::ContainsWord(wanted, "conflict"),
      com::ContainsWord(wanted, "fullEnumeration"),
  };
}

Napi::Value ToPointer(Napi::Env env, const void* pointer) {
  return Napi::BigInt::New(env, static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(pointer)));
}

}  // namespace

IdFormat ToIdFormat(const Napi::Value& value) {
  const auto object = value.As<Napi::Object>();
  return {object.Get("variable").As<Napi::Boolean>().Value(), object.Get("size").As<Napi::Number>().Uint32Value()};
}

std::vector<Napi::ClassPropertyDescriptor<Session>> Session::Methods() {
  std::vector<Napi::ClassPropertyDescriptor<Session>> methods = StateMethods();
  for (auto method : {
           InstanceAccessor<&Session::GetPointer>("pointer"),
           InstanceAccessor<&Session::GetCallbackPointer>("callbackPointer"),
           InstanceMethod<&Session::KeepAlive>("keepAlive"),
           InstanceMethod<&Session::Cancel>("cancel"),
           InstanceMethod<&Session::Begin>("begin"),
           InstanceMethod<&Session::End>("end"),
           InstanceMethod<&Session::SetErrorStatus>("setSessionErrorStatus"),
           InstanceMethod<&Session::GetProviderWithError>("getProviderWithError"),
           InstanceMethod<&Session::OpenProvider>("openProvider"),
           InstanceMethod<&Session::Close>("close"),
       })
    methods.push_back(method);
  return methods;
}

Napi::Value Session::Create(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                            com::Lane& lane) {
  const SessionSettings settings = ToSettings(info[0].As<Napi::Object>());
  const auto channel = connection->OpenChannel<SessionChannel>(info[1].As<Napi::Function>());
  return connection->Call(
      info.Env(), lane, "SyncSession.create",
      [settings, channel, &lane, of = lane.core()] {
        SessionOrigin origin;
        origin.lane = &lane;
        origin.item_id_format = settings.item_id_format;
        origin.core = std::make_shared<SessionCore>(settings, channel);
        origin.channel = channel;
        channel->Serve(origin.core);
        origin.callback = com::ComPtr<ISyncCallback>(new Sink(origin.core));
        origin.state = com::LaneReference<ISyncSessionState>::Adopt(
            of, com::ComPtr<ISyncSessionState>(new SessionState(origin.core, origin.callback)));
        return origin;
      },
      [](Connection& of, Napi::Env env, SessionOrigin origin) -> napi_value {
        origin.connection = of.shared_from_this();
        return Make(env, std::move(origin));
      });
}

Napi::Value Session::GetPointer(const Napi::CallbackInfo& info) {
  return ToPointer(info.Env(), origin().state == nullptr ? nullptr : origin().state->Get());
}

Napi::Value Session::GetCallbackPointer(const Napi::CallbackInfo& info) {
  return ToPointer(info.Env(), origin().callback.Get());
}

Napi::Value Session::KeepAlive(const Napi::CallbackInfo& info) {
  connection().KeepAliveFor(origin().channel, info[0].As<Napi::Boolean>().Value());
  return info.Env().Undefined();
}

template <typename Change>
Napi::Value Session::ChangeCore(Napi::Env env, const char* operation, Change change) {
  return connection().Call(env, lane(), operation, [core = origin().core, operation, change] {
    if (core == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, operation);
    ThrowIfFailed(change(*core), operation);
  });
}

Napi::Value Session::Cancel(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "SyncSession.cancel", [](SessionCore& core) {
    core.Cancel();
    return S_OK;
  });
}

Napi::Value Session::Begin(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "SyncSession.begin", [](SessionCore& core) { return core.Begin(); });
}

Napi::Value Session::End(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "SyncSession.end", [](SessionCore& core) { return core.End(); });
}

Napi::Value Session::SetErrorStatus(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "SyncSession.setSessionErrorStatus",
                    [status = static_cast<HRESULT>(info[0].As<Napi::Number>().Uint32Value())](SessionCore& core) {
                      core.SetErrorStatus(status);
                      return S_OK;
                    });
}

Napi::Value Session::GetProviderWithError(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "SyncSession.getProviderWithError";
  return connection().Call(
      info.Env(), lane(), kOperation,
      [core = origin().core] {
        if (core == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, kOperation);
        return core->provider_with_error();
      },
      [](Connection&, Napi::Env env, std::optional<ProviderRole> role) -> napi_value {
        if (!role.has_value()) return env.Null();
        return Napi::Number::New(env, *role);
      });
}

Napi::Value Session::OpenProvider(const Napi::CallbackInfo& info) {
  return Provider::Activate(info, origin().connection, origin().core, origin().state);
}

// The lane releases and cancels after the calls that were made before. What was told until then has reached the
// listener when the promise resolves.
Napi::Value Session::Close(const Napi::CallbackInfo& info) {
  SessionOrigin& origin = changeable_origin();
  const std::shared_ptr<SessionCore> core = std::exchange(origin.core, nullptr);
  const std::shared_ptr<SessionChannel> channel = std::exchange(origin.channel, nullptr);
  origin.state = nullptr;
  return connection().Call(
      info.Env(), lane(), "SyncSession.close",
      [core, callback = std::exchange(origin.callback, {})]() mutable {
        if (core != nullptr) core->Cancel();
        callback.Reset();
        return true;
      },
      [channel](Connection& of, Napi::Env env, bool) -> napi_value {
        if (channel != nullptr) of.CloseChannel(channel);
        return env.Undefined();
      });
}

}  // namespace winprogress::winsync
