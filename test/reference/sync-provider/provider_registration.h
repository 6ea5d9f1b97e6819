// The registration of sync providers, with two that are registered.
#pragma once

#include "object.h"
#include "reference_syncregistration.h"

namespace reference {

class ProviderRegistration final : public Object<ProviderRegistration, ISyncProviderRegistration> {
 public:
  HRESULT WINAPI CreateSyncProviderConfigUIRegistrationInstance(const void* configuration,
                                                                IUnknown** info) noexcept override;
  HRESULT WINAPI UnregisterSyncProviderConfigUI(const GUID* instance) noexcept override;
  HRESULT WINAPI EnumerateSyncProviderConfigUIs(const GUID* content_type, DWORD architecture,
                                                IUnknown** infos) noexcept override;
  HRESULT WINAPI CreateSyncProviderRegistrationInstance(const void* configuration,
                                                        ISyncProviderInfo** info) noexcept override;
  HRESULT WINAPI UnregisterSyncProvider(const GUID* instance) noexcept override;
  HRESULT WINAPI GetSyncProviderConfigUIInfoforProvider(const GUID* instance, IUnknown** info) noexcept override;
  HRESULT WINAPI EnumerateSyncProviders(const GUID* content_type, DWORD state_mask, DWORD state,
                                        REFCLSID provider_class, DWORD architecture,
                                        IEnumSyncProviderInfos** infos) noexcept override;
  HRESULT WINAPI GetSyncProviderInfo(const GUID* instance, ISyncProviderInfo** info) noexcept override;
  HRESULT WINAPI GetSyncProviderFromInstanceId(const GUID* instance, DWORD context,
                                               IUnknown** provider) noexcept override;
  HRESULT WINAPI GetSyncProviderConfigUIInfo(const GUID* instance, IUnknown** info) noexcept override;
  HRESULT WINAPI GetSyncProviderConfigUIFromInstanceId(const GUID* instance, DWORD context,
                                                       IUnknown** config_ui) noexcept override;
  HRESULT WINAPI GetSyncProviderState(const GUID* instance, DWORD* state) noexcept override;
  HRESULT WINAPI SetSyncProviderState(const GUID* instance, DWORD mask, DWORD state) noexcept override;
  HRESULT WINAPI RegisterForEvent(HANDLE* event) noexcept override;
  HRESULT WINAPI RevokeEvent(HANDLE event) noexcept override;
  HRESULT WINAPI GetChange(HANDLE event, IUnknown** change) noexcept override;

 private:
  friend Object;
  ~ProviderRegistration() = default;
};

}  // namespace reference
