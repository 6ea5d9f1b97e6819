#include "syncmgr/item_reader.h"

#include <algorithm>
#include <array>

#include "com/activation.h"
#include "com/hresult.h"
#include "com/task_memory.h"
#include "syncmgr/icon.h"

namespace winprogress::syncmgr {

using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kEnumerate[] = "ISyncMgrSynchronize.EnumSyncMgrItems";
constexpr char kNext[] = "ISyncMgrEnumItems.Next";
constexpr char kGetHandlerInfo[] = "ISyncMgrSynchronize.GetHandlerInfo";

constexpr ULONG kBatch = 64;

// An enumerator with more items counts as endless.
constexpr std::size_t kMostItems = 1'000'000;

ItemRecord ReadItem(const SyncMgrItem& item, bool with_icon) {
  ItemRecord record;
  record.item_id = item.item_id;
  record.name = ReadArray(item.name, kItemNameLength);
  record.flags = item.flags;
  record.is_checked = item.state != 0;
  record.last_update = item.last_update;
  if (with_icon) record.icon = ReadIcon(item.icon);
  return record;
}

}  // namespace

std::wstring ReadArray(const WCHAR* text, std::size_t length) {
  return std::wstring(text, std::find(text, text + length, L'\0'));
}

ItemsRecord ReadItems(ISyncMgrSynchronize& handler, bool with_icons) {
  ItemsRecord record = {};
  const auto enumerator = com::ObtainProxy<ISyncMgrEnumItems>(
      kEnumerate, com::Impersonation::kIdentify,
      [&](ISyncMgrEnumItems** items) { return record.result = handler.EnumSyncMgrItems(items); });
  const auto batch = std::make_unique<std::array<SyncMgrItem, kBatch>>();
  for (;;) {
    ULONG fetched = 0;
    const HRESULT result = ThrowIfFailed(enumerator->Next(kBatch, batch->data(), &fetched), kNext);
    if (fetched > kBatch) throw HResultFailure(E_UNEXPECTED, kNext);
    for (ULONG index = 0; index < fetched; ++index)
      record.items.push_back(ReadItem((*batch)[index], with_icons));
    if (fetched == 0 || result == S_FALSE) return record;
    if (record.items.size() > kMostItems) throw HResultFailure(E_UNEXPECTED, kNext, "it never ends");
  }
}

HandlerInfoRecord ReadHandlerInfo(ISyncMgrSynchronize& handler, bool with_icon) {
  SyncMgrHandlerInfo* received = nullptr;
  const HRESULT result = handler.GetHandlerInfo(&received);
  const com::TaskMemory<SyncMgrHandlerInfo> info(received);
  ThrowIfFailed(result, kGetHandlerInfo);
  if (info == nullptr) throw HResultFailure(E_UNEXPECTED, kGetHandlerInfo);
  HandlerInfoRecord record;
  record.name = ReadArray(info->name, kHandlerNameLength);
  record.flags = info->flags;
  if (with_icon) record.icon = ReadIcon(info->icon);
  return record;
}

Napi::Value ToValue(Napi::Env env, const ItemRecord& item) {
  return com::ObjectWriter(env)
      .Set("itemId", item.item_id)
      .Set("name", item.name)
      .Set("flags", item.flags)
      .Set("checked", item.is_checked)
      .Set("lastUpdate", item.last_update)
      .Set("icon", item.icon)
      .object();
}

Napi::Value ToValue(Napi::Env env, const ItemsRecord& record) {
  return com::ObjectWriter(env).SetHResult("hresult", record.result).Set("items", record.items).object();
}

Napi::Value ToValue(Napi::Env env, const HandlerInfoRecord& info) {
  return com::ObjectWriter(env).Set("name", info.name).Set("flags", info.flags).Set("icon", info.icon).object();
}

}  // namespace winprogress::syncmgr
