#include "host_anchors.h"

#include <bits1_5.h>
#include <bits2_0.h>
#include <bits2_5.h>
#include <bits3_0.h>

#include "missing_file_server.h"

namespace reference {
namespace {

/** Milliseconds for a failure on the loopback, however busy the machine is. */
constexpr ULONGLONG kPatience = 60'000;

std::wstring temporary_file() {
  wchar_t folder[MAX_PATH + 1];
  if (GetTempPathW(MAX_PATH + 1, folder) == 0) throw Failure(HRESULT_FROM_WIN32(GetLastError()));
  return std::wstring(folder) + L"anchors.tmp";
}

/** A job that is cancelled when its objects have been taken. */
class TemporaryJob {
 public:
  explicit TemporaryJob(IBackgroundCopyManager& manager) {
    GUID id;
    check(manager.CreateJob(L"Anchors", BG_JOB_TYPE_DOWNLOAD, &id, job_.put()));
  }
  TemporaryJob(const TemporaryJob&) = delete;
  TemporaryJob& operator=(const TemporaryJob&) = delete;
  ~TemporaryJob() { job_->Cancel(); }

  const ComPtr<IBackgroundCopyJob>& get() const noexcept { return job_; }
  IBackgroundCopyJob* operator->() const noexcept { return job_.get(); }

 private:
  ComPtr<IBackgroundCopyJob> job_;
};

}  // namespace

HostAnchors::HostAnchors() {
  check(CoGetClassObject(CLSID_BackgroundCopyManager, CLSCTX_LOCAL_SERVER, nullptr, IID_IClassFactory,
                         factory_.put_void()));
  check(factory_->CreateInstance(nullptr, IID_IBackgroundCopyManager, manager_.put_void()));
  check(manager_->EnumJobs(0, jobs_.put()));
  const TemporaryJob job(*manager_.get());
  job_ = job.get();
  check(job_->AddFile(L"http://127.0.0.1/", temporary_file().c_str()));
  check(job_->EnumFiles(files_.put()));
  ULONG fetched = 0;
  check(files_->Next(1, file_.put(), &fetched));
  keep_interfaces_of(*job_.get());
  keep_interfaces_of(*file_.get());
  keep_error();
}

bool HostAnchors::alive() const noexcept {
  BG_JOB_STATE state;
  return SUCCEEDED(job_->GetState(&state));
}

void HostAnchors::keep_interfaces_of(IUnknown& object) {
  for (const IID* identifier : {&IID_IBackgroundCopyJob2, &IID_IBackgroundCopyJob3, &IID_IBackgroundCopyJob4,
                                &IID_IBackgroundCopyJobHttpOptions, &IID_IBackgroundCopyFile2}) {
    ComPtr<IUnknown> version;
    if (SUCCEEDED(object.QueryInterface(*identifier, version.put_void()))) versions_.push_back(std::move(version));
  }
}

/** An error object requires a failed job. */
void HostAnchors::keep_error() {
  MissingFileServer server;
  const TemporaryJob job(*manager_.get());
  check(job->AddFile(server.url().c_str(), temporary_file().c_str()));
  check(job->Resume());
  const ULONGLONG end = GetTickCount64() + kPatience;
  for (BG_JOB_STATE state = BG_JOB_STATE_QUEUED; state != BG_JOB_STATE_ERROR;) {
    if (GetTickCount64() > end) throw Failure(HRESULT_FROM_WIN32(ERROR_TIMEOUT));
    server.answer(20);
    check(job->GetState(&state));
  }
  check(job->GetError(error_.put()));
}

}  // namespace reference
