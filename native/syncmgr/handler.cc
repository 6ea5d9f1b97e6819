#include "syncmgr/handler.h"

#include <cstdint>
#include <utility>

#include "com/activation.h"
#include "com/hresult.h"
#include "syncmgr/callback_object.h"
#include "syncmgr/guids.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::Connection;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kPrepareForSync[] = "ISyncMgrSynchronize.PrepareForSync";
constexpr char kSynchronize[] = "ISyncMgrSynchronize.Synchronize";
constexpr char kShowProperties[] = "ISyncMgrSynchronize.ShowProperties";
constexpr char kShowError[] = "ISyncMgrSynchronize.ShowError";
constexpr char kSetItemStatus[] = "ISyncMgrSynchronize.SetItemStatus";
constexpr char kSetProgressCallback[] = "ISyncMgrSynchronize.SetProgressCallback";

UserInterface ToUserInterface(const Napi::Value& value) {
  const std::string word = value.As<Napi::String>().Utf8Value();
  if (word == "allow") return UserInterface::kAllow;
  return word == "ask" ? UserInterface::kAsk : UserInterface::kRefuse;
}

std::optional<std::vector<BYTE>> ToCookie(const Napi::Value& value) {
  if (value.IsNull()) return std::nullopt;
  const auto bytes = value.As<Napi::Uint8Array>();
  return std::vector<BYTE>(bytes.Data(), bytes.Data() + bytes.ByteLength());
}

void Initialize(ISynchronize& handler, DWORD flags, const std::optional<std::vector<BYTE>>& cookie) {
  constexpr const char* kOperation = "ISyncMgrSynchronize.Initialize";
  const DWORD size = cookie.has_value() ? static_cast<DWORD>(cookie->size()) : 0;
  const BYTE* bytes = cookie.has_value() ? cookie->data() : nullptr;
  const HRESULT result = ThrowIfFailed(handler.Initialize(0, flags, size, bytes), kOperation);
  if (result == S_FALSE) throw HResultFailure(result, kOperation, "the handler does not handle this event");
}

class CloseTask final : public com::Task {
 public:
  explicit CloseTask(std::shared_ptr<OpenHandler> handler) noexcept : handler_(std::move(handler)) {}
  void Execute(std::unique_ptr<com::Task>) noexcept override { handler_->Close(); }

 private:
  const std::shared_ptr<OpenHandler> handler_;
};

}  // namespace

std::shared_ptr<OpenHandler> OpenHandler::Open(const std::shared_ptr<com::LaneCore>& lane, const GUID& class_id,
                                               DWORD flags, const std::optional<std::vector<BYTE>>& cookie,
                                               const std::shared_ptr<HandlerChannel>& channel) {
  auto handler =
      com::Activate<ISynchronize>(class_id, kInterfaceSynchronize, CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER);
  Initialize(*handler, flags, cookie);
  auto opened = std::make_shared<OpenHandler>(lane, std::move(handler), CallbackObject::Make(channel), channel);
  opened->EnumerateItems(false);
  ThrowIfFailed(opened->handler_->SetProgressCallback(opened->callback_.Get()), kSetProgressCallback);
  lane->AtEnd(opened.get(), [opened] { opened->Close(); });
  return opened;
}

ComPtr<ISynchronize> OpenHandler::Get(const char* operation) const {
  if (!handler_) throw HResultFailure(RPC_E_DISCONNECTED, operation);
  return handler_;
}

ItemsRecord OpenHandler::EnumerateItems(bool with_icons) {
  ItemsRecord record = ReadItems(*Get("ISyncMgrSynchronize.EnumSyncMgrItems"), with_icons);
  for (const ItemRecord& item : record.items)
    channel_->AddItem(item.item_id);
  return record;
}

template <typename Start>
HRESULT OpenHandler::StartCall(HandlerCall call, const char* operation, Start start) {
  const ComPtr<ISynchronize> handler = Get(operation);
  channel_->Begin(call);
  const HRESULT result = start(*handler);
  if (result != S_OK) channel_->TakeBack(call);
  return ThrowIfFailed(result, operation);
}

HRESULT OpenHandler::PrepareForSync(std::vector<GUID> item_ids) {
  return StartCall(HandlerCall::kPrepareForSync, kPrepareForSync, [&](ISynchronize& handler) {
    return handler.PrepareForSync(static_cast<ULONG>(item_ids.size()), item_ids.data(), nullptr, 0);
  });
}

HRESULT OpenHandler::Synchronize() {
  return StartCall(HandlerCall::kSynchronize, kSynchronize,
                   [](ISynchronize& handler) { return handler.Synchronize(nullptr); });
}

HRESULT OpenHandler::ShowProperties(const GUID& item_id) {
  return StartCall(HandlerCall::kShowProperties, kShowProperties,
                   [&](ISynchronize& handler) { return handler.ShowProperties(nullptr, item_id); });
}

HRESULT OpenHandler::ShowError(const GUID& error_id) {
  return StartCall(HandlerCall::kShowError, kShowError,
                   [&](ISynchronize& handler) { return handler.ShowError(nullptr, error_id); });
}

void OpenHandler::SetItemStatus(const GUID& item_id, DWORD status) {
  ThrowIfFailed(Get(kSetItemStatus)->SetItemStatus(item_id, status), kSetItemStatus);
}

void OpenHandler::Close() noexcept {
  lane_->TakeBackAtEnd(this);
  channel_->Disconnect();
  const ComPtr<ISynchronize> handler = std::exchange(handler_, {});
  if (handler) handler->SetProgressCallback(nullptr);
  callback_.Reset();
}

