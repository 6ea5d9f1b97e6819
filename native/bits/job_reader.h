#pragma once

#include <bits.h>

#include <functional>
#include <vector>

#include "bits/records.h"
#include "com/com_ptr.h"

// Readings of a job that take several COM calls. In the lane only; each throws HResultFailure.
namespace winprogress::bits {

FileName ReadFileName(IBackgroundCopyFile& file);
FileRecord ReadFile(IBackgroundCopyFile& file);
std::vector<com::ComPtr<IBackgroundCopyFile>> ListFiles(IBackgroundCopyJob& job);
std::vector<FileRecord> ReadFiles(IBackgroundCopyJob& job);
ErrorRecord ReadError(IBackgroundCopyJob& job);

// Reads the state first, so that a final state has its final numbers. `unknown_file` is kept between the readings of a
// job.
JobRecord ReadJob(IBackgroundCopyJob& job, com::ComPtr<IBackgroundCopyFile>& unknown_file);

void ForEachJob(IBackgroundCopyManager& manager, DWORD flags,
                const std::function<void(com::ComPtr<IBackgroundCopyJob>)>& visit);

}  // namespace winprogress::bits
