#include "anchors.h"

#include <objbase.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "queue-manager/com.h"

namespace reference {
namespace {

/** Has every one of the interfaces. Its pointers are only kept, never called. */
class Anchor final : public IUnknown {
 public:
  explicit Anchor(std::vector<GUID> identifiers) : identifiers_(std::move(identifiers)) {}

  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    *object = nullptr;
    const bool served = identifier == IID_IUnknown ||
                        std::find(identifiers_.begin(), identifiers_.end(), identifier) != identifiers_.end();
    if (!served) return E_NOINTERFACE;
    *object = static_cast<IUnknown*>(this);
    AddRef();
    return S_OK;
  }
  ULONG WINAPI AddRef() noexcept override { return ++references_; }
  ULONG WINAPI Release() noexcept override {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

 private:
  const std::vector<GUID> identifiers_;
  std::atomic<ULONG> references_{1};
};

}  // namespace

void anchor_interfaces(std::vector<GUID> identifiers) {
  const auto anchor = ComPtr<IUnknown>::attach(new Anchor(identifiers));
  for (const GUID& identifier : identifiers) {
    ComPtr<IStream> stream;
    check(CreateStreamOnHGlobal(nullptr, TRUE, stream.put()));
    check(CoMarshalInterface(stream.get(), identifier, anchor.get(), MSHCTX_LOCAL, nullptr, MSHLFLAGS_TABLESTRONG));
  }
}

}  // namespace reference
