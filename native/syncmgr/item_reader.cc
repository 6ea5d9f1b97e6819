#include "syncmgr/item_reader.h"

#include <algorithm>
#include <array>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/task_memory.h"
#include "com/text.h"
#include "syncmgr/guids.h"
#include "syncmgr/icon.h"

namespace winprogress::syncmgr {

using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kEnumerate[] = "ISyncMgrSynchronize.EnumSyncMgrItems";
constexpr char kNext[] = "ISyncMgrEnumItems.Next";
constexpr char kGetHandlerInfo[] = "ISyncMgrSynchronize.GetHandlerInfo";

constexpr ULONG kBatch = 64;

// More than anybody synchronises; an enumerator that goes on beyond it never ends.
constexpr std::size_t kMostItems = 1'000'000;

ItemRecord ReadItem(const Item& item, bool with_icon) {
  ItemRecord record;
  record.item_id = item.item_id;
  record.name = ReadArray(item.name, kItemNameLength);
  record.flags = item.flags;
  record.is_checked = item.state != 0;
  record.last_update =
      static_cast<std::uint64_t>(item.last_update.dwHighDateTime) << 32 | item.last_update.dwLowDateTime;
  if (with_icon) record.icon = ReadIcon(item.icon);
  return record;
}

}  // namespace

std::wstring ReadArray(const WCHAR* text, std::size_t length) {
  return std::wstring(text, std::find(text, text + length, L'\0'));
}

ItemsRecord ReadItems(ISynchronize& handler, bool with_icons) {
  com::ComPtr<IEnumItems> enumerator;
  ItemsRecord record = {};
  record.result = ThrowIfFailed(handler.EnumSyncMgrItems(enumerator.Receive()), kEnumerate);
  if (!enumerator) throw HResultFailure(E_UNEXPECTED, kEnumerate);
  const auto batch = std::make_unique<std::array<Item, kBatch>>();
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

HandlerInfoRecord ReadHandlerInfo(ISynchronize& handler, bool with_icon) {
  HandlerInfo* received = nullptr;
  const HRESULT result = handler.GetHandlerInfo(&received);
  const com::TaskMemory<HandlerInfo> info(received);
  ThrowIfFailed(result, kGetHandlerInfo);
  if (info == nullptr) throw HResultFailure(E_UNEXPECTED, kGetHandlerInfo);
  HandlerInfoRecord record;
  record.name = ReadArray(info->name, kHandlerNameLength);
  record.flags = info->flags;
  if (with_icon) record.icon = ReadIcon(info->icon);
  return record;
}

Napi::Value ToValue(Napi::Env env, const std::optional<IconBytes>& bytes) {
  if (!bytes.has_value()) return env.Null();
  Napi::Uint8Array array = Napi::Uint8Array::New(env, bytes->size());
  std::copy(bytes->begin(), bytes->end(), array.Data());
  return array;
}

Napi::Value ToValue(Napi::Env env, const ItemsRecord& record) {
  Napi::Array items = Napi::Array::New(env, record.items.size());
  for (std::size_t index = 0; index < record.items.size(); ++index) {
    const ItemRecord& item = record.items[index];
    Napi::Object object = Napi::Object::New(env);
    object.Set("itemId", FromGuid(env, item.item_id));
    object.Set("name", com::FromWide(env, item.name));
    object.Set("flags", Napi::Number::New(env, item.flags));
    object.Set("checked", Napi::Boolean::New(env, item.is_checked));
    object.Set("lastUpdate", Napi::BigInt::New(env, item.last_update));
    object.Set("icon", ToValue(env, item.icon));
    items.Set(static_cast<std::uint32_t>(index), object);
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("hresult", Napi::Number::New(env, static_cast<DWORD>(record.result)));
  result.Set("items", items);
  return result;
}

Napi::Value ToValue(Napi::Env env, const HandlerInfoRecord& info) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", com::FromWide(env, info.name));
  object.Set("flags", Napi::Number::New(env, info.flags));
  object.Set("icon", ToValue(env, info.icon));
  return object;
}

}  // namespace winprogress::syncmgr
