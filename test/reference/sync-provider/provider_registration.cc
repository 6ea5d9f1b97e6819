#include "provider_registration.h"

#include <algorithm>
#include <cstring>
#include <cwchar>

#include "server.h"

namespace reference {
namespace {

constexpr HRESULT kNotRegistered = static_cast<HRESULT>(0x80041602);  // SYNC_E_REGISTRATION_NOT_REGISTERED
constexpr GUID kProviderKeys = {0x84179E61, 0x60F6, 0x4C1C, {0x88, 0xED, 0xF1, 0xC5, 0x31, 0xB3, 0x2B, 0xDA}};

struct Registered {
  GUID instance;
  CLSID class_id;
  GUID content_type;
  DWORD capabilities;
  DWORD architecture;
  const wchar_t* name;
  /** Null: the property does not exist. */
  const wchar_t* description;
  DWORD state;
};

// The first has all optional properties of a provider, the second only the required ones.
constexpr Registered kRegistered[] = {
    {{0xA1000000, 0, 0x4000, {0x80, 0, 0, 0, 0, 0, 0, 1}},
     kReportingClass,
     {0xC1000000, 0, 0x4000, {0x80, 0, 0, 0, 0, 0, 0, 1}},
     5,
     3,
     L"Notes \u2013 r\u00E9sum\u00E9s",
     L"Notes of this machine",
     3},
    {{0xA2000000, 0, 0x4000, {0x80, 0, 0, 0, 0, 0, 0, 2}},
     kFailingClass,
     {0xC2000000, 0, 0x4000, {0x80, 0, 0, 0, 0, 0, 0, 2}},
     0,
     2,
     L"Contacts",
     nullptr,
     1},
};

const Registered* find(const GUID* instance) noexcept {
  const auto* const found = std::find_if(std::begin(kRegistered), std::end(kRegistered),
                                         [&](const Registered& each) { return each.instance == *instance; });
  return found == std::end(kRegistered) ? nullptr : found;
}

HRESULT give_text(const wchar_t* text, PROPVARIANT* value) noexcept {
  if (!text) return S_OK;
  const std::size_t size = (std::wcslen(text) + 1) * sizeof(wchar_t);
  value->pwszVal = static_cast<LPWSTR>(CoTaskMemAlloc(size));
  if (!value->pwszVal) return E_OUTOFMEMORY;
  std::memcpy(value->pwszVal, text, size);
  value->vt = VT_LPWSTR;
  return S_OK;
}

HRESULT give_guid(const GUID& guid, PROPVARIANT* value) noexcept {
  value->puuid = static_cast<CLSID*>(CoTaskMemAlloc(sizeof(GUID)));
  if (!value->puuid) return E_OUTOFMEMORY;
  *value->puuid = guid;
  value->vt = VT_CLSID;
  return S_OK;
}

HRESULT give_number(DWORD number, PROPVARIANT* value) noexcept {
  value->ulVal = number;
  value->vt = VT_UI4;
  return S_OK;
}

class ProviderInfo final : public Object<ProviderInfo, ISyncProviderInfo, IPropertyStore> {
 public:
  explicit ProviderInfo(const Registered& registered) noexcept : registered_(registered) {}

  HRESULT WINAPI GetCount(DWORD* count) noexcept override {
    if (!count) return E_POINTER;
    *count = 0;
    return S_OK;
  }
  HRESULT WINAPI GetAt(DWORD, PROPERTYKEY*) noexcept override { return E_INVALIDARG; }
  HRESULT WINAPI GetValue(REFPROPERTYKEY key, PROPVARIANT* value) noexcept override {
    if (!value) return E_POINTER;
    PropVariantInit(value);
    if (key.fmtid != kProviderKeys) return S_OK;
    switch (key.pid) {
      case 2:
        return give_guid(registered_.instance, value);
      case 3:
        return give_guid(registered_.class_id, value);
      case 5:
        return give_guid(registered_.content_type, value);
      case 6:
        return give_number(registered_.capabilities, value);
      case 7:
        return give_number(registered_.architecture, value);
      case 8:
        return give_text(registered_.name, value);
      case 9:
        return give_text(registered_.description, value);
      default:
        return S_OK;
    }
  }
  HRESULT WINAPI SetValue(REFPROPERTYKEY, REFPROPVARIANT) noexcept override { return STG_E_ACCESSDENIED; }
  HRESULT WINAPI Commit() noexcept override { return S_OK; }
  HRESULT WINAPI GetSyncProvider(DWORD, IUnknown** provider) noexcept override {
    if (!provider) return E_POINTER;
    *provider = nullptr;
    return E_NOTIMPL;
  }

