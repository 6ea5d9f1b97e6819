// The items of the handler, and how they are enumerated.
#pragma once

#include <algorithm>
#include <vector>

#include "object.h"

namespace reference {

/** One icon for all of the library, 16 by 16. It belongs to the library. */
HICON reference_icon() noexcept;

/** Truncated to the array, and terminated. */
template <std::size_t Size>
void copy_text(const std::wstring& text, wchar_t (&array)[Size]) {
  const std::size_t length = std::min(text.size(), Size - 1);
  std::copy_n(text.begin(), length, array);
  array[length] = 0;
}

class ItemEnumerator final : public Object<ItemEnumerator, ISyncMgrEnumItems> {
 public:
  explicit ItemEnumerator(std::vector<Item> items, std::size_t next = 0) : items_(std::move(items)), next_(next) {}

  HRESULT WINAPI Next(ULONG count, SYNCMGRITEM* items, ULONG* fetched) noexcept override;
  HRESULT WINAPI Skip(ULONG count) noexcept override;
  HRESULT WINAPI Reset() noexcept override;
  HRESULT WINAPI Clone(ISyncMgrEnumItems** clone) noexcept override;

 private:
  friend Object;
  ~ItemEnumerator() = default;

  const std::vector<Item> items_;
  std::size_t next_;
};

}  // namespace reference
