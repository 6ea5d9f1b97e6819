#pragma once

#include <napi.h>

#include <memory>
#include <string>
#include <vector>

#include "com/com_ptr.h"
#include "syncmgr/center_interfaces.h"

namespace winprogress::syncmgr {

// On the JavaScript thread.
std::vector<std::wstring> ToTexts(const Napi::Value& value);

// Item ids as the methods of Sync Center take them. Points into the texts, which must stay.
std::vector<LPCWSTR> ToPointers(const std::vector<std::wstring>& texts);

// ISyncMgrSessionCreator.CreateSession of a new creator. In a lane only.
com::ComPtr<ISyncCallback> CreateSession(const std::wstring& handler_id, const std::vector<std::wstring>& item_ids);

}  // namespace winprogress::syncmgr
