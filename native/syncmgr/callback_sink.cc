#include "syncmgr/callback_sink.h"

#include <objbase.h>

#include <optional>
#include <string>
#include <vector>

#include "com/hresult.h"
#include "com/sink_result.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::OrOutOfMemory;

ComPtr<CallbackSink> CallbackSink::Make(std::shared_ptr<HandlerChannel> channel) {
  auto sink = com::MakeObject<CallbackSink>(std::move(channel));
  com::ThrowIfFailed(CoCreateFreeThreadedMarshaler(sink->Identity(), sink->free_threaded_marshaler_.Receive()),
                     "CoCreateFreeThreadedMarshaler");
  return sink;
}

// The marshaler is aggregated and does not know the interfaces of this object: it is queried only for marshaling.
HRESULT CallbackSink::QueryOther(REFIID id, void** object) noexcept {
  if (id == IID_IMarshal) return free_threaded_marshaler_->QueryInterface(id, object);
  return AgileObject::QueryOther(id, object);
}

HRESULT CallbackSink::ShowPropertiesCompleted(HRESULT result) noexcept {
  return OrOutOfMemory([&] { return channel_->Complete(HandlerCall::kShowProperties, result, std::nullopt); });
}

HRESULT CallbackSink::PrepareForSyncCompleted(HRESULT result) noexcept {
  return OrOutOfMemory([&] { return channel_->Complete(HandlerCall::kPrepareForSync, result, std::nullopt); });
}

HRESULT CallbackSink::SynchronizeCompleted(HRESULT result) noexcept {
  return OrOutOfMemory([&] { return channel_->Complete(HandlerCall::kSynchronize, result, std::nullopt); });
}

// The ids are only used for a retry, and are copied before this returns.
HRESULT CallbackSink::ShowErrorCompleted(HRESULT result, ULONG count, const GUID* item_ids) noexcept {
  return OrOutOfMemory([&] {
    std::optional<std::vector<GUID>> retried;
    if (result == kRetrySync) {
      if (item_ids == nullptr && count != 0) return E_INVALIDARG;
      retried.emplace(item_ids, item_ids + count);
    }
    return channel_->Complete(HandlerCall::kShowError, result, std::move(retried));
  });
}

HRESULT CallbackSink::EnableModeless(BOOL enable) noexcept {
  return OrOutOfMemory([&] { return channel_->EnableModeless(enable != FALSE); });
}

HRESULT CallbackSink::Progress(REFGUID item_id, const SyncMgrProgressItem* item) noexcept {
  const GUID* id = &item_id;
  if (com::IsNull(id) || item == nullptr) return E_POINTER;
  if (item->size != sizeof(SyncMgrProgressItem)) return E_INVALIDARG;
  return OrOutOfMemory([&] { return channel_->AddProgress(*id, *item); });
}

HRESULT CallbackSink::LogError(DWORD level, LPCWSTR text, const SyncMgrLogErrorInfo* info) noexcept {
  if (level < kLogLevelInformation || level > kLogLevelError || text == nullptr) return E_INVALIDARG;
  if (info != nullptr && info->size != sizeof(SyncMgrLogErrorInfo)) return E_INVALIDARG;
  return OrOutOfMemory([&] { return channel_->AddLogError(level, text, info); });
}

HRESULT CallbackSink::DeleteLogError(REFGUID error_id, DWORD) noexcept {
  const GUID* id = &error_id;
  if (com::IsNull(id)) return E_POINTER;
  return OrOutOfMemory([&] { return channel_->AddDeleteLogError(*id); });
}

HRESULT CallbackSink::EstablishConnection(LPCWSTR connection, DWORD) noexcept {
  return OrOutOfMemory([&] {
    return channel_->AddEstablishConnection(connection == nullptr ? std::nullopt
                                                                  : std::optional<std::wstring>(connection));
  });
}

}  // namespace winprogress::syncmgr
