// The legacy Sync Manager: registered handlers, and requests to run them.
#pragma once

#include "object.h"

namespace reference {

/** Registrations go to the machine's registry, where the documentation has their key; the value `Flags` is a choice. */
class SyncManager final : public Object<SyncManager, ISyncMgrSynchronizeInvoke, ISyncMgrRegister> {
 public:
  HRESULT WINAPI UpdateItems(DWORD flags, REFCLSID handler, DWORD cookie_size, const BYTE* cookie) noexcept override;
  HRESULT WINAPI UpdateAll() noexcept override;

  HRESULT WINAPI RegisterSyncMgrHandler(REFCLSID handler, LPCWSTR description, DWORD flags) noexcept override;
  HRESULT WINAPI UnregisterSyncMgrHandler(REFCLSID handler, DWORD reserved) noexcept override;
  HRESULT WINAPI GetHandlerRegistrationInfo(REFCLSID handler, DWORD* flags) noexcept override;

 private:
  friend Object;
  ~SyncManager() = default;
};

/** Removes the registrations of this process. */
void reset_registrations() noexcept;

}  // namespace reference
