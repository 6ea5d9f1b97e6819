#include "winsync/registration.h"

#include <propidl.h>

#include "com/activation.h"
#include "com/guid.h"
#include "com/hresult.h"
#include "com/text.h"
#include "winsync/identifiers.h"
#include "winsync/registration_interfaces.h"

namespace winprogress::winsync {

using com::ComPtr;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kEnumerate[] = "ISyncProviderRegistration.EnumerateSyncProviders";
constexpr char kNext[] = "IEnumSyncProviderInfos.Next";

// More than anybody registers; an enumerator that goes on beyond it never ends.
constexpr std::size_t kMostProviders = 100'000;

// Owns what a property store puts into a PROPVARIANT.
class PropertyValue {
 public:
  PropertyValue() noexcept { PropVariantInit(&value_); }
  PropertyValue(const PropertyValue&) = delete;
  PropertyValue& operator=(const PropertyValue&) = delete;
  ~PropertyValue() { PropVariantClear(&value_); }

  PROPVARIANT* Receive() noexcept { return &value_; }
  const PROPVARIANT* operator->() const noexcept { return &value_; }

 private:
  PROPVARIANT value_;
};

void ReadProperty(ISyncProviderInfo& info, DWORD id, PropertyValue& value) noexcept {
  const PROPERTYKEY key = {kProviderProperties, id};
  // What is not there leaves the value empty, as a failure does.
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

std::optional<std::wstring> ReadGuidText(ISyncProviderInfo& info, DWORD id) {
  const std::optional<GUID> guid = ReadGuid(info, id);
  if (!guid.has_value()) return std::nullopt;
  return com::FormatGuid(*guid);
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
  provider.instance_id = com::FormatGuid(*instance_id);
  provider.class_id = ReadGuidText(info, kClassId);
  provider.config_ui_id = ReadGuidText(info, kConfigUi);
  provider.content_type = ReadGuidText(info, kContentType);
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
      kClassSyncProviderRegistration, kInterfaceSyncProviderRegistration, CLSCTX_INPROC_SERVER);
  ComPtr<IEnumSyncProviderInfos> enumerator;
  ThrowIfFailed(registration->EnumerateSyncProviders(nullptr, 0, 0, GUID{}, kEveryArchitecture, enumerator.Receive()),
                kEnumerate);
  if (!enumerator) throw HResultFailure(E_UNEXPECTED, kEnumerate);
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

Napi::Object ToObject(Napi::Env env, const RegisteredProvider& provider) {
  const auto text = [env](const std::optional<std::wstring>& value) -> Napi::Value {
    return value.has_value() ? Napi::Value(com::FromWide(env, *value)) : env.Null();
  };
  const auto number = [env](const std::optional<DWORD>& value) -> Napi::Value {
    return value.has_value() ? Napi::Value(Napi::Number::New(env, *value)) : env.Null();
  };
  Napi::Object object = Napi::Object::New(env);
  object.Set("instanceId", com::FromWide(env, provider.instance_id));
  object.Set("clsid", text(provider.class_id));
  object.Set("configUiId", text(provider.config_ui_id));
  object.Set("contentType", text(provider.content_type));
  object.Set("capabilities", number(provider.capabilities));
  object.Set("supportedArchitecture", number(provider.supported_architecture));
  object.Set("name", text(provider.name));
  object.Set("description", text(provider.description));
  object.Set("tooltip", text(provider.tooltip));
  object.Set("icon", text(provider.icon));
  object.Set("state", number(provider.state));
  return object;
}

}  // namespace winprogress::winsync