std::vector<Napi::ClassPropertyDescriptor<Handler>> Handler::Methods() {
  return {
      InstanceAccessor<&Handler::GetCallbackPointer>("callbackPointer"),
      InstanceMethod<&Handler::KeepAlive>("keepAlive"),
      InstanceMethod<&Handler::GetHandlerInfo>("getHandlerInfo"),
      InstanceMethod<&Handler::EnumerateItems>("enumerateItems"),
      InstanceMethod<&Handler::PrepareForSync>("prepareForSync"),
      InstanceMethod<&Handler::Synchronize>("synchronize"),
      InstanceMethod<&Handler::ShowProperties>("showProperties"),
      InstanceMethod<&Handler::ShowError>("showError"),
      InstanceMethod<&Handler::SetItemStatus>("setItemStatus"),
      InstanceMethod<&Handler::CancelItem>("cancelItem"),
      InstanceMethod<&Handler::CancelAll>("cancelAll"),
      InstanceMethod<&Handler::Close>("close"),
  };
}

Napi::Value Handler::Open(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                          com::Lane& lane) {
  const auto settings = info[1].As<Napi::Object>();
  const GUID class_id = ToGuid(info[0]);
  const auto cookie = ToCookie(settings.Get("cookie"));
  const DWORD flags = settings.Get("flags").As<Napi::Number>().Uint32Value();
  const auto channel = connection->OpenChannel<HandlerChannel>(info[2].As<Napi::Function>());
  channel->SetUserInterface(ToUserInterface(settings.Get("userInterface")));
  channel->SetLane(lane.core());
  return connection->Call(
      info.Env(), lane, "CoCreateInstance",
      [core = lane.core(), class_id, flags, cookie, channel] {
        try {
          return OpenHandler::Open(core, class_id, flags, cookie, channel);
        } catch (...) {
          channel->End();
          throw;
        }
      },
      [&lane, channel](Connection& of, Napi::Env env, std::shared_ptr<OpenHandler> handler) -> napi_value {
        return Make(env, HandlerOrigin{of.shared_from_this(), &lane, channel, std::move(handler)});
      });
}

Handler::~Handler() { origin().lane->Post(std::make_unique<CloseTask>(origin().handler)); }

Napi::Value Handler::GetCallbackPointer(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(),
                           static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(origin().handler->callback())));
}

Napi::Value Handler::KeepAlive(const Napi::CallbackInfo& info) {
  origin().connection->KeepAliveFor(origin().channel, info[0].As<Napi::Boolean>().Value());
  return info.Env().Undefined();
}

Napi::Value Handler::GetHandlerInfo(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().lane, "ISyncMgrSynchronize.GetHandlerInfo",
      [handler = origin().handler, with_icon = info[0].As<Napi::Boolean>().Value()] {
        return handler->GetInfo(with_icon);
      },
      [](Connection&, Napi::Env env, const HandlerInfoRecord& record) -> napi_value { return ToValue(env, record); });
}

Napi::Value Handler::EnumerateItems(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().lane, "ISyncMgrSynchronize.EnumSyncMgrItems",
      [handler = origin().handler, with_icons = info[0].As<Napi::Boolean>().Value()] {
        return handler->EnumerateItems(with_icons);
      },
      [](Connection&, Napi::Env env, const ItemsRecord& record) -> napi_value { return ToValue(env, record); });
}

template <typename Call>
Napi::Value Handler::StartCall(Napi::Env env, const char* operation, Call call) {
  return origin().connection->Call(
      env, *origin().lane, operation, [handler = origin().handler, call = std::move(call)] { return call(*handler); },
      [](Connection&, Napi::Env value_env, HRESULT result) -> napi_value {
        return Napi::Number::New(value_env, static_cast<DWORD>(result));
      });
}

// What is cancelled from now on belongs to this synchronisation, also before the lane has come to it.
Napi::Value Handler::PrepareForSync(const Napi::CallbackInfo& info) {
  const std::vector<GUID> item_ids = ToGuids(info[0]);
  for (const GUID& id : item_ids)
    origin().channel->AddItem(id);
  origin().channel->ForgetCancels();
  return StartCall(info.Env(), kPrepareForSync,
                   [item_ids](OpenHandler& handler) { return handler.PrepareForSync(item_ids); });
}

Napi::Value Handler::Synchronize(const Napi::CallbackInfo& info) {
  return StartCall(info.Env(), kSynchronize, [](OpenHandler& handler) { return handler.Synchronize(); });
}

Napi::Value Handler::ShowProperties(const Napi::CallbackInfo& info) {
  return StartCall(info.Env(), kShowProperties,
                   [item_id = ToGuid(info[0])](OpenHandler& handler) { return handler.ShowProperties(item_id); });
}

Napi::Value Handler::ShowError(const Napi::CallbackInfo& info) {
  return StartCall(info.Env(), kShowError,
                   [error_id = ToGuid(info[0])](OpenHandler& handler) { return handler.ShowError(error_id); });
}

Napi::Value Handler::SetItemStatus(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().lane, kSetItemStatus,
      [handler = origin().handler, item_id = ToGuid(info[0]), status = info[1].As<Napi::Number>().Uint32Value()] {
        handler->SetItemStatus(item_id, status);
      });
}

Napi::Value Handler::CancelItem(const Napi::CallbackInfo& info) {
  origin().channel->CancelItem(ToGuid(info[0]));
  return info.Env().Undefined();
}

Napi::Value Handler::CancelAll(const Napi::CallbackInfo& info) {
  origin().channel->CancelAll();
  return info.Env().Undefined();
}

Napi::Value Handler::Close(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().lane, kSetProgressCallback,
      [handler = origin().handler] {
        handler->Close();
        return true;
      },
      [channel = origin().channel](Connection& of, Napi::Env env, bool) -> napi_value {
        of.CloseChannel(channel);
        return env.Undefined();
      });
}

}  // namespace winprogress::syncmgr
