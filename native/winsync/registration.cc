#include "winsync/registration.h"

#include <propidl.h>

#include "com/activation.h"
#include "com/codec.h"
#include "com/hresult.h"
#include "winsync/identifiers.h"
#include "winsync/registration_interfaces.h"

namespace winprogress::winsync {

using com::ComPtr;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kEnumerate[] = "ISyncProviderRegistration.EnumerateSyncProviders";
constexpr char kNext[] = "IEnumSyncProviderInfos.Next";

// An enumerator with more providers counts as endless.
constexpr std::size_t kMostProviders = 100'000;

// Owns a PROPVARIANT that a property store fills.
class PropertyValue {
 public:
  PropertyValue() noexcept { PropVariantInit(&value_); }
  PropertyValue(const PropertyValue&) = delete;
  PropertyValue& operator=(const PropertyValue&) = delete;
  ~PropertyValue() { PropVariantClear(&value_); }

  PROPVARIANT* Receive() noexcept { return &value_; }
  const PROPVARIANT* operator->() const noexcept { return &value_; }

 private:
  PROPVARIANT value_ = {};
};

void ReadProperty(ISyncProviderInfo& info, DWORD id, PropertyValue& value) noexcept {
  const PROPERTYKEY key = {kProviderProperties, id};
  // A missing property leaves the value empty, as a failure does.
  info.GetValue(key, value.Receive());
}

std::optional<std::wstring> ReadText(ISyncProviderInfo& info, DWORD id) {
  PropertyValue value;
  ReadProperty(info, id, value);
  if (value->vt != VT_LPWSTR || value->pwszVal == nullptr) return std::nullopt;
  return std::wstring(value->pwszVal);
}

std::optional<GUID> ReadGuid(ISyncProviderInfo& info, DWORD id) {
  PropertyValue value;
  ReadProperty(info, id, value);
  if (value->vt != VT_CLSID || value->puuid == nullptr) return std::nullopt;
  return *value->puuid;
}

std::optional<DWORD> ReadDword(ISyncProviderInfo& info, DWORD id) {
  PropertyValue value;
  ReadProperty(info, id, value);
  if (value->vt != VT_UI4) return std::nullopt;
  return value->ulVal;
}

RegisteredProvider ReadProvider(ISyncProviderRegistration& registration, ISyncProviderInfo& info) {
  const std::optional<GUID> instance_id = ReadGuid(info, kInstanceId);
  if (!instance_id.has_value())
    throw HResultFailure(E_UNEXPECTED, "ISyncProviderInfo.GetValue", "PKEY_PROVIDER_INSTANCEID");
  RegisteredProvider provider;
  provider.instance_id = *instance_id;
  provider.class_id = ReadGuid(info, kClassId);
  provider.config_ui_id = ReadGuid(info, kConfigUi);
  provider.content_type = ReadGuid(info, kContentType);
  provider.capabilities = ReadDword(info, kCapabilities);
  provider.supported_architecture = ReadDword(info, kSupportedArchitecture);
  provider.name = ReadText(info, kName);
  provider.description = ReadText(info, kDescription);
  provider.tooltip = ReadText(info, kTooltips);
  provider.icon = ReadText(info, kIcon);
  DWORD state = 0;
  if (SUCCEEDED(registration.GetSyncProviderState(&*instance_id, &state))) provider.state = state;
  return provider;
}

}  // namespace

std::vector<RegisteredProvider> ReadRegisteredProviders() {
  const auto registration = com::Activate<ISyncProviderRegistration>(
      kClassSyncProviderRegistration, CLSCTX_INPROC_SERVER, com::Impersonation::kIdentify);
  const auto enumerator = com::Obtain<IEnumSyncProviderInfos>(kEnumerate, [&](IEnumSyncProviderInfos** infos) {
    return registration->EnumerateSyncProviders(nullptr, 0, 0, GUID{}, kEveryArchitecture, infos);
  });
  std::vector<RegisteredProvider> providers;
  for (;;) {
    ComPtr<ISyncProviderInfo> info;
    ULONG fetched = 0;
    ThrowIfFailed(enumerator->Next(1, info.Receive(), &fetched), kNext);
    if (fetched == 0 || !info) return providers;
    if (providers.size() >= kMostProviders) throw HResultFailure(E_UNEXPECTED, kNext, "it never ends");
    providers.push_back(ReadProvider(*registration, *info));
  }
}

Napi::Value ToValue(Napi::Env env, const RegisteredProvider& provider) {
  return com::ObjectWriter(env)
      .Set("instanceId", provider.instance_id)
      .Set("clsid", provider.class_id)
      .Set("configUiId", provider.config_ui_id)
      .Set("contentType", provider.content_type)
      .Set("capabilities", provider.capabilities)
      .Set("supportedArchitecture", provider.supported_architecture)
      .Set("name", provider.name)
      .Set("description", provider.description)
      .Set("tooltip", provider.tooltip)
      .Set("icon", provider.icon)
      .Set("state", provider.state)
      .object();
}

}  // namespace winprogress::winsync
