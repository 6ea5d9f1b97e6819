#pragma once

#include <windows.h>

#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "syncmgr/interfaces.h"

namespace winprogress::syncmgr {

using IconBytes = std::vector<std::uint8_t>;

// ItemRecord of lib/syncmgr/verbs.ts.
struct ItemRecord {
  GUID item_id;
  std::wstring name;
  DWORD flags;
  bool is_checked;
  std::uint64_t last_update;
  std::optional<IconBytes> icon;
};

// ItemsRecord.
struct ItemsRecord {
  HRESULT result;
  std::vector<ItemRecord> items;
};

// HandlerInfoRecord.
struct HandlerInfoRecord {
  std::wstring name;
  DWORD flags;
  std::optional<IconBytes> icon;
};

// EnumSyncMgrItems, and all items that it enumerates. In the handler's lane. Throws HResultFailure.
ItemsRecord ReadItems(ISynchronize& handler, bool with_icons);
HandlerInfoRecord ReadHandlerInfo(ISynchronize& handler, bool with_icon);

// Text in an array that need not have room for a terminator.
std::wstring ReadArray(const WCHAR* text, std::size_t length);

Napi::Value ToValue(Napi::Env env, const std::optional<IconBytes>& bytes);
Napi::Value ToValue(Napi::Env env, const ItemsRecord& items);
Napi::Value ToValue(Napi::Env env, const HandlerInfoRecord& info);

}  // namespace winprogress::syncmgr
