#include "syncmgr/callback_object.h"

#include <objbase.h>

#include <optional>
#include <string>
#include <vector>

#include "com/hresult.h"
#include "com/sink_result.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::OrOutOfMemory;

ComPtr<ISynchronizeCallback> CallbackObject::Make(std::shared_ptr<HandlerChannel> channel) {
  auto* object = new CallbackObject(std::move(channel));
  ComPtr<ISynchronizeCallback> callback(object);
  com::ThrowIfFailed(CoCreateFreeThreadedMarshaler(object, object->free_threaded_marshaler_.Receive()),
                     "CoCreateFreeThreadedMarshaler");
  return callback;
}

HRESULT CallbackObject::QueryInterface(REFIID interface_id, void** object) noexcept {
  if (object == nullptr) return E_POINTER;
  *object = nullptr;
  if (com::IsNull(&interface_id)) return E_POINTER;
  // What it aggregates does not know of it: marshaling is all that is asked of that.
  if (interface_id == IID_IMarshal) return free_threaded_marshaler_->QueryInterface(interface_id, object);
  if (interface_id != kInterfaceSynchronizeCallback && interface_id != IID_IUnknown &&
      interface_id != kInterfaceAgileObject) {
    return E_NOINTERFACE;
  }
  *object = static_cast<ISynchronizeCallback*>(this);
  AddRef();
  return S_OK;
}

ULONG CallbackObject::Release() noexcept {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT CallbackObject::ShowPropertiesCompleted(HRESULT result) noexcept {
  return OrOutOfMemory([&] { return channel_->Complete(HandlerCall::kShowProperties, result, std::nullopt); });
}

HRESULT CallbackObject::PrepareForSyncCompleted(HRESULT result) noexcept {
  return OrOutOfMemory([&] { return channel_->Complete(HandlerCall::kPrepareForSync, result, std::nullopt); });
}

HRESULT CallbackObject::SynchronizeCompleted(HRESULT result) noexcept {
  return OrOutOfMemory([&] { return channel_->Complete(HandlerCall::kSynchronize, result, std::nullopt); });
}

// The ids count only for a retry, and are copied before this returns.
HRESULT CallbackObject::ShowErrorCompleted(HRESULT result, ULONG count, const GUID* item_ids) noexcept {
  return OrOutOfMemory([&] {
    std::optional<std::vector<GUID>> retried;
    if (result == kRetrySync) {
      if (item_ids == nullptr && count != 0) return E_INVALIDARG;
      retried.emplace(item_ids, item_ids + count);
    }
    return channel_->Complete(HandlerCall::kShowError, result, std::move(retried));
  });
}

HRESULT CallbackObject::EnableModeless(BOOL enable) noexcept {
  return OrOutOfMemory([&] { return channel_->EnableModeless(enable != FALSE); });
}

HRESULT CallbackObject::Progress(REFGUID item_id, const ProgressItem* item) noexcept {
  const GUID* id = &item_id;
  if (com::IsNull(id) || item == nullptr) return E_POINTER;
  if (item->size != sizeof(ProgressItem)) return E_INVALIDARG;
  return OrOutOfMemory([&] { return channel_->AddProgress(*id, *item); });
}

HRESULT CallbackObject::LogError(DWORD level, LPCWSTR text, const LogErrorInfo* info) noexcept {
  if (level < kLogLevelInformation || level > kLogLevelError || text == nullptr) return E_INVALIDARG;
  if (info != nullptr && info->size != sizeof(LogErrorInfo)) return E_INVALIDARG;
  return OrOutOfMemory([&] { return channel_->AddLogError(level, text, info); });
}

HRESULT CallbackObject::DeleteLogError(REFGUID error_id, DWORD) noexcept {
  const GUID* id = &error_id;
  if (com::IsNull(id)) return E_POINTER;
  return OrOutOfMemory([&] { return channel_->AddDeleteLogError(*id); });
}

HRESULT CallbackObject::EstablishConnection(LPCWSTR connection, DWORD) noexcept {
  return OrOutOfMemory([&] {
    return channel_->AddEstablishConnection(connection == nullptr ? std::nullopt
                                                                  : std::optional<std::wstring>(connection));
  });
}

}  // namespace winprogress::syncmgr
