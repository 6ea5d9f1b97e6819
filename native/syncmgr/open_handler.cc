#include "syncmgr/open_handler.h"

#include <chrono>
#include <utility>

#include "com/activation.h"
#include "com/hresult.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

// The interval of checks for a dead server during a pending call.
constexpr std::chrono::seconds kWatchPeriod{2};

void Initialize(ISyncMgrSynchronize& handler, DWORD flags, const std::optional<com::Bytes>& cookie) {
  constexpr const char* kOperation = "ISyncMgrSynchronize.Initialize";
  const DWORD size = cookie.has_value() ? static_cast<DWORD>(cookie->size()) : 0;
  const BYTE* bytes = cookie.has_value() ? cookie->data() : nullptr;
  const HRESULT result = ThrowIfFailed(handler.Initialize(0, flags, size, bytes), kOperation);
  if (result == S_FALSE) throw HResultFailure(result, kOperation, "the handler does not handle this event");
}

}  // namespace

class OpenHandler::WatchTask final : public com::Task {
 public:
  explicit WatchTask(std::weak_ptr<OpenHandler> handler) noexcept : handler_(std::move(handler)) {}
  void Execute(std::unique_ptr<Task>) noexcept override {
    if (const auto handler = handler_.lock()) handler->LookAfterServer();
  }

 private:
  const std::weak_ptr<OpenHandler> handler_;
};

OpenHandler::OpenHandler(const std::shared_ptr<com::Lane>& lane, const OpenSettings& settings, DWORD class_context,
                         std::shared_ptr<HandlerChannel> channel)
    : lane_(lane), is_remote_(class_context == CLSCTX_LOCAL_SERVER), channel_(std::move(channel)), watch_([this] {
        // The handler outlives the calls of its timer, but only its lane may call it.
        const std::shared_ptr<com::Lane> of = lane_.lock();
        if (of != nullptr) of->Post(std::make_unique<WatchTask>(weak_from_this()));
      }) {
  auto handler = com::Activate<ISyncMgrSynchronize>(settings.class_id, class_context, com::Impersonation::kIdentify);
  Initialize(*handler, settings.flags, settings.cookie);
  channel_->SetLane(lane);
  callback_ = CallbackSink::Make(channel_);
  handler_ = std::move(handler);
  EnumerateItems(false);
  ThrowIfFailed(handler_->SetProgressCallback(callback_.Get()), "ISyncMgrSynchronize.SetProgressCallback");
}

ComPtr<ISyncMgrSynchronize> OpenHandler::Get(const char* operation) const {
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
  const ComPtr<ISyncMgrSynchronize> handler = Get(operation);
  channel_->Begin(call);
  if (is_remote_) watch_.Set(kWatchPeriod, kWatchPeriod);
  const HRESULT result = start(*handler);
  if (result != S_OK) channel_->Revoke(call);
  return ThrowIfFailed(result, operation);
}

HRESULT OpenHandler::PrepareForSync(std::vector<GUID> item_ids) {
  return StartCall(HandlerCall::kPrepareForSync, "ISyncMgrSynchronize.PrepareForSync",
                   [&](ISyncMgrSynchronize& handler) {
                     return handler.PrepareForSync(static_cast<ULONG>(item_ids.size()), item_ids.data(), nullptr, 0);
                   });
}

HRESULT OpenHandler::Synchronize() {
  return StartCall(HandlerCall::kSynchronize, "ISyncMgrSynchronize.Synchronize",
                   [](ISyncMgrSynchronize& handler) { return handler.Synchronize(nullptr); });
}

HRESULT OpenHandler::ShowProperties(const GUID& item_id) {
  return StartCall(HandlerCall::kShowProperties, "ISyncMgrSynchronize.ShowProperties",
                   [&](ISyncMgrSynchronize& handler) { return handler.ShowProperties(nullptr, item_id); });
}

HRESULT OpenHandler::ShowError(const GUID& error_id) {
  return StartCall(HandlerCall::kShowError, "ISyncMgrSynchronize.ShowError",
                   [&](ISyncMgrSynchronize& handler) { return handler.ShowError(nullptr, error_id); });
}

void OpenHandler::SetItemStatus(const GUID& item_id, DWORD status) {
  constexpr const char* kOperation = "ISyncMgrSynchronize.SetItemStatus";
  ThrowIfFailed(Get(kOperation)->SetItemStatus(item_id, status), kOperation);
}

// GetItemObject is documented as not implemented by any handler: a call that changes nothing.
void OpenHandler::LookAfterServer() noexcept {
  if (!handler_ || !channel_->HasPendingCall()) {
    watch_.Cancel();
    return;
  }
  const ComPtr<ISyncMgrSynchronize> handler = handler_;
  ComPtr<IUnknown> object;
  const HRESULT result =
      handler->GetItemObject(GUID{}, com::kInterfaceId<IUnknown>, reinterpret_cast<void**>(object.Receive()));
  if (!com::IsServerGone(result)) return;
  try {
    channel_->AddDisconnected(result);
  } catch (const std::exception&) {
    // Out of memory: the next check tries again.
    return;
  }
}

void OpenHandler::Close() noexcept {
  channel_->Disconnect();
  watch_.Cancel();
  const ComPtr<ISyncMgrSynchronize> handler = std::exchange(handler_, {});
  if (handler) handler->SetProgressCallback(nullptr);
  callback_ = {};
}

}  // namespace winprogress::syncmgr
