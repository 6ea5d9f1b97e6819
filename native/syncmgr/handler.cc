#include "syncmgr/handler.h"

#include <optional>
#include <string>
#include <utility>

#include "com/codec.h"
#include "com/lane_owned.h"

namespace winprogress::syncmgr {

using com::Connection;
using com::From;

namespace {

constexpr char kActivate[] = "CoCreateInstance";

UserInterface ToUserInterface(const Napi::Value& value) {
  const auto word = From<std::string>(value);
  if (word == "allow") return UserInterface::kAllow;
  return word == "ask" ? UserInterface::kAsk : UserInterface::kRefuse;
}

struct Opened {
  com::LaneOwned<OpenHandler> handler;
  const void* callback_address;
};

// In the lane. Ends a channel that receives no further events.
Opened OpenIn(const std::shared_ptr<com::Lane>& lane, const OpenSettings& settings, DWORD class_context,
              const std::shared_ptr<HandlerChannel>& channel) {
  try {
    auto handler = com::LaneOwned<OpenHandler>::Make(*lane, lane, settings, class_context, channel);
    const void* address = handler.Use(kActivate)->callback_address();
    return {std::move(handler), address};
  } catch (...) {
    channel->End();
    throw;
  }
}

bool IsRegisteredInProcess(const GUID& class_id) noexcept {
  com::ComPtr<IUnknown> class_object;
  return CoGetClassObject(class_id, CLSCTX_INPROC_SERVER, nullptr, com::kInterfaceId<IUnknown>,
                          reinterpret_cast<void**>(class_object.Receive())) != REGDB_E_CLASSNOTREG;
}

}  // namespace

com::NativeProperties Handler::Methods() {
  return {
      InstanceAccessor("callbackPointer", &Handler::GetCallbackPointer),
      InstanceMethod("keepAlive", &Handler::KeepAlive),
      InstanceMethod("getHandlerInfo", &Handler::GetHandlerInfo),
      InstanceMethod("enumerateItems", &Handler::EnumerateItems),
      InstanceMethod("prepareForSync", &Handler::PrepareForSync),
      InstanceMethod("synchronize", &Handler::Synchronize),
      InstanceMethod("showProperties", &Handler::ShowProperties),
      InstanceMethod("showError", &Handler::ShowError),
      InstanceMethod("setItemStatus", &Handler::SetItemStatus),
      InstanceMethod("cancelItem", &Handler::CancelItem),
      InstanceMethod("cancelAll", &Handler::CancelAll),
      InstanceMethod("close", &Handler::Close),
  };
}

// A separate lane for each handler: one that hangs delays no other. A local server is called from the multi-threaded
// apartment, where a pending call does not dispatch unrelated messages.
Napi::Value Handler::Open(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection) {
  const OpenSettings settings = {From<GUID>(info[0]), From<DWORD>(info[1], "flags"),
                                 From<std::optional<com::Bytes>>(info[1], "cookie")};
  const auto channel = connection->OpenChannel<HandlerChannel>(
      info[2], ToUserInterface(com::Property(info[1], "userInterface")), From<DWORD>(info[1], "answerTimeout"));
  const auto make = [channel](Connection& of, Napi::Env env, const com::LaneHandle& lane, Opened opened) {
    return Make(env, {{of.shared_from_this(), lane, std::move(opened.handler)}, channel, opened.callback_address});
  };
  const com::LaneHandle lane = connection->OpenLane(L"winprogress syncmgr", com::ApartmentKind::kSingleThreaded);
  return connection->Call(
      info.Env(), lane, kActivate,
      [of = lane.lane(), settings, channel]() -> std::optional<Opened> {
        if (!IsRegisteredInProcess(settings.class_id)) return std::nullopt;
        return OpenIn(of, settings, CLSCTX_INPROC_SERVER, channel);
      },
      [lane, settings, channel, make](Connection& of, Napi::Env env, std::optional<Opened> opened) -> Napi::Value {
        if (opened.has_value()) return make(of, env, lane, std::move(*opened));
        const com::LaneHandle remote_lane = of.OpenLane(L"winprogress syncmgr remote");
        return of.Call(
            env, remote_lane, kActivate,
            [lane = remote_lane.lane(), settings, channel] {
              return OpenIn(lane, settings, CLSCTX_LOCAL_SERVER, channel);
            },
            [remote_lane, make](Connection& again, Napi::Env value_env, Opened remote) {
              return make(again, value_env, remote_lane, std::move(remote));
            });
      });
}

Napi::Value Handler::GetCallbackPointer(const Napi::CallbackInfo& info) {
  return com::ToAddressValue(info.Env(), origin().callback_address);
}

Napi::Value Handler::KeepAlive(const Napi::CallbackInfo& info) {
  connection().KeepAliveFor(origin().channel, From<bool>(info[0]));
  return info.Env().Undefined();
}

Napi::Value Handler::GetHandlerInfo(const Napi::CallbackInfo& info) {
  return Call(
      info.Env(), "ISyncMgrSynchronize.GetHandlerInfo",
      [with_icon = From<bool>(info[0])](OpenHandler& handler) { return handler.GetInfo(with_icon); },
      [](Connection&, Napi::Env env, const HandlerInfoRecord& record) { return ToValue(env, record); });
}

Napi::Value Handler::EnumerateItems(const Napi::CallbackInfo& info) {
  return Call(
      info.Env(), "ISyncMgrSynchronize.EnumSyncMgrItems",
      [with_icons = From<bool>(info[0])](OpenHandler& handler) { return handler.EnumerateItems(with_icons); },
      [](Connection&, Napi::Env env, const ItemsRecord& record) { return ToValue(env, record); });
}

// Cancellations from now on apply to this synchronisation, even before the lane has begun it.
Napi::Value Handler::PrepareForSync(const Napi::CallbackInfo& info) {
  const auto item_ids = From<std::vector<GUID>>(info[0]);
  for (const GUID& id : item_ids)
    origin().channel->AddItem(id);
  origin().channel->ForgetCancels();
  return InvokeForResult(info.Env(), "ISyncMgrSynchronize.PrepareForSync",
                         [item_ids](OpenHandler& handler) { return handler.PrepareForSync(item_ids); });
}

Napi::Value Handler::Synchronize(const Napi::CallbackInfo& info) {
  return InvokeForResult(info.Env(), "ISyncMgrSynchronize.Synchronize",
                         [](OpenHandler& handler) { return handler.Synchronize(); });
}

Napi::Value Handler::ShowProperties(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "ISyncMgrSynchronize.ShowProperties",
      [item_id = From<GUID>(info[0])](OpenHandler& handler) { return handler.ShowProperties(item_id); });
}

