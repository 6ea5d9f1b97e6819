#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "com/com_ptr.h"
#include "syncmgr/interfaces.h"

namespace winprogress::syncmgr {

using ItemList = std::shared_ptr<const std::vector<Item>>;

// Our ISyncMgrEnumItems, over a list that does not change. Any thread may call it, one at a time, as COM has it.
class ItemEnumerator final : public IEnumItems {
 public:
  ItemEnumerator(ItemList items, std::size_t position) noexcept : items_(std::move(items)), position_(position) {}
  ItemEnumerator(const ItemEnumerator&) = delete;
  ItemEnumerator& operator=(const ItemEnumerator&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  HRESULT STDMETHODCALLTYPE Next(ULONG count, Item* items, ULONG* fetched) noexcept override;
  HRESULT STDMETHODCALLTYPE Skip(ULONG count) noexcept override;
  HRESULT STDMETHODCALLTYPE Reset() noexcept override;
  HRESULT STDMETHODCALLTYPE Clone(IEnumItems** clone) noexcept override;

 private:
  virtual ~ItemEnumerator() = default;

  const ItemList items_;
  std::atomic<std::size_t> position_;
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::syncmgr
