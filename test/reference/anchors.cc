#include "anchors.h"

#include <objbase.h>

#include <algorithm>
#include <utility>

#include "queue-manager/com.h"

namespace reference {
namespace {

/** Has every one of the interfaces. Its pointers are only kept, never called. */
class Anchor final : public ComObject<Anchor, IUnknown> {
 public:
  explicit Anchor(std::vector<GUID> identifiers) : identifiers_(std::move(identifiers)) {}

  static const IID& identifier() noexcept { return IID_IUnknown; }

  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    const bool kept = std::find(identifiers_.begin(), identifiers_.end(), identifier) != identifiers_.end();
    return ComObject::QueryInterface(kept ? IID_IUnknown : identifier, object);
  }

 private:
  const std::vector<GUID> identifiers_;
};

}  // namespace

void anchor_interfaces(const std::vector<GUID>& identifiers) {
  const auto anchor = ComPtr<IUnknown>::attach(new Anchor(identifiers));
  for (const GUID& identifier : identifiers) {
    ComPtr<IStream> stream;
    check(CreateStreamOnHGlobal(nullptr, TRUE, stream.put()));
    check(CoMarshalInterface(stream.get(), identifier, anchor.get(), MSHCTX_LOCAL, nullptr, MSHLFLAGS_TABLESTRONG));
  }
}

}  // namespace reference
