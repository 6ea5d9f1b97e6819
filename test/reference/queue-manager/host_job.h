// Reads the modern BITS job behind a group.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "com.h"
#include "file_set.h"
#include "interfaces.h"
#include "progress.h"

namespace reference {

std::vector<ComPtr<IBackgroundCopyFile>> files_of(IBackgroundCopyJob& job);
FileNames names_of(IBackgroundCopyFile& file);
BG_JOB_STATE state_of(IBackgroundCopyJob& job);

/**
 * Sums the job's files instead of querying the job: Wine's job never determines its total, although its files have
 * theirs.
 */
Counts counts_of(IBackgroundCopyJob& job);

/** Whether a file has all its bytes, so that completing the job puts it in place. */
bool has_whole_file(IBackgroundCopyJob& job);

/** Queued, connecting, transferring, or in a transient error. */
bool is_running(BG_JOB_STATE state) noexcept;

/** The results of IBackgroundCopyJob1::GetStatus for a job in error. */
struct JobError {
  DWORD win32 = 0;
  DWORD transport = 0;
  DWORD retries = 0;
};
/** The local name of the file in which a job in error has failed; nothing if the error concerns none. */
std::optional<std::wstring> failed_file_of(IBackgroundCopyJob& job);
JobError error_of(IBackgroundCopyJob& job);

}  // namespace reference
