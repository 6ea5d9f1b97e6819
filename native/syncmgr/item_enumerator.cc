#include "syncmgr/item_enumerator.h"

#include <algorithm>

#include "com/sink_result.h"

namespace winprogress::syncmgr {

HRESULT ItemEnumerator::Next(ULONG count, SyncMgrItem* items, ULONG* fetched) noexcept {
  if (fetched != nullptr) *fetched = 0;
  // The count may be omitted only for a single item.
  if (items == nullptr || (fetched == nullptr && count != 1)) return E_POINTER;
  const std::size_t position = position_;
  const std::size_t given = std::min<std::size_t>(count, items_->size() - position);
  std::copy_n(items_->begin() + static_cast<std::ptrdiff_t>(position), given, items);
  position_ = position + given;
  if (fetched != nullptr) *fetched = static_cast<ULONG>(given);
  return given == count ? S_OK : S_FALSE;
}

HRESULT ItemEnumerator::Skip(ULONG count) noexcept {
  const std::size_t left = items_->size() - position_;
  const std::size_t skipped = std::min<std::size_t>(count, left);
  position_ += skipped;
  return skipped == count ? S_OK : S_FALSE;
}

HRESULT ItemEnumerator::Reset() noexcept {
  position_ = 0;
  return S_OK;
}

HRESULT ItemEnumerator::Clone(ISyncMgrEnumItems** clone) noexcept {
  if (clone == nullptr) return E_POINTER;
  *clone = nullptr;
  return com::OrOutOfMemory([&] {
    com::Return(com::MakeObject<ItemEnumerator>(items_, position_), clone);
    return S_OK;
  });
}

}  // namespace winprogress::syncmgr
