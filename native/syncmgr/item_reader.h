#pragma once

#include <windows.h>

#include <napi.h>

#include <optional>
#include <string>
#include <vector>

#include "com/codec.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using IconBytes = com::Bytes;

// ItemRecord of lib/syncmgr/verbs.ts.
struct ItemRecord {
  GUID item_id = {};
  std::wstring name;
  DWORD flags = 0;
  bool is_checked = false;
  FILETIME last_update = {};
  std::optional<IconBytes> icon;
};

// ItemsRecord.
struct ItemsRecord {
  HRESULT result = S_OK;
  std::vector<ItemRecord> items;
};

// HandlerInfoRecord.
struct HandlerInfoRecord {
  std::wstring name;
  DWORD flags = 0;
  std::optional<IconBytes> icon;
};

// EnumSyncMgrItems, and all items that it enumerates. In the handler's lane. Throws HResultFailure.
ItemsRecord ReadItems(ISyncMgrSynchronize& handler, bool with_icons);
HandlerInfoRecord ReadHandlerInfo(ISyncMgrSynchronize& handler, bool with_icon);

// Text in an array that may lack a terminator.
std::wstring ReadArray(const WCHAR* text, std::size_t length);

Napi::Value ToValue(Napi::Env env, const ItemRecord& item);
Napi::Value ToValue(Napi::Env env, const ItemsRecord& record);
Napi::Value ToValue(Napi::Env env, const HandlerInfoRecord& info);

}  // namespace winprogress::syncmgr
