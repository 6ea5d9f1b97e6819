#pragma once

#include <windows.h>

#include <napi.h>

#include <optional>
#include <string>
#include <vector>

namespace winprogress::winsync {

// ProviderRecord of lib/winsync/verbs.ts.
struct RegisteredProvider {
  GUID instance_id = {};
  std::optional<GUID> class_id;
  std::optional<GUID> config_ui_id;
  std::optional<GUID> content_type;
  std::optional<DWORD> capabilities;
  std::optional<DWORD> supported_architecture;
  std::optional<std::wstring> name;
  std::optional<std::wstring> description;
  std::optional<std::wstring> tooltip;
  std::optional<std::wstring> icon;
  std::optional<DWORD> state;
};

// The providers that are registered on this machine, of every content type, class, state and architecture. In a lane.
std::vector<RegisteredProvider> ReadRegisteredProviders();

Napi::Value ToValue(Napi::Env env, const RegisteredProvider& provider);

}  // namespace winprogress::winsync
