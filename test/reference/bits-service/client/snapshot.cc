// The COM calls of bits.snapshot(), for a comparison of their duration.
#include "snapshot.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <vector>

namespace client {
namespace {

using reference::check;

struct Reading {
  GUID id;
  std::wstring display_name;
  BG_JOB_STATE state;
  BG_JOB_PROGRESS progress;
};

Reading read(IBackgroundCopyJob& job) {
  Reading reading = {};
  TaskString display_name;
  check(job.GetId(&reading.id));
  check(job.GetDisplayName(display_name.put()));
  check(job.GetState(&reading.state));
  check(job.GetProgress(&reading.progress));
  reading.display_name = display_name.get();
  return reading;
}

std::vector<Reading> read_all(IBackgroundCopyManager& manager) {
  constexpr ULONG kPage = 32;
  std::vector<Reading> readings;
  ComPtr<IEnumBackgroundCopyJobs> jobs;
  check(manager.EnumJobs(0, jobs.put()));
  for (ULONG fetched = kPage; fetched == kPage;) {
    IBackgroundCopyJob* page[kPage] = {};
    check(jobs->Next(kPage, page, &fetched));
    ComPtr<IBackgroundCopyJob> owned[kPage];
    std::transform(page, page + kPage, owned, ComPtr<IBackgroundCopyJob>::attach);
    for (ULONG index = 0; index < fetched; ++index)
      readings.push_back(read(*owned[index].get()));
  }
  return readings;
}

}  // namespace

void measure_snapshots(IBackgroundCopyManager& manager) {
  using Clock = std::chrono::steady_clock;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto start = Clock::now();
    const std::size_t count = read_all(manager).size();
    const std::chrono::nanoseconds duration = Clock::now() - start;
    std::printf("%lld %zu\n", static_cast<long long>(duration.count()), count);
    std::fflush(stdout);
  }
}

}  // namespace client
