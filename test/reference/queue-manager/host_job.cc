#include "host_job.h"

namespace reference {
namespace {

// Not defined in bits.h of this compiler: the facility of HTTP status codes in BG_E_HTTP_ERROR_*.
constexpr DWORD kHttpFacility = 25;

BG_FILE_PROGRESS progress_of(IBackgroundCopyFile& file) {
  BG_FILE_PROGRESS progress{};
  check(file.GetProgress(&progress));
  return progress;
}

bool is_whole(const BG_FILE_PROGRESS& progress) {
  return progress.Completed ||
         (progress.BytesTotal != BG_SIZE_UNKNOWN && progress.BytesTransferred == progress.BytesTotal);
}

}  // namespace

std::vector<ComPtr<IBackgroundCopyFile>> files_of(IBackgroundCopyJob& job) {
  ComPtr<IEnumBackgroundCopyFiles> enumerator;
  check(job.EnumFiles(enumerator.put()));
  std::vector<ComPtr<IBackgroundCopyFile>> files;
  for (;;) {
    ComPtr<IBackgroundCopyFile> file;
    ULONG fetched = 0;
    const HRESULT result = enumerator->Next(1, file.put(), &fetched);
    check(result);
    if (result != S_OK || fetched == 0) return files;
    files.push_back(std::move(file));
  }
}

FileNames names_of(IBackgroundCopyFile& file) {
  TaskString remote;
  TaskString local;
  check(file.GetRemoteName(remote.put()));
  check(file.GetLocalName(local.put()));
  return {remote.get(), local.get()};
}

BG_JOB_STATE state_of(IBackgroundCopyJob& job) {
  BG_JOB_STATE state = BG_JOB_STATE_SUSPENDED;
  check(job.GetState(&state));
  return state;
}

Counts counts_of(IBackgroundCopyJob& job) {
  // The state first: if it were read after the files, "transferred" could be combined with counts before the last
  // bytes.
  const BG_JOB_STATE state = state_of(job);
  const bool ended = state == BG_JOB_STATE_TRANSFERRED || state == BG_JOB_STATE_ACKNOWLEDGED;
  Counts counts;
  bool whole = true;
  for (const auto& file : files_of(job)) {
    const BG_FILE_PROGRESS progress = progress_of(*file.get());
    ++counts.files;
    counts.transferred += progress.BytesTransferred;
    if (progress.BytesTotal == BG_SIZE_UNKNOWN) {
      counts.total_known = false;
    } else {
      counts.total += progress.BytesTotal;
    }
    whole = whole && is_whole(progress);
  }
  // Wine sets the size of a failed file to that of the response, so only the state of the job shows what it has put in
  // place.
  if (state == BG_JOB_STATE_ACKNOWLEDGED) {
    BG_JOB_PROGRESS progress{};
    check(job.GetProgress(&progress));
    whole = progress.FilesTransferred == progress.FilesTotal;
  }
  counts.complete = state == BG_JOB_STATE_TRANSFERRED || (ended && whole);
  if (counts.complete && !counts.total_known) {
    // If the server did not send the length, it is known at the end.
    counts.total = counts.transferred;
    counts.total_known = true;
  }
  return counts;
}

bool has_whole_file(IBackgroundCopyJob& job) {
  for (const auto& file : files_of(job)) {
    if (is_whole(progress_of(*file.get()))) return true;
  }
  return false;
}

bool is_running(BG_JOB_STATE state) noexcept {
  switch (state) {
    case BG_JOB_STATE_QUEUED:
    case BG_JOB_STATE_CONNECTING:
    case BG_JOB_STATE_TRANSFERRING:
    case BG_JOB_STATE_TRANSIENT_ERROR:
      return true;
    default:
      return false;
  }
}

std::optional<std::wstring> failed_file_of(IBackgroundCopyJob& job) {
  ComPtr<IBackgroundCopyError> reason;
  ComPtr<IBackgroundCopyFile> file;
  if (SUCCEEDED(job.GetError(reason.put())) && SUCCEEDED(reason->GetFile(file.put())) && file)
    return names_of(*file.get()).local;
  // A host whose errors have no file (Wine): the first file that has not all its bytes.
  for (const auto& part : files_of(job)) {
    BG_FILE_PROGRESS progress{};
    check(part->GetProgress(&progress));
    if (progress.BytesTotal == BG_SIZE_UNKNOWN || progress.BytesTransferred < progress.BytesTotal)
      return names_of(*part.get()).local;
  }
  return std::nullopt;
}

JobError error_of(IBackgroundCopyJob& job) {
  JobError error;
  ComPtr<IBackgroundCopyError> reason;
  HRESULT code = job.GetError(reason.put());
  if (SUCCEEDED(code)) {
    BG_ERROR_CONTEXT context;
    check(reason->GetError(&context, &code));
  }
  const DWORD raw = static_cast<DWORD>(code);
  if (HRESULT_FACILITY(raw) == kHttpFacility) {
    error.transport = HRESULT_CODE(raw);
  } else {
    error.win32 = HRESULT_FACILITY(raw) == FACILITY_WIN32 ? HRESULT_CODE(raw) : raw;
  }
  // A retry is an attempt after the first error. A host that does not count errors (Wine) makes no further attempt.
  if (ULONG errors = 0; SUCCEEDED(job.GetErrorCount(&errors)) && errors > 0) error.retries = errors - 1;
  return error;
}

}  // namespace reference
