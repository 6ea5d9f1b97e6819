#include "com/foreign_pointer.h"

#include <objbase.h>

#include <cstddef>
#include <cstdint>

namespace winprogress::com {

namespace {

// CLSID_InProcFreeMarshaler of objidlbase.h.
constexpr CLSID kClassInProcessFreeMarshaler = {
    0x0000033A, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};

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

// Whether the address can be that of a COM object: its memory and its vtable are readable, and the methods executable.
bool LooksLikeComObject(const void* address) noexcept {
  constexpr std::size_t kMethodsOfUnknown = 3;
  if (!IsAligned(address) || !HasProtection(address, sizeof(void*), kReadable)) return false;
  const void* const* table = *static_cast<const void* const* const*>(address);
  if (!IsAligned(table) || !HasProtection(table, kMethodsOfUnknown * sizeof(void*), kReadable)) return false;
  for (std::size_t slot = 0; slot < kMethodsOfUnknown; ++slot)
    if (!HasProtection(table[slot], 1, kExecutable)) return false;
  return true;
}

bool IsThisThreadMultiThreaded() noexcept {
  APTTYPE type = APTTYPE_CURRENT;
  APTTYPEQUALIFIER qualifier = APTTYPEQUALIFIER_NONE;
  const HRESULT result = CoGetApartmentType(&type, &qualifier);
  // A thread without an apartment gets its pointers from the multi-threaded one.
  return result == CO_E_NOTINITIALIZED || (SUCCEEDED(result) && type == APTTYPE_MTA);
}

// An object with the free-threaded marshaler marshals to its own address within the process.
bool HasFreeThreadedMarshaler(IUnknown& object) noexcept {
  ComPtr<IMarshal> marshal;
  if (FAILED(object.QueryInterface(IID_IMarshal, reinterpret_cast<void**>(marshal.Receive()))) || !marshal)
    return false;
  CLSID unmarshal_class = {};
  return SUCCEEDED(marshal->GetUnmarshalClass(IID_IUnknown, &object, MSHCTX_INPROC, nullptr, MSHLFLAGS_NORMAL,
                                              &unmarshal_class)) &&
         unmarshal_class == kClassInProcessFreeMarshaler;
}

bool IsAgile(IUnknown& object) noexcept {
  ComPtr<IUnknown> agile;
  return (SUCCEEDED(object.QueryInterface(kInterfaceAgileObject, reinterpret_cast<void**>(agile.Receive()))) &&
          agile) ||
         HasFreeThreadedMarshaler(object);
}

}  // namespace

ForeignPointer::ForeignPointer(const Napi::Value& value) : address_(nullptr), can_be_entered_(true) {
  bool lossless = false;
  const std::uint64_t address = value.As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless || address == 0 || address > UINTPTR_MAX)
    throw Napi::RangeError::New(value.Env(), "pointer must be an address");
  address_ = reinterpret_cast<void*>(static_cast<std::uintptr_t>(address));
  // Queried here, in the apartment of the object.
  if (LooksLikeComObject(address_) && !IsThisThreadMultiThreaded())
    can_be_entered_ = IsAgile(*static_cast<IUnknown*>(address_));
}

IUnknown& ForeignPointer::Enter(const char* operation) const {
  if (!LooksLikeComObject(address_)) throw HResultFailure(E_POINTER, operation, "not the address of a COM object");
  if (!can_be_entered_)
    throw HResultFailure(RPC_E_WRONG_THREAD, operation,
                         "the object is not agile, and the JavaScript thread is in a single-threaded apartment; "
                         "make it agile, or attach it on a thread in the multi-threaded apartment, "
                         "or, where its interfaces have proxies, by the Global Interface Table");
  return *static_cast<IUnknown*>(address_);
}

}  // namespace winprogress::com
