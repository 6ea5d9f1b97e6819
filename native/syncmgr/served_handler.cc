#include "syncmgr/served_handler.h"

#include <objbase.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "com/hresult.h"
#include "com/sink_result.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using com::OrOutOfMemory;

ServedHandler::~ServedHandler() {
  OrOutOfMemory([&] {
    channel_->AddReleased(instance_);
    return S_OK;
  });
}

HRESULT ServedHandler::QueryInterface(REFIID interface_id, void** object) noexcept {
  if (object == nullptr) return E_POINTER;
  *object = nullptr;
  if (com::IsNull(&interface_id)) return E_POINTER;
  if (interface_id != kInterfaceSynchronize && interface_id != IID_IUnknown) {
    return E_NOINTERFACE;
  }
  *object = static_cast<ISynchronize*>(this);
  AddRef();
  return S_OK;
}

ULONG ServedHandler::Release() noexcept {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT ServedHandler::Initialize(DWORD, DWORD flags, DWORD cookie_size, const BYTE* cookie) noexcept {
  if (cookie == nullptr && cookie_size != 0) return E_POINTER;
  return OrOutOfMemory([&] {
    std::optional<std::vector<std::uint8_t>> copy;
    if (cookie != nullptr) copy.emplace(cookie, cookie + cookie_size);
    return channel_->AskToInitialize(instance_, flags, std::move(copy));
  });
}

HRESULT ServedHandler::GetHandlerInfo(HandlerInfo** info) noexcept {
  if (info == nullptr) return E_POINTER;
  *info = nullptr;
  if (!channel_->is_open()) return RPC_E_DISCONNECTED;
  auto* made = static_cast<HandlerInfo*>(CoTaskMemAlloc(sizeof(HandlerInfo)));
  if (made == nullptr) return E_OUTOFMEMORY;
  *made = {};
  made->size = sizeof(HandlerInfo);
  made->flags = definition_->flags;
  const std::wstring& name = definition_->name;
  std::copy_n(name.begin(), std::min(name.size(), kHandlerNameLength - 1), made->name);
  *info = made;
  return S_OK;
}

HRESULT ServedHandler::EnumSyncMgrItems(IEnumItems** items) noexcept {
  if (items == nullptr) return E_POINTER;
  *items = nullptr;
  return OrOutOfMemory([&] {
    const ItemsAnswer answer = channel_->AskForItems(instance_);
    if (FAILED(answer.result)) return answer.result;
    IEnumItems* enumerator = new ItemEnumerator(answer.items, 0);
    enumerator->AddRef();
    *items = enumerator;
    return answer.result;
  });
}

// As documented: there are no objects to get.
HRESULT ServedHandler::GetItemObject(REFGUID, REFIID, void** object) noexcept {
  if (object != nullptr) *object = nullptr;
  return E_NOTIMPL;
}

HRESULT ServedHandler::ShowProperties(HWND, REFGUID item_id) noexcept {
  if (!definition_->handles_show_properties) return E_NOTIMPL;
  if (com::IsNull(&item_id)) return E_POINTER;
  return Start(HandlerCall::kShowProperties, false, {}, item_id);
}

// The callback goes into the table here, in the apartment that it was given to.
HRESULT ServedHandler::SetProgressCallback(ISynchronizeCallback* callback) noexcept {
  if (!channel_->is_open()) return callback == nullptr ? S_OK : RPC_E_DISCONNECTED;
  return OrOutOfMemory([&]() -> HRESULT {
    std::shared_ptr<KeptCallback> kept;
    if (callback != nullptr) {
      try {
        kept = std::make_shared<KeptCallback>(std::make_shared<TableEntry>(*callback));
      } catch (const com::HResultFailure& failure) {
        return failure.hresult();
      }
    }
    has_callback_ = callback != nullptr;
    channel_->AddCallback(instance_, std::move(kept));
    return S_OK;
  });
}

HRESULT ServedHandler::PrepareForSync(ULONG count, GUID* item_ids, HWND, DWORD) noexcept {
  if (item_ids == nullptr && count != 0) return E_POINTER;
  return OrOutOfMemory(
      [&] { return Start(HandlerCall::kPrepareForSync, true, std::vector<GUID>(item_ids, item_ids + count), GUID{}); });
}

HRESULT ServedHandler::Synchronize(HWND) noexcept { return Start(HandlerCall::kSynchronize, true, {}, GUID{}); }

HRESULT ServedHandler::SetItemStatus(REFGUID item_id, DWORD status) noexcept {
  if (com::IsNull(&item_id)) return E_POINTER;
  if (!channel_->is_open()) return RPC_E_DISCONNECTED;
  return OrOutOfMemory([&] {
    channel_->AddItemStatus(instance_, item_id, status);
    return S_OK;
  });
}

HRESULT ServedHandler::ShowError(HWND, REFGUID error_id) noexcept {
  if (!definition_->handles_show_error) return E_NOTIMPL;
  if (com::IsNull(&error_id)) return E_POINTER;
  return Start(HandlerCall::kShowError, false, {}, error_id);
}

HRESULT ServedHandler::Start(HandlerCall call, bool needs_callback, std::vector<GUID> item_ids,
                             const GUID& id) noexcept {
  if (!channel_->is_open()) return RPC_E_DISCONNECTED;
  // Without a callback nobody could be told how it ends.
  if (needs_callback && !has_callback_) return E_UNEXPECTED;
  return OrOutOfMemory([&] {
    channel_->AddStarted(instance_, call, std::move(item_ids), id);
    return S_OK;
  });
}

}  // namespace winprogress::syncmgr
