#include "winsync/session.h"

#include <optional>
#include <utility>

#include "com/codec.h"
#include "com/foreign_pointer.h"
#include "com/lane_owned.h"
#include "winsync/callback_sink.h"
#include "winsync/provider.h"
#include "winsync/session_core.h"
#include "winsync/session_state.h"

namespace winprogress::com {

template <>
struct Reader<winsync::IdFormat> {
  static winsync::IdFormat Read(const Napi::Value& value) {
    return {From<bool>(value, "variable"), From<DWORD>(value, "size")};
  }
};

template <>
struct Reader<winsync::SessionSettings> {
  static winsync::SessionSettings Read(const Napi::Value& value) {
    const Napi::Value wanted = Property(value, "wanted");
    return {
        From<bool>(value, "passThrough"),
        From<winsync::IdFormat>(value, "itemIdFormat"),
        From<winsync::FullEnumerationAction>(value, "fullEnumerationAction"),
        From<winsync::ResolveAction>(value, "resolveAction"),
        From<DWORD>(value, "answerTimeout"),
        ContainsWord(wanted, "change"),
        ContainsWord(wanted, "changeApplied"),
        ContainsWord(wanted, "changeFailed"),
        ContainsWord(wanted, "recoverableError"),
        ContainsWord(wanted, "conflict"),
        ContainsWord(wanted, "fullEnumeration"),
    };
  }
};

}  // namespace winprogress::com

namespace winprogress::winsync {

using com::ComPtr;
using com::Connection;
using com::From;
using com::HResultFailure;
using com::ThrowIfFailed;

com::NativeProperties Session::Methods() {
  com::NativeProperties methods = StateMethods();
  for (auto method : {
           InstanceAccessor("pointer", &Session::GetPointer),
           InstanceAccessor("callbackPointer", &Session::GetCallbackPointer),
           InstanceMethod("keepAlive", &Session::KeepAlive),
           InstanceMethod("cancel", &Session::Cancel),
           InstanceMethod("begin", &Session::Begin),
           InstanceMethod("end", &Session::End),
           InstanceMethod("setSessionErrorStatus", &Session::SetErrorStatus),
           InstanceMethod("getProviderWithError", &Session::GetProviderWithError),
           InstanceMethod("openProvider", &Session::OpenProvider),
           InstanceMethod("close", &Session::Close),
       })
    methods.push_back(method);
  return methods;
}

Napi::Value Session::Create(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                            const com::LaneHandle& lane) {
  const auto settings = From<SessionSettings>(info[0]);
  const auto core = std::make_shared<SessionCore>(settings);
  const auto channel = connection->OpenChannel<SessionChannel>(info[1], core);
  const ComPtr<ISyncCallback> callback(com::MakeObject<CallbackSink>(core, channel).Get());
  const ComPtr<ISyncSessionState> state(com::MakeObject<SessionState>(core, callback).Get());
  const auto objects = std::make_shared<SessionObjects>(SessionObjects{core, channel, callback, state});
  channel->ReleaseAtClose(objects);
  return connection->Call(
      info.Env(), lane, "WinSyncSession.create",
      [of = lane.lane(), state] { return com::LaneOwned<OwnedState>::Make(*of, OwnedState{state}); },
      [lane, format = settings.item_id_format, objects](Connection& of, Napi::Env env,
                                                        com::LaneOwned<OwnedState> owned) {
        return Make(env, {{{of.shared_from_this(), lane, std::move(owned)}, format}, objects});
      });
}

Napi::Value Session::GetPointer(const Napi::CallbackInfo& info) {
  return com::ToAddressValue(info.Env(), origin().objects->state.Get());
}

Napi::Value Session::GetCallbackPointer(const Napi::CallbackInfo& info) {
  return com::ToAddressValue(info.Env(), origin().objects->callback.Get());
}

Napi::Value Session::KeepAlive(const Napi::CallbackInfo& info) {
  if (origin().objects->channel != nullptr) connection().KeepAliveFor(origin().objects->channel, From<bool>(info[0]));
  return info.Env().Undefined();
}

template <typename Change>
Napi::Value Session::ChangeCore(Napi::Env env, const char* operation, Change change) {
  return connection().Call(env, lane(), operation, [core = origin().objects->core, operation, change] {
    if (core == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, operation);
    ThrowIfFailed(change(*core), operation);
  });
}

Napi::Value Session::Cancel(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "WinSyncSession.cancel", [](SessionCore& core) {
    core.Cancel();
    return S_OK;
  });
}

Napi::Value Session::Begin(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "WinSyncSession.begin", [](SessionCore& core) { return core.Begin(); });
}

Napi::Value Session::End(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "WinSyncSession.end", [](SessionCore& core) { return core.End(); });
}

Napi::Value Session::SetErrorStatus(const Napi::CallbackInfo& info) {
  return ChangeCore(info.Env(), "WinSyncSession.setSessionErrorStatus",
                    [status = From<HRESULT>(info[0])](SessionCore& core) {
                      core.SetErrorStatus(status);
                      return S_OK;
                    });
}

Napi::Value Session::GetProviderWithError(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "WinSyncSession.getProviderWithError";
  return connection().Call(info.Env(), lane(), kOperation, [core = origin().objects->core] {
    if (core == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, kOperation);
    return core->provider_with_error();
  });
}

Napi::Value Session::OpenProvider(const Napi::CallbackInfo& info) {
  const SessionObjects& objects = *origin().objects;
  return Provider::Activate(info, origin().connection, objects.core, objects.state);
}

// The lane cancels and releases after earlier calls. Earlier reports have reached the
// listener when the promise resolves.
Napi::Value Session::Close(const Napi::CallbackInfo& info) {
  SessionObjects objects = std::exchange(*origin().objects, {});
  const std::shared_ptr<SessionChannel> channel = objects.channel;
  return connection().Call(
      info.Env(), lane(), "WinSyncSession.close",
      [objects = std::move(objects), owned = object()]() mutable {
        if (objects.core != nullptr) objects.core->Cancel();
        owned.Destroy();
        objects = {};
        return true;
      },
      [channel](Connection& of, Napi::Env env, bool) {
        if (channel != nullptr) of.CloseChannel(channel);
        return env.Undefined();
      });
}

com::NativeProperties AttachedState::Methods() {
  com::NativeProperties methods = StateMethods();
  methods.push_back(InstanceMethod("close", &AttachedState::Close));
  return methods;
}

Napi::Value AttachedState::Attach(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                                  const com::LaneHandle& lane) {
  constexpr const char* kOperation = "ISyncSessionState.QueryInterface";
  return connection->Call(
      info.Env(), lane, kOperation,
      [of = lane.lane(), pointer = com::ForeignPointer(info[0])] {
        return com::LaneOwned<OwnedState>::Make(*of, OwnedState{pointer.Query<ISyncSessionState>(kOperation)});
      },
      [lane, format = From<std::optional<IdFormat>>(info[1])](Connection& of, Napi::Env env,
                                                              com::LaneOwned<OwnedState> state) {
        return Make(env, {{of.shared_from_this(), lane, std::move(state)}, format});
      });
}

// The lane releases the object first: it is released when the promise resolves.
Napi::Value AttachedState::Close(const Napi::CallbackInfo& info) {
  return connection().Call(info.Env(), lane(), "ISyncSessionState.Release", [state = object()] { state.Destroy(); });
}

}  // namespace winprogress::winsync
