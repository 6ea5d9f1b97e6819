#pragma once

#include <memory>

#include "com/object.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

// The addon's ISyncMgrSynchronizeCallback, for the handlers that it drives. It is agile: the threads of a handler call
// it directly from any apartment, and only a question about dialogs waits for JavaScript.
// https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronizecallback
class CallbackSink final : public com::AgileObject<ISyncMgrSynchronizeCallback> {
 public:
  // In an apartment. Throws HResultFailure.
  static com::ComPtr<CallbackSink> Make(std::shared_ptr<HandlerChannel> channel);
  explicit CallbackSink(std::shared_ptr<HandlerChannel> channel) noexcept : channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE ShowPropertiesCompleted(HRESULT result) noexcept override;
  HRESULT STDMETHODCALLTYPE PrepareForSyncCompleted(HRESULT result) noexcept override;
  HRESULT STDMETHODCALLTYPE SynchronizeCompleted(HRESULT result) noexcept override;
  HRESULT STDMETHODCALLTYPE ShowErrorCompleted(HRESULT result, ULONG count, const GUID* item_ids) noexcept override;
  HRESULT STDMETHODCALLTYPE EnableModeless(BOOL enable) noexcept override;
  HRESULT STDMETHODCALLTYPE Progress(REFGUID item_id, const SyncMgrProgressItem* item) noexcept override;
  HRESULT STDMETHODCALLTYPE LogError(DWORD level, LPCWSTR text, const SyncMgrLogErrorInfo* info) noexcept override;
  HRESULT STDMETHODCALLTYPE DeleteLogError(REFGUID error_id, DWORD reserved) noexcept override;
  HRESULT STDMETHODCALLTYPE EstablishConnection(LPCWSTR connection, DWORD reserved) noexcept override;

 private:
  ~CallbackSink() override { channel_->End(); }
  HRESULT QueryOther(REFIID id, void** object) noexcept override;

  const std::shared_ptr<HandlerChannel> channel_;
  com::ComPtr<IUnknown> free_threaded_marshaler_;
};

}  // namespace winprogress::syncmgr
