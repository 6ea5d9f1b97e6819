#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "com/object.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using ItemList = std::shared_ptr<const std::vector<SyncMgrItem>>;

// Our ISyncMgrEnumItems, over a list that does not change. Any thread may call it, one at a time, as COM has it.
class ItemEnumerator final : public com::Object<ISyncMgrEnumItems> {
 public:
  ItemEnumerator(ItemList items, std::size_t position) noexcept : items_(std::move(items)), position_(position) {}

  HRESULT STDMETHODCALLTYPE Next(ULONG count, SyncMgrItem* items, ULONG* fetched) noexcept override;
  HRESULT STDMETHODCALLTYPE Skip(ULONG count) noexcept override;
  HRESULT STDMETHODCALLTYPE Reset() noexcept override;
  HRESULT STDMETHODCALLTYPE Clone(ISyncMgrEnumItems** clone) noexcept override;

 private:
  const ItemList items_;
  std::atomic<std::size_t> position_;
};

}  // namespace winprogress::syncmgr
