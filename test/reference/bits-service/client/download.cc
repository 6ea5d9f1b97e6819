// A download as a C++ program makes it that polls its job, for a comparison of the duration with bits.download().
#include "download.h"

#include <chrono>
#include <cstdio>
#include <iostream>
#include <thread>

namespace client {
namespace {

using reference::check;
using reference::Failure;

constexpr auto kInterval = std::chrono::milliseconds(100);

void wait_until_transferred(IBackgroundCopyJob& job) {
  for (;;) {
    BG_JOB_STATE state = BG_JOB_STATE_QUEUED;
    check(job.GetState(&state));
    if (state == BG_JOB_STATE_TRANSFERRED) return;
    if (state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_CANCELLED) throw Failure(E_FAIL);
    BG_JOB_PROGRESS progress = {};
    check(job.GetProgress(&progress));
    std::this_thread::sleep_for(kInterval);
  }
}

void download(IBackgroundCopyManager& manager, const std::wstring& url, const std::wstring& path) {
  GUID id;
  ComPtr<IBackgroundCopyJob> job;
  check(manager.CreateJob(L"a download", BG_JOB_TYPE_DOWNLOAD, &id, job.put()));
  check(job->SetPriority(BG_JOB_PRIORITY_FOREGROUND));
  check(job->AddFile(url.c_str(), path.c_str()));
  check(job->Resume());
  wait_until_transferred(*job.get());
  check(job->Complete());
}

}  // namespace

void measure_downloads(IBackgroundCopyManager& manager, const std::wstring& url, const std::wstring& path) {
  using Clock = std::chrono::steady_clock;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto start = Clock::now();
    download(manager, url, path);
    const std::chrono::nanoseconds duration = Clock::now() - start;
    std::printf("%lld\n", static_cast<long long>(duration.count()));
    std::fflush(stdout);
  }
}

}  // namespace client
