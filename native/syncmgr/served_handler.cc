#include "syncmgr/served_handler.h"

#include <objbase.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "com/hresult.h"
#include "com/sink_result.h"

namespace winprogress::syncmgr {

using com::OrOutOfMemory;

void AddServerReference() noexcept { CoAddRefServerProcess(); }

// Without a listener nothing would resume the classes that the process still serves.
void ReleaseServerReference(ServedChannel& channel) noexcept {
  if (CoReleaseServerProcess() != 0) return;
  if (FAILED(OrOutOfMemory([&] { return channel.AddUnused(); }))) CoResumeClassObjects();
}

ServedHandler::ServedHandler(std::shared_ptr<const ServedDefinition> definition, std::shared_ptr<ServedChannel> channel,
                             std::uint32_t instance) noexcept
    : definition_(std::move(definition)), channel_(std::move(channel)), instance_(instance) {
  AddServerReference();
}

ServedHandler::~ServedHandler() {
  OrOutOfMemory([&] {
    channel_->RemoveInstance(instance_);
    return S_OK;
  });
  ReleaseServerReference(*channel_);
}

HRESULT ServedHandler::Initialize(DWORD, DWORD flags, DWORD cookie_size, const BYTE* cookie) noexcept {
  if (cookie == nullptr && cookie_size != 0) return E_POINTER;
  return OrOutOfMemory([&] {
    std::optional<com::Bytes> copy;
    if (cookie != nullptr) copy.emplace(cookie, cookie + cookie_size);
    return channel_->AskToInitialize(instance_, flags, std::move(copy));
  });
}

HRESULT ServedHandler::GetHandlerInfo(SyncMgrHandlerInfo** info) noexcept {
  if (info == nullptr) return E_POINTER;
  *info = nullptr;
  const HRESULT status = channel_->status();
  if (FAILED(status)) return status;
  auto* made = static_cast<SyncMgrHandlerInfo*>(CoTaskMemAlloc(sizeof(SyncMgrHandlerInfo)));
  if (made == nullptr) return E_OUTOFMEMORY;
  *made = {};
  made->size = sizeof(SyncMgrHandlerInfo);
  made->flags = definition_->flags;
  const std::wstring& name = definition_->name;
  std::copy_n(name.begin(), std::min(name.size(), kHandlerNameLength - 1), made->name);
  *info = made;
  return S_OK;
}

HRESULT ServedHandler::EnumSyncMgrItems(ISyncMgrEnumItems** items) noexcept {
  if (items == nullptr) return E_POINTER;
  *items = nullptr;
  return OrOutOfMemory([&] {
    const ItemsAnswer answer = channel_->AskForItems(instance_);
    if (FAILED(answer.result)) return answer.result;
    com::Return(com::MakeObject<ItemEnumerator>(answer.items, 0), items);
    return answer.result;
  });
}

// Documented as not implemented.
HRESULT ServedHandler::GetItemObject(REFGUID, REFIID, void** object) noexcept {
  if (object != nullptr) *object = nullptr;
  return E_NOTIMPL;
}

HRESULT ServedHandler::ShowProperties(HWND, REFGUID item_id) noexcept {
  if (!definition_->handles_show_properties) return E_NOTIMPL;
  const GUID* id = &item_id;
  if (com::IsNull(id)) return E_POINTER;
  return Start(HandlerCall::kShowProperties, false, {}, *id);
}

HRESULT ServedHandler::SetProgressCallback(ISyncMgrSynchronizeCallback* callback) noexcept {
  if (callback == nullptr && FAILED(channel_->status())) return S_OK;
  return OrOutOfMemory([&]() -> HRESULT {
    try {
      const HRESULT result = channel_->AddCallback(instance_, com::ComPtr<ISyncMgrSynchronizeCallback>(callback));
      if (SUCCEEDED(result)) has_callback_ = callback != nullptr;
      return result;
    } catch (const com::HResultFailure& failure) {
      return failure.hresult();
    }
  });
}

HRESULT ServedHandler::PrepareForSync(ULONG count, GUID* item_ids, HWND, DWORD) noexcept {
  if (item_ids == nullptr && count != 0) return E_POINTER;
  return OrOutOfMemory(
      [&] { return Start(HandlerCall::kPrepareForSync, true, std::vector<GUID>(item_ids, item_ids + count), GUID{}); });
}

HRESULT ServedHandler::Synchronize(HWND) noexcept { return Start(HandlerCall::kSynchronize, true, {}, GUID{}); }

HRESULT ServedHandler::SetItemStatus(REFGUID item_id, DWORD status) noexcept {
  const GUID* id = &item_id;
  if (com::IsNull(id)) return E_POINTER;
  return OrOutOfMemory([&] { return channel_->AddItemStatus(instance_, *id, status); });
}

HRESULT ServedHandler::ShowError(HWND, REFGUID error_id) noexcept {
  if (!definition_->handles_show_error) return E_NOTIMPL;
  const GUID* id = &error_id;
  if (com::IsNull(id)) return E_POINTER;
  return Start(HandlerCall::kShowError, false, {}, *id);
}

HRESULT ServedHandler::Start(HandlerCall call, bool needs_callback, std::vector<GUID> item_ids,
                             const GUID& id) noexcept {
  const HRESULT status = channel_->status();
  if (FAILED(status)) return status;
  // Without a callback its end could not be reported.
  if (needs_callback && !has_callback_) return E_UNEXPECTED;
  return OrOutOfMemory([&] { return channel_->AddStarted(instance_, call, std::move(item_ids), id); });
}

}  // namespace winprogress::syncmgr
