#include "syncmgr/item_enumerator.h"

#include <algorithm>

#include "com/sink_result.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

HRESULT ItemEnumerator::QueryInterface(REFIID interface_id, void** object) noexcept {
  if (object == nullptr) return E_POINTER;
  if (interface_id != kInterfaceEnumItems && interface_id != IID_IUnknown) {
    *object = nullptr;
    return E_NOINTERFACE;
  }
  *object = static_cast<IEnumItems*>(this);
  AddRef();
  return S_OK;
}

ULONG ItemEnumerator::Release() noexcept {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT ItemEnumerator::Next(ULONG count, Item* items, ULONG* fetched) noexcept {
  if (fetched != nullptr) *fetched = 0;
  // Who does not ask how many came must want one.
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

HRESULT ItemEnumerator::Clone(IEnumItems** clone) noexcept {
  if (clone == nullptr) return E_POINTER;
  *clone = nullptr;
  return com::OrOutOfMemory([&] {
    IEnumItems* made = new ItemEnumerator(items_, position_);
    made->AddRef();
    *clone = made;
    return S_OK;
  });
}

}  // namespace winprogress::syncmgr
