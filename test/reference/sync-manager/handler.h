// The scripted legacy handler.
#pragma once

#include "object.h"
#include "steps.h"

namespace reference {

class Handler final : public Object<Handler, ISyncMgrSynchronize> {
 public:
  HRESULT WINAPI Initialize(DWORD reserved, DWORD flags, DWORD cookie_size, const BYTE* cookie) noexcept override;
  HRESULT WINAPI GetHandlerInfo(SYNCMGRHANDLERINFO** information) noexcept override;
  HRESULT WINAPI EnumSyncMgrItems(ISyncMgrEnumItems** items) noexcept override;
  HRESULT WINAPI GetItemObject(REFSYNCMGRITEMID item, REFIID identifier, void** object) noexcept override;
  HRESULT WINAPI ShowProperties(HWND parent, REFSYNCMGRITEMID item) noexcept override;
  HRESULT WINAPI SetProgressCallback(ISyncMgrSynchronizeCallback* callback) noexcept override;
  HRESULT WINAPI PrepareForSync(ULONG count, SYNCMGRITEMID* items, HWND parent, DWORD reserved) noexcept override;
  HRESULT WINAPI Synchronize(HWND parent) noexcept override;
  HRESULT WINAPI SetItemStatus(REFSYNCMGRITEMID item, DWORD status) noexcept override;
  HRESULT WINAPI ShowError(HWND parent, REFSYNCMGRERRORID error) noexcept override;

 private:
  friend Object;
  ~Handler() = default;

  /** `call` is the COM method, `steps` the name by which tests script it. */
  HRESULT start(const char* call, const char* steps, const Arguments& arguments) noexcept;

  ComPtr<ISyncMgrSynchronizeCallback> callback_;
  std::shared_ptr<Preparation> preparation_ = std::make_shared<Preparation>(std::vector<GUID>());
};

}  // namespace reference
