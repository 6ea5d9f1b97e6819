#include "com/foreign_pointer.h"

namespace winprogress::com {

namespace {

constexpr DWORD kReadable = PAGE_READONLY | PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READ |
                            PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
constexpr DWORD kExecutable = PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;

bool HasProtection(const void* address, std::size_t size, DWORD wanted) noexcept {
  MEMORY_BASIC_INFORMATION region = {};
  if (VirtualQuery(address, &region, sizeof(region)) == 0) return false;
  if (region.State != MEM_COMMIT || (region.Protect & PAGE_GUARD) != 0) return false;
  if ((region.Protect & wanted) == 0) return false;
  const auto* end = static_cast<const std::uint8_t*>(region.BaseAddress) + region.RegionSize;
  return static_cast<const std::uint8_t*>(address) + size <= end;
}

bool IsAligned(const void* address) noexcept { return reinterpret_cast<std::uintptr_t>(address) % alignof(void*) == 0; }

}  // namespace

void* ToAddress(const Napi::Value& value) {
  bool lossless = false;
  const std::uint64_t address = value.As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless || address == 0 || address > UINTPTR_MAX)
    throw Napi::RangeError::New(value.Env(), "pointer must be an address");
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(address));
}

bool LooksLikeComObject(const void* address) noexcept {
  constexpr std::size_t kMethodsOfUnknown = 3;
  if (!IsAligned(address) || !HasProtection(address, sizeof(void*), kReadable)) return false;
  const void* const* table = *static_cast<const void* const* const*>(address);
  if (!IsAligned(table) || !HasProtection(table, kMethodsOfUnknown * sizeof(void*), kReadable)) return false;
  for (std::size_t slot = 0; slot < kMethodsOfUnknown; ++slot)
    if (!HasProtection(table[slot], 1, kExecutable)) return false;
  return true;
}

}  // namespace winprogress::com
