#pragma once

#include <windows.h>

#include <optional>
#include <string>

#include "com/codec.h"

namespace winprogress::syncmgr {

// ISyncMgrSynchronizeInvoke and ISyncMgrRegister of CLSID_SyncMgr. In a lane; all throw HResultFailure.
// https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronizeinvoke
void UpdateItems(DWORD flags, const GUID& class_id, const std::optional<com::Bytes>& cookie);
void UpdateAll();
// https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrregister
void RegisterHandler(const GUID& class_id, const std::optional<std::wstring>& description, DWORD flags);
void UnregisterHandler(const GUID& class_id);
// std::nullopt for a handler that is not registered.
std::optional<DWORD> GetHandlerRegistrationInfo(const GUID& class_id);

}  // namespace winprogress::syncmgr