Napi::Value Handler::ShowError(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "ISyncMgrSynchronize.ShowError",
      [error_id = From<GUID>(info[0])](OpenHandler& handler) { return handler.ShowError(error_id); });
}

Napi::Value Handler::SetItemStatus(const Napi::CallbackInfo& info) {
  return Call(info.Env(), "ISyncMgrSynchronize.SetItemStatus",
              [item_id = From<GUID>(info[0]), status = From<DWORD>(info[1])](OpenHandler& handler) {
                handler.SetItemStatus(item_id, status);
              });
}

Napi::Value Handler::CancelItem(const Napi::CallbackInfo& info) {
  origin().channel->CancelItem(From<GUID>(info[0]));
  return info.Env().Undefined();
}

Napi::Value Handler::CancelAll(const Napi::CallbackInfo& info) {
  origin().channel->CancelAll();
  return info.Env().Undefined();
}

// Earlier reports have reached the listener when the promise resolves.
Napi::Value Handler::Close(const Napi::CallbackInfo& info) {
  changeable_origin().callback_address = nullptr;
  return CloseWithLane(
      info.Env(), "ISyncMgrSynchronize.SetProgressCallback", [](OpenHandler& handler) { handler.Close(); },
      [channel = origin().channel](Connection& of) { of.CloseChannel(channel); });
}

}  // namespace winprogress::syncmgr
