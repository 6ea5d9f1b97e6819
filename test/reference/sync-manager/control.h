// Sync Center's control object.
#pragma once

#include "object.h"

namespace reference {

class Control final : public Object<Control, ISyncMgrControl> {
 public:
  HRESULT WINAPI StartHandlerSync(LPCWSTR handler, HWND owner, IUnknown* object, SYNCMGR_SYNC_CONTROL_FLAGS flags,
                                  ISyncMgrSyncResult* result) noexcept override;
  HRESULT WINAPI StartItemSync(LPCWSTR handler, LPCWSTR* items, ULONG count, HWND owner, IUnknown* object,
                               SYNCMGR_SYNC_CONTROL_FLAGS flags, ISyncMgrSyncResult* result) noexcept override;
  HRESULT WINAPI StartSyncAll(HWND owner) noexcept override;
  HRESULT WINAPI StopHandlerSync(LPCWSTR handler) noexcept override;
  HRESULT WINAPI StopItemSync(LPCWSTR handler, LPCWSTR* items, ULONG count) noexcept override;
  HRESULT WINAPI StopSyncAll() noexcept override;
  HRESULT WINAPI UpdateHandlerCollection(REFCLSID collection, SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI UpdateHandler(LPCWSTR handler, SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI UpdateItem(LPCWSTR handler, LPCWSTR item, SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI UpdateEvents(LPCWSTR handler, LPCWSTR item, SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI UpdateConflict(LPCWSTR handler, LPCWSTR item, ISyncMgrConflict* conflict,
                                SYNCMGR_UPDATE_REASON reason) noexcept override;
  HRESULT WINAPI UpdateConflicts(LPCWSTR handler, LPCWSTR item, SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI ActivateHandler(WINBOOL activate, LPCWSTR handler, HWND owner,
                                 SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI EnableHandler(WINBOOL enable, LPCWSTR handler, HWND owner,
                               SYNCMGR_CONTROL_FLAGS flags) noexcept override;
  HRESULT WINAPI EnableItem(WINBOOL enable, LPCWSTR handler, LPCWSTR item, HWND owner,
                            SYNCMGR_CONTROL_FLAGS flags) noexcept override;

 private:
  friend Object;
  ~Control() = default;
};

}  // namespace reference
