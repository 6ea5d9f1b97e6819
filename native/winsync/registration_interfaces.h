#pragma once

#include <windows.h>

#include <propsys.h>
#include <unknwn.h>

// The used part of syncregistration.h. Slots that are not called are declared without their parameters.
// https://learn.microsoft.com/windows/win32/api/syncregistration/
namespace winprogress::winsync {

// SYNC_32_BIT_SUPPORTED and SYNC_64_BIT_SUPPORTED.
constexpr DWORD kEveryArchitecture = 0x1 | 0x2;

// PKEY_PROVIDER_…: one format, with a number for each property.
inline constexpr GUID kProviderProperties = {
    0x84179E61, 0x60F6, 0x4C1C, {0x88, 0xED, 0xF1, 0xC5, 0x31, 0xB3, 0x2B, 0xDA}};
constexpr DWORD kInstanceId = 2;
constexpr DWORD kClassId = 3;
constexpr DWORD kConfigUi = 4;
constexpr DWORD kContentType = 5;
constexpr DWORD kCapabilities = 6;
constexpr DWORD kSupportedArchitecture = 7;
constexpr DWORD kName = 8;
constexpr DWORD kDescription = 9;
constexpr DWORD kTooltips = 10;
constexpr DWORD kIcon = 11;

struct ISyncProviderInfo : IPropertyStore {
  virtual HRESULT STDMETHODCALLTYPE GetSyncProvider(DWORD class_context, IUnknown** provider) = 0;
};

struct IEnumSyncProviderInfos : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG count, ISyncProviderInfo** infos, ULONG* fetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG count) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset() = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumSyncProviderInfos** clone) = 0;
};

struct ISyncProviderRegistration : IUnknown {
  virtual void CreateSyncProviderConfigUIRegistrationInstance() = 0;
  virtual void UnregisterSyncProviderConfigUI() = 0;
  virtual void EnumerateSyncProviderConfigUIs() = 0;
  virtual void CreateSyncProviderRegistrationInstance() = 0;
  virtual void UnregisterSyncProvider() = 0;
  virtual void GetSyncProviderConfigUIInfoforProvider() = 0;
  virtual HRESULT STDMETHODCALLTYPE EnumerateSyncProviders(const GUID* content_type, DWORD state_flags_mask,
                                                           DWORD state_flags, REFCLSID provider_class,
                                                           DWORD supported_architecture,
                                                           IEnumSyncProviderInfos** providers) = 0;
  virtual void GetSyncProviderInfo() = 0;
  virtual void GetSyncProviderFromInstanceId() = 0;
  virtual void GetSyncProviderConfigUIInfo() = 0;
  virtual void GetSyncProviderConfigUIFromInstanceId() = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSyncProviderState(const GUID* instance_id, DWORD* state_flags) = 0;
};

}  // namespace winprogress::winsync
