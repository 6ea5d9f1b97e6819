#pragma once

#include <windows.h>

#include <napi.h>

#include <optional>
#include <string>
#include <vector>

namespace winprogress::syncmgr {

// HandlerRegistrationRecord of lib/syncmgr/verbs.ts.
struct HandlerRegistration {
  std::wstring class_id;
  std::optional<std::wstring> description;
};

Napi::Value ToValue(Napi::Env env, const HandlerRegistration& registration);

// In a lane. All throw HResultFailure.
std::vector<HandlerRegistration> ReadHandlers();
void WriteClass(bool for_machine, const std::wstring& class_id, const std::wstring& description,
                const std::wstring& command);
// Content when there is none.
void DeleteClass(bool for_machine, const std::wstring& class_id);

}  // namespace winprogress::syncmgr
