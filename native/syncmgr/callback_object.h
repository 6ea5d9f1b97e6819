#pragma once

#include <atomic>
#include <memory>

#include "com/com_ptr.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/interfaces.h"

namespace winprogress::syncmgr {

// Our ISyncMgrSynchronizeCallback, for the handlers that we drive. It is agile: the threads of a handler call it
// directly, in whichever apartment they are, and only a question about its dialogs waits for JavaScript.
// https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronizecallback
class CallbackObject final : public ISynchronizeCallback {
 public:
  // In an apartment. Throws HResultFailure.
  static com::ComPtr<ISynchronizeCallback> Make(std::shared_ptr<HandlerChannel> channel);
  CallbackObject(const CallbackObject&) = delete;
  CallbackObject& operator=(const CallbackObject&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  HRESULT STDMETHODCALLTYPE ShowPropertiesCompleted(HRESULT result) noexcept override;
  HRESULT STDMETHODCALLTYPE PrepareForSyncCompleted(HRESULT result) noexcept override;
  HRESULT STDMETHODCALLTYPE SynchronizeCompleted(HRESULT result) noexcept override;
  HRESULT STDMETHODCALLTYPE ShowErrorCompleted(HRESULT result, ULONG count, const GUID* item_ids) noexcept override;
  HRESULT STDMETHODCALLTYPE EnableModeless(BOOL enable) noexcept override;
  HRESULT STDMETHODCALLTYPE Progress(REFGUID item_id, const ProgressItem* item) noexcept override;
  HRESULT STDMETHODCALLTYPE LogError(DWORD level, LPCWSTR text, const LogErrorInfo* info) noexcept override;
  HRESULT STDMETHODCALLTYPE DeleteLogError(REFGUID error_id, DWORD reserved) noexcept override;
  HRESULT STDMETHODCALLTYPE EstablishConnection(LPCWSTR connection, DWORD reserved) noexcept override;

 private:
  explicit CallbackObject(std::shared_ptr<HandlerChannel> channel) noexcept : channel_(std::move(channel)) {}
  virtual ~CallbackObject() { channel_->End(); }

  const std::shared_ptr<HandlerChannel> channel_;
  com::ComPtr<IUnknown> free_threaded_marshaler_;
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::syncmgr
