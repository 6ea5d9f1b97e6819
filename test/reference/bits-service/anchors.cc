#include "anchors.h"

#include <algorithm>
#include <iterator>

#include "../queue-manager/com.h"
#include "interfaces.h"

namespace reference {
namespace {

const IID* const kAnchored[] = {
    &IID_IUnknown,
    &IID_IClassFactory,
    &IID_IBackgroundCopyManager,
    &IID_IEnumBackgroundCopyJobs,
    &IID_IEnumBackgroundCopyFiles,
    &IID_IBackgroundCopyError,
    &IID_IBackgroundCopyJob,
    &IID_IBackgroundCopyJob2,
    &IID_IBackgroundCopyJob3,
    &IID_IBackgroundCopyJob4,
    &IID_IBackgroundCopyJob5,
    &IID_IBackgroundCopyFile,
    &IID_IBackgroundCopyFile2,
    &IID_IBackgroundCopyFile3,
    &IID_IBackgroundCopyFile4,
    &IID_IBackgroundCopyFile5,
    &IID_IBackgroundCopyFile6,
    &IID_IBackgroundCopyJobHttpOptions,
    &IID_IBackgroundCopyJobHttpOptions2,
    &IID_IBackgroundCopyJobHttpOptions3,
    &IID_IBitsTokenOptions,
};

/** Has every interface that is served. It is never called through one. */
class Anchor final : public IUnknown {
 public:
  HRESULT WINAPI QueryInterface(REFIID interface_id, void** object) noexcept override {
    *object = nullptr;
    const bool served =
        std::any_of(std::begin(kAnchored), std::end(kAnchored), [&](const IID* each) { return *each == interface_id; });
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
  std::atomic<ULONG> references_{1};
};

}  // namespace

void anchor_interfaces() {
  for (const IID* identifier : kAnchored) {
    const auto anchor = ComPtr<IUnknown>::attach(new Anchor());
    ComPtr<IStream> stream;
    check(CreateStreamOnHGlobal(nullptr, TRUE, stream.put()));
    check(CoMarshalInterface(stream.get(), *identifier, anchor.get(), MSHCTX_LOCAL, nullptr, MSHLFLAGS_TABLESTRONG));
  }
}

}  // namespace reference
