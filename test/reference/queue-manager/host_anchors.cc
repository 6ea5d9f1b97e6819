#include "host_anchors.h"

#include <bits1_5.h>
#include <bits2_0.h>
#include <bits2_5.h>
#include <bits3_0.h>

namespace reference {

HostAnchors::HostAnchors() {
  check(CoGetClassObject(CLSID_BackgroundCopyManager, CLSCTX_LOCAL_SERVER, nullptr, IID_IClassFactory,
                         factory_.put_void()));
  check(factory_->CreateInstance(nullptr, IID_IBackgroundCopyManager, manager_.put_void()));
  check(manager_->EnumJobs(0, jobs_.put()));
  GUID id;
  check(manager_->CreateJob(L"Anchors", BG_JOB_TYPE_DOWNLOAD, &id, job_.put()));
  const HRESULT result = guarded([&] {
    wchar_t folder[MAX_PATH + 1];
    if (GetTempPathW(MAX_PATH + 1, folder) == 0) return HRESULT_FROM_WIN32(GetLastError());
    check(job_->AddFile(L"http://127.0.0.1/", (std::wstring(folder) + L"anchors.tmp").c_str()));
    check(job_->EnumFiles(files_.put()));
    ULONG fetched = 0;
    check(files_->Next(1, file_.put(), &fetched));
    keep_interfaces_of(*job_.get());
    keep_interfaces_of(*file_.get());
    return S_OK;
  });
  job_->Cancel();
  check(result);
}

bool HostAnchors::alive() const noexcept {
  BG_JOB_STATE state;
  return SUCCEEDED(job_->GetState(&state));
}

void HostAnchors::keep(const ComPtr<IBackgroundCopyError>& error) {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (!error_) error_ = error;
}

void HostAnchors::keep_interfaces_of(IUnknown& object) {
  for (const IID* identifier : {&IID_IBackgroundCopyJob2, &IID_IBackgroundCopyJob3, &IID_IBackgroundCopyJob4,
                                &IID_IBackgroundCopyJobHttpOptions, &IID_IBackgroundCopyFile2}) {
    ComPtr<IUnknown> version;
    if (SUCCEEDED(object.QueryInterface(*identifier, version.put_void()))) versions_.push_back(std::move(version));
  }
}

}  // namespace reference
