#include "bits/callback.h"

#include "bits/identifiers.h"

namespace winprogress::bits {

HRESULT Callback::QueryInterface(REFIID interface_id, void** object) noexcept {
  if (object == nullptr) return E_POINTER;
  if (interface_id != kInterfaceBackgroundCopyCallback && interface_id != IID_IUnknown) {
    *object = nullptr;
    return E_NOINTERFACE;
  }
  *object = static_cast<IBackgroundCopyCallback*>(this);
  AddRef();
  return S_OK;
}

ULONG Callback::Release() noexcept {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT Callback::JobTransferred(IBackgroundCopyJob*) noexcept {
  channel_->Raise(BG_NOTIFY_JOB_TRANSFERRED);
  return S_OK;
}

HRESULT Callback::JobError(IBackgroundCopyJob*, IBackgroundCopyError*) noexcept {
  channel_->Raise(BG_NOTIFY_JOB_ERROR);
  return S_OK;
}

HRESULT Callback::JobModification(IBackgroundCopyJob*, DWORD) noexcept {
  channel_->Raise(BG_NOTIFY_JOB_MODIFICATION);
  return S_OK;
}

}  // namespace winprogress::bits
