#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "com/object.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using ItemList = std::shared_ptr<const std::vector<SyncMgrItem>>;

// The addon's ISyncMgrEnumItems over an immutable list. Any thread may call it, but not concurrently, as usual in COM.
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
