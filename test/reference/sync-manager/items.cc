#include "items.h"

#include <cstring>

namespace reference {
namespace {

constexpr int kIconSize = 16;

void write(const Item& item, SYNCMGRITEM& out) {
  std::memset(&out, 0, sizeof out);
  out.cbSize = sizeof out;
  out.dwFlags = item.flags;
  out.ItemID = item.id;
  out.dwItemState = item.state;
  out.hIcon = item.icon ? reference_icon() : nullptr;
  copy_text(item.name, out.wszItemName);
  out.ftLastUpdate.dwLowDateTime = static_cast<DWORD>(item.last_update);
  out.ftLastUpdate.dwHighDateTime = static_cast<DWORD>(item.last_update >> 32);
}

}  // namespace

HICON reference_icon() noexcept {
  static const HICON icon = [] {
    BYTE transparent[kIconSize * kIconSize / 8];
    DWORD colours[kIconSize * kIconSize];
    std::memset(transparent, 0, sizeof transparent);
    for (DWORD& colour : colours)
      colour = 0xFF336699;
    return CreateIcon(GetModuleHandleW(nullptr), kIconSize, kIconSize, 1, 32, transparent,
                      reinterpret_cast<const BYTE*>(colours));
  }();
  return icon;
}

HRESULT WINAPI ItemEnumerator::Next(ULONG count, SYNCMGRITEM* items, ULONG* fetched) noexcept {
  return answered("ISyncMgrEnumItems.Next", Arguments().number(count), [&] {
    if (fetched) *fetched = 0;
    if (!items || (!fetched && count != 1)) return E_POINTER;
    ULONG given = 0;
    for (; given < count && next_ < items_.size(); ++given, ++next_)
      write(items_[next_], items[given]);
    if (fetched) *fetched = given;
    return given == count ? S_OK : S_FALSE;
  });
}

HRESULT WINAPI ItemEnumerator::Skip(ULONG count) noexcept {
  return answered("ISyncMgrEnumItems.Skip", Arguments().number(count), [&] {
    const std::size_t left = items_.size() - next_;
    next_ += std::min<std::size_t>(count, left);
    return count <= left ? S_OK : S_FALSE;
  });
}

HRESULT WINAPI ItemEnumerator::Reset() noexcept {
  return answered("ISyncMgrEnumItems.Reset", Arguments(), [&] {
    next_ = 0;
    return S_OK;
  });
}

HRESULT WINAPI ItemEnumerator::Clone(ISyncMgrEnumItems** clone) noexcept {
  return answered("ISyncMgrEnumItems.Clone", Arguments(), [&] {
    if (!clone) return E_POINTER;
    hand_out<ItemEnumerator>(clone, items_, next_);
    return S_OK;
  });
}

}  // namespace reference
