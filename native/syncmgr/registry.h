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
// ERROR_ALREADY_EXISTS if the class exists and was not written by this function.
void WriteClass(bool for_machine, const GUID& class_id, const std::wstring& description, const std::wstring& command);
// Succeeds if the class does not exist. REGDB_E_INVALIDVALUE if it differs from what WriteClass writes.
void DeleteClass(bool for_machine, const GUID& class_id);

}  // namespace winprogress::syncmgr
