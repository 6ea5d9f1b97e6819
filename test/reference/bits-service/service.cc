#include "service.h"

#include <algorithm>

namespace reference {
namespace {

struct Offered {
  const IID* identifier;
  const char* name;
  ULONG version;
};

/** What came with which version, by https://learn.microsoft.com/windows/win32/bits/what-s-new. */
const Offered kOffered[] = {
    {&IID_IBackgroundCopyJob2, "IBackgroundCopyJob2", 15},
    {&IID_IBackgroundCopyJob3, "IBackgroundCopyJob3", 20},
    {&IID_IBackgroundCopyFile2, "IBackgroundCopyFile2", 20},
    {&IID_IBackgroundCopyJobHttpOptions, "IBackgroundCopyJobHttpOptions", 25},
    {&IID_IBackgroundCopyJob4, "IBackgroundCopyJob4", 30},
    {&IID_IBackgroundCopyFile3, "IBackgroundCopyFile3", 30},
    {&IID_IBackgroundCopyFile4, "IBackgroundCopyFile4", 40},
    {&IID_IBitsTokenOptions, "IBitsTokenOptions", 40},
    {&IID_IBackgroundCopyJob5, "IBackgroundCopyJob5", 50},
    {&IID_IBackgroundCopyFile5, "IBackgroundCopyFile5", 50},
    {&IID_IBackgroundCopyFile6, "IBackgroundCopyFile6", 101},
    {&IID_IBackgroundCopyJobHttpOptions2, "IBackgroundCopyJobHttpOptions2", 102},
    {&IID_IBackgroundCopyJobHttpOptions3, "IBackgroundCopyJobHttpOptions3", 103},
};

}  // namespace

Service::Service() : notifier(*this) {}

bool Service::is_later_interface(REFIID interface_id) noexcept {
  return std::any_of(std::begin(kOffered), std::end(kOffered),
                     [&](const Offered& each) { return *each.identifier == interface_id; });
}

bool Service::offers(REFIID interface_id) {
  const std::lock_guard<std::mutex> guard(mutex_);
  return std::all_of(std::begin(kOffered), std::end(kOffered), [&](const Offered& each) {
    return *each.identifier != interface_id ||
           (each.version <= settings.version && settings.without.count(each.name) == 0);
  });
}

Job Service::find(const GUID& id) const {
  for (const Job& job : jobs) {
    if (job->id == id) return job;
  }
  return nullptr;
}

void Service::enter(const Job& job, ULONG state) {
  const bool was_final = job->final();
  job->state = state;
  job->modification_time = now();
  if (job->failing()) {
    ++job->error_count;
  } else {
    job->error.reset();
  }
  if (state == BG_JOB_STATE_TRANSFERRED) job->transfer_completion_time = job->modification_time;
  if (state == BG_JOB_STATE_TRANSFERRED) {
    job->unreported = kNotifyJobTransferred;
  } else if (state == BG_JOB_STATE_ERROR) {
    job->unreported = kNotifyJobError;
  } else {
    job->unreported = 0;
    if (!was_final && (job->notify_flags & (kNotifyJobModification | kNotifyDisable)) == kNotifyJobModification)
      notifier.job_modification(job);
  }
  report(job);
}

void Service::retire(const Job& job) {
  jobs.erase(std::remove(jobs.begin(), jobs.end(), job), jobs.end());
  finished.push_back(job);
}

void Service::touch(const Job& job) {
  job->modification_time = now();
  if ((job->notify_flags & (kNotifyJobModification | kNotifyDisable)) == kNotifyJobModification)
    notifier.job_modification(job);
}

void Service::report(const Job& job) {
  if (!job->callback || (job->notify_flags & kNotifyDisable) != 0) return;
  const ULONG due = job->unreported & job->notify_flags;
  if (due == kNotifyJobTransferred) notifier.job_transferred(job);
  if (due == kNotifyJobError) notifier.job_error(job);
}

UINT64 now() noexcept {
  FILETIME time;
  GetSystemTimeAsFileTime(&time);
  return (static_cast<UINT64>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
}

}  // namespace reference
