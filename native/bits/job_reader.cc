#include "bits/job_reader.h"

#include <bitsmsg.h>

#include <array>
#include <cstddef>
#include <utility>

#include "bits/service.h"
#include "com/hresult.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::ComPtr;
using com::TaskString;
using com::ThrowIfFailed;

namespace {

// BG_SIZE_UNKNOWN, whose type differs between headers.
constexpr UINT64 kSizeUnknown = ~UINT64{0};

// Objects per call of an enumerator, since round trips dominate the cost of a reading.
constexpr std::size_t kPage = 32;

// Calls visit(object) for each object of an enumerator until it returns false. The first page has `first` objects, so
// that a reader that may need only one does not fetch more.
template <typename Interface, typename Enumerator, typename Visit>
void ForEach(Enumerator& enumerator, const char* operation, std::size_t first, Visit visit) {
  for (std::size_t page = first;; page = kPage) {
    std::array<Interface*, kPage> objects = {};
    ULONG fetched = 0;
    const HRESULT result = enumerator.Next(static_cast<ULONG>(page), objects.data(), &fetched);
    std::array<ComPtr<Interface>, kPage> owned;
    for (std::size_t index = 0; index < kPage; ++index)
      owned[index] = ComPtr<Interface>::Attach(objects[index]);
    ThrowIfFailed(result, operation);
    if (fetched > page) throw com::HResultFailure(E_UNEXPECTED, operation);
    for (std::size_t index = 0; index < fetched; ++index) {
      if (!owned[index]) throw com::HResultFailure(E_UNEXPECTED, operation, "success without an object");
      com::SecureProxy(owned[index], com::Impersonation::kImpersonate);
      if (!visit(std::move(owned[index]))) return;
    }
    if (fetched < page) return;
  }
}

template <typename Visit>
void ForEachFile(IBackgroundCopyJob& job, std::size_t first, Visit visit) {
  const auto files = ObtainFromService<IEnumBackgroundCopyFiles>(
      "IBackgroundCopyJob.EnumFiles", [&](IEnumBackgroundCopyFiles** enumerator) { return job.EnumFiles(enumerator); });
  ForEach<IBackgroundCopyFile>(*files, "IEnumBackgroundCopyFiles.Next", first, visit);
}

BG_FILE_PROGRESS ReadFileProgress(IBackgroundCopyFile& file) {
  BG_FILE_PROGRESS progress = {};
  ThrowIfFailed(file.GetProgress(&progress), "IBackgroundCopyFile.GetProgress");
  return progress;
}

// Some hosts know the size of every file but do not sum them (Wine). If one is unknown, so is the
// sum: this is normal for a queued job, whose first unknown file is checked first in the next reading.
UINT64 SumFileSizes(IBackgroundCopyJob& job, ComPtr<IBackgroundCopyFile>& unknown_file) {
  if (unknown_file && ReadFileProgress(*unknown_file).BytesTotal == kSizeUnknown) return kSizeUnknown;
  unknown_file = {};
  UINT64 total = 0;
  ForEachFile(job, 1, [&](const ComPtr<IBackgroundCopyFile>& file) {
    const UINT64 size = ReadFileProgress(*file).BytesTotal;
    if (size == kSizeUnknown) unknown_file = file;
    total = unknown_file ? kSizeUnknown : total + size;
    return !unknown_file;
  });
  return total;
}

// Sizes become known when a transfer begins: until then the files have nothing to add to the unknown total.
bool HasBegun(const JobRecord& record) {
  return record.progress.BytesTransferred != 0 || record.state == BG_JOB_STATE_TRANSFERRED ||
         record.state == BG_JOB_STATE_ACKNOWLEDGED;
}

bool IsErrorState(BG_JOB_STATE state) { return state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR; }

}  // namespace

FileName ReadFileName(IBackgroundCopyFile& file) {
  TaskString remote_name;
  TaskString local_name;
  ThrowIfFailed(file.GetRemoteName(remote_name.Receive()), "IBackgroundCopyFile.GetRemoteName");
  ThrowIfFailed(file.GetLocalName(local_name.Receive()), "IBackgroundCopyFile.GetLocalName");
  return {remote_name.Text(), local_name.Text()};
}

FileRecord ReadFile(IBackgroundCopyFile& file) { return {ReadFileName(file), ReadFileProgress(file)}; }

std::vector<ComPtr<IBackgroundCopyFile>> ListFiles(IBackgroundCopyJob& job) {
  std::vector<ComPtr<IBackgroundCopyFile>> files;
  ForEachFile(job, kPage, [&files](ComPtr<IBackgroundCopyFile> file) {
    files.push_back(std::move(file));
    return true;
  });
  return files;
}

std::vector<FileRecord> ReadFiles(IBackgroundCopyJob& job) {
  std::vector<FileRecord> records;
  for (const ComPtr<IBackgroundCopyFile>& file : ListFiles(job))
    records.push_back(ReadFile(*file));
  return records;
}

ErrorRecord ReadError(IBackgroundCopyJob& job) {
  const auto error = ObtainFromService<IBackgroundCopyError>(
      "IBackgroundCopyJob.GetError", [&](IBackgroundCopyError** received) { return job.GetError(received); });
  ErrorRecord record = {};
  ThrowIfFailed(error->GetError(&record.context, &record.hresult), "IBackgroundCopyError.GetError");
  ComPtr<IBackgroundCopyFile> file;
  // BG_E_FILE_NOT_AVAILABLE for an error without a file.
  if (SUCCEEDED(error->GetFile(file.Receive())) && file) {
    com::SecureProxy(file, com::Impersonation::kImpersonate);
    record.file = ReadFileName(*file);
  }
  // BG_E_PROTOCOL_NOT_AVAILABLE for an error that concerns none.
  TaskString protocol;
  if (SUCCEEDED(error->GetProtocol(protocol.Receive())) && !protocol.IsNull()) record.protocol = protocol.Text();
  return record;
}

JobRecord ReadJob(IBackgroundCopyJob& job, ComPtr<IBackgroundCopyFile>& unknown_file) {
  JobRecord record = {};
  ThrowIfFailed(job.GetState(&record.state), "IBackgroundCopyJob.GetState");
  ThrowIfFailed(job.GetProgress(&record.progress), "IBackgroundCopyJob.GetProgress");
  if (record.progress.BytesTotal == kSizeUnknown && HasBegun(record))
    record.progress.BytesTotal = SumFileSizes(job, unknown_file);
  if (!IsErrorState(record.state)) return record;
  try {
    record.error = ReadError(job);
  } catch (const com::HResultFailure& failure) {
    // The job left its error state after GetState.
    if (failure.hresult() != static_cast<HRESULT>(BG_E_ERROR_INFORMATION_UNAVAILABLE)) throw;
  }
  return record;
}

void ForEachJob(IBackgroundCopyManager& manager, DWORD flags,
                const std::function<void(ComPtr<IBackgroundCopyJob>)>& visit) {
  const auto jobs = ObtainFromService<IEnumBackgroundCopyJobs>(
      "IBackgroundCopyManager.EnumJobs",
      [&](IEnumBackgroundCopyJobs** enumerator) { return manager.EnumJobs(flags, enumerator); });
  ForEach<IBackgroundCopyJob>(*jobs, "IEnumBackgroundCopyJobs.Next", kPage, [&visit](ComPtr<IBackgroundCopyJob> job) {
    visit(std::move(job));
    return true;
  });
}

}  // namespace winprogress::bits
