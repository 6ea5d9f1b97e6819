#include "anchors.h"

#include <algorithm>
#include <iterator>

namespace reference {
namespace {

bool is_served(REFIID identifier) {
  const IID* const served[] = {&IID_IUnknown,
                               &IID_IClassFactory,
                               &IID_IBackgroundCopyQMgr,
                               &IID_IBackgroundCopyGroup,
                               &IID_IBackgroundCopyJob1,
                               &IID_IEnumBackgroundCopyGroups,
                               &IID_IEnumBackgroundCopyJobs1,
                               &IID_IBackgroundCopyCallback};
  return std::any_of(std::begin(served), std::end(served), [&](const IID* each) { return *each == identifier; });
}

/** Supports every served interface. Its pointers are only kept, never called. */
class Anchor final : public IUnknown {
 public:
  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    if (!is_served(identifier)) {
      *object = nullptr;
      return E_NOINTERFACE;
    }
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

void anchor_own_interfaces() {
  const auto anchor = ComPtr<IUnknown>::attach(new Anchor());
  for (const IID& identifier :
       {IID_IUnknown, IID_IClassFactory, IID_IBackgroundCopyQMgr, IID_IBackgroundCopyGroup, IID_IBackgroundCopyJob1,
        IID_IEnumBackgroundCopyGroups, IID_IEnumBackgroundCopyJobs1, IID_IBackgroundCopyCallback}) {
    ComPtr<IStream> stream;
    check(CreateStreamOnHGlobal(nullptr, TRUE, stream.put()));
    check(CoMarshalInterface(stream.get(), identifier, anchor.get(), MSHCTX_LOCAL, nullptr, MSHLFLAGS_TABLESTRONG));
  }
}

HostAnchors::HostAnchors(IBackgroundCopyManager& manager) {
  check(manager.EnumJobs(0, jobs_.put()));
  GUID id;
  check(manager.CreateJob(L"Queue manager", BG_JOB_TYPE_DOWNLOAD, &id, job_.put()));
  const HRESULT result = guarded([&] {
    wchar_t folder[MAX_PATH + 1];
    if (GetTempPathW(MAX_PATH + 1, folder) == 0) return HRESULT_FROM_WIN32(GetLastError());
    check(job_->AddFile(L"http://127.0.0.1/", (std::wstring(folder) + L"queue-manager.tmp").c_str()));
    check(job_->EnumFiles(files_.put()));
    ULONG fetched = 0;
    return files_->Next(1, file_.put(), &fetched);
  });
  job_->Cancel();
  check(result);
}

void HostAnchors::keep(const ComPtr<IBackgroundCopyError>& error) {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (!error_) error_ = error;
}

}  // namespace reference
