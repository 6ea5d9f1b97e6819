#include "bits/job_reader.h"

#include <bitsmsg.h>

#include <utility>

#include "com/guid.h"
#include "com/hresult.h"
#include "com/proxy_blanket.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::ComPtr;
using com::TaskString;
using com::ThrowIfFailed;

namespace {

// BG_SIZE_UNKNOWN, which not every header types alike.
constexpr UINT64 kSizeUnknown = ~UINT64{0};

void ForEachFile(IBackgroundCopyJob& job, const std::function<void(IBackgroundCopyFile&)>& visit) {
  ComPtr<IEnumBackgroundCopyFiles> files;
  ThrowIfFailed(job.EnumFiles(files.Receive()), "IBackgroundCopyJob.EnumFiles");
  com::SetProxyBlanket(files.Get());
  for (;;) {
    ComPtr<IBackgroundCopyFile> file;
    ULONG fetched = 0;
    ThrowIfFailed(files->Next(1, file.Receive(), &fetched), "IEnumBackgroundCopyFiles.Next");
    if (fetched == 0) return;
    com::SetProxyBlanket(file.Get());
    visit(*file);
  }
}

BG_FILE_PROGRESS ReadFileProgress(IBackgroundCopyFile& file) {
  BG_FILE_PROGRESS progress = {};
  ThrowIfFailed(file.GetProgress(&progress), "IBackgroundCopyFile.GetProgress");
  return progress;
}

// Some hosts know the size of every file and yet never sum them up (Wine does not). Where one is unknown, so is the
// sum.
UINT64 SumFileSizes(IBackgroundCopyJob& job) {
  UINT64 total = 0;
  ForEachFile(job, [&total](IBackgroundCopyFile& file) {
    const UINT64 size = ReadFileProgress(file).BytesTotal;
    total = total == kSizeUnknown || size == kSizeUnknown ? kSizeUnknown : total + size;
  });
  return total;
}

bool IsErrorState(BG_JOB_STATE state) { return state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR; }

}  // namespace

std::wstring ReadJobId(IBackgroundCopyJob& job) {
  GUID id = {};
  ThrowIfFailed(job.GetId(&id), "IBackgroundCopyJob.GetId");
  return com::FormatGuid(id);
}

FileName ReadFileName(IBackgroundCopyFile& file) {
  TaskString remote_name;
  TaskString local_name;
  ThrowIfFailed(file.GetRemoteName(remote_name.Receive()), "IBackgroundCopyFile.GetRemoteName");
  ThrowIfFailed(file.GetLocalName(local_name.Receive()), "IBackgroundCopyFile.GetLocalName");
  return {remote_name.Text(), local_name.Text()};
}

std::vector<FileRecord> ReadFiles(IBackgroundCopyJob& job) {
  std::vector<FileRecord> records;
  ForEachFile(job, [&records](IBackgroundCopyFile& file) {
    records.push_back({ReadFileName(file), ReadFileProgress(file)});
  });
  return records;
}

ErrorRecord ReadError(IBackgroundCopyJob& job) {
  ComPtr<IBackgroundCopyError> error;
  ThrowIfFailed(job.GetError(error.Receive()), "IBackgroundCopyJob.GetError");
  com::SetProxyBlanket(error.Get());
  ErrorRecord record = {};
  ThrowIfFailed(error->GetError(&record.context, &record.hresult), "IBackgroundCopyError.GetError");
  ComPtr<IBackgroundCopyFile> file;
  // An error that concerns no file answers BG_E_FILE_NOT_AVAILABLE.
  if (SUCCEEDED(error->GetFile(file.Receive())) && file) {
    com::SetProxyBlanket(file.Get());
    record.file = ReadFileName(*file);
  }
  return record;
}

JobRecord ReadJob(IBackgroundCopyJob& job) {
  JobRecord record = {};
  ThrowIfFailed(job.GetState(&record.state), "IBackgroundCopyJob.GetState");
  ThrowIfFailed(job.GetProgress(&record.progress), "IBackgroundCopyJob.GetProgress");
  if (record.progress.BytesTotal == kSizeUnknown) record.progress.BytesTotal = SumFileSizes(job);
  if (!IsErrorState(record.state)) return record;
  try {
    record.error = ReadError(job);
  } catch (const com::HResultFailure& failure) {
    // The job left its error state after GetState looked.
    if (failure.hresult() != static_cast<HRESULT>(BG_E_ERROR_INFORMATION_UNAVAILABLE)) throw;
  }
  return record;
}

void ForEachJob(IBackgroundCopyManager& manager, DWORD flags,
                const std::function<void(ComPtr<IBackgroundCopyJob>)>& visit) {
  ComPtr<IEnumBackgroundCopyJobs> jobs;
  ThrowIfFailed(manager.EnumJobs(flags, jobs.Receive()), "IBackgroundCopyManager.EnumJobs");
  com::SetProxyBlanket(jobs.Get());
  for (;;) {
    ComPtr<IBackgroundCopyJob> job;
    ULONG fetched = 0;
    ThrowIfFailed(jobs->Next(1, job.Receive(), &fetched), "IEnumBackgroundCopyJobs.Next");
    if (fetched == 0) return;
    com::SetProxyBlanket(job.Get());
    visit(std::move(job));
  }
}

}  // namespace winprogress::bits