 private:
  friend Object;
  ~ProviderInfo() = default;

  const Registered& registered_;
};

class Enumerator final : public Object<Enumerator, IEnumSyncProviderInfos> {
 public:
  explicit Enumerator(std::vector<const Registered*> providers, std::size_t next = 0)
      : providers_(std::move(providers)), next_(next) {}

  HRESULT WINAPI Next(ULONG count, ISyncProviderInfo** infos, ULONG* fetched) noexcept override {
    return guarded([&] {
      if (fetched) *fetched = 0;
      if (!infos || (!fetched && count != 1)) return E_POINTER;
      ULONG given = 0;
      for (; given < count && next_ < providers_.size(); ++given, ++next_)
        hand_out<ProviderInfo>(infos + given, *providers_[next_]);
      if (fetched) *fetched = given;
      return given == count ? S_OK : S_FALSE;
    });
  }
  HRESULT WINAPI Skip(ULONG count) noexcept override {
    const std::size_t left = providers_.size() - next_;
    next_ += std::min<std::size_t>(count, left);
    return count <= left ? S_OK : S_FALSE;
  }
  HRESULT WINAPI Reset() noexcept override {
    next_ = 0;
    return S_OK;
  }
  HRESULT WINAPI Clone(IEnumSyncProviderInfos** clone) noexcept override {
    return guarded([&] {
      if (!clone) return E_POINTER;
      hand_out<Enumerator>(clone, providers_, next_);
      return S_OK;
    });
  }

 private:
  friend Object;
  ~Enumerator() = default;

  const std::vector<const Registered*> providers_;
  std::size_t next_;
};

}  // namespace

HRESULT WINAPI ProviderRegistration::EnumerateSyncProviders(const GUID* content_type, DWORD state_mask, DWORD state,
                                                            REFCLSID provider_class, DWORD architecture,
                                                            IEnumSyncProviderInfos** infos) noexcept {
  return guarded([&] {
    if (!infos) return E_POINTER;
    std::vector<const Registered*> found;
    for (const Registered& each : kRegistered) {
      if (content_type && *content_type != each.content_type) continue;
      if ((each.state & state_mask) != (state & state_mask)) continue;
      if (provider_class != GUID_NULL && provider_class != each.class_id) continue;
      if ((each.architecture & architecture) != 0) found.push_back(&each);
    }
    hand_out<Enumerator>(infos, std::move(found));
    return S_OK;
  });
}

HRESULT WINAPI ProviderRegistration::GetSyncProviderInfo(const GUID* instance, ISyncProviderInfo** info) noexcept {
  return guarded([&] {
    if (!instance || !info) return E_POINTER;
    const Registered* const found = find(instance);
    if (!found) return kNotRegistered;
    hand_out<ProviderInfo>(info, *found);
    return S_OK;
  });
}

HRESULT WINAPI ProviderRegistration::GetSyncProviderState(const GUID* instance, DWORD* state) noexcept {
  if (!instance || !state) return E_POINTER;
  const Registered* const found = find(instance);
  if (!found) return kNotRegistered;
  *state = found->state;
  return S_OK;
}

// Registrations are read-only and are not opened here.
HRESULT WINAPI ProviderRegistration::CreateSyncProviderConfigUIRegistrationInstance(const void*, IUnknown**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI ProviderRegistration::UnregisterSyncProviderConfigUI(const GUID*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI ProviderRegistration::EnumerateSyncProviderConfigUIs(const GUID*, DWORD, IUnknown**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI ProviderRegistration::CreateSyncProviderRegistrationInstance(const void*, ISyncProviderInfo**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI ProviderRegistration::UnregisterSyncProvider(const GUID*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI ProviderRegistration::GetSyncProviderConfigUIInfoforProvider(const GUID*, IUnknown**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI ProviderRegistration::GetSyncProviderFromInstanceId(const GUID*, DWORD, IUnknown**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI ProviderRegistration::GetSyncProviderConfigUIInfo(const GUID*, IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI ProviderRegistration::GetSyncProviderConfigUIFromInstanceId(const GUID*, DWORD, IUnknown**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI ProviderRegistration::SetSyncProviderState(const GUID*, DWORD, DWORD) noexcept { return E_NOTIMPL; }
HRESULT WINAPI ProviderRegistration::RegisterForEvent(HANDLE*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI ProviderRegistration::RevokeEvent(HANDLE) noexcept { return E_NOTIMPL; }
HRESULT WINAPI ProviderRegistration::GetChange(HANDLE, IUnknown**) noexcept { return E_NOTIMPL; }

}  // namespace reference
