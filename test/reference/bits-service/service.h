// The service behind all objects: its jobs, the version of BITS that it stands for, and how calls are recorded and
// scripted.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../queue-manager/com.h"
#include "job_state.h"
#include "journal.h"
#include "notifier.h"
#include "script.h"

namespace reference {

struct Settings {
  /** Ten times the version: 15 is BITS 1.5, 103 is BITS 10.3. */
  ULONG version = 103;
  /** Interfaces that are left out although the version has them. */
  std::set<std::string> without;
  std::wstring owner = L"S-1-5-21-1000000000-1000000000-1000000000-1001";
  bool administrator = true;
  /** The files that a job may have, by policy. */
  ULONG files_per_job = 200;
  ULONG ranges_per_file = 500;
};

class Service {
 public:
  Service();

  Journal journal;
  Script script;
  Notifier notifier;
  Settings settings;
  std::vector<Job> jobs;
  /** Completed and cancelled jobs, which clients no longer find. */
  std::vector<Job> finished;

  /** Guards the settings and the jobs. */
  std::mutex& mutex() noexcept { return mutex_; }

  /** One call of a client. The body runs with the service locked, unless the script has the call fail. */
  template <typename Body>
  HRESULT call(const char* method, const json::Value& subject, const json::Value& arguments, Body&& body) noexcept {
    return guarded([&] {
      const std::size_t number = journal.begin(method, subject, arguments);
      script.wait(method);
      const auto scripted = script.take(method);
      HRESULT result = S_OK;
      if (scripted && FAILED(*scripted)) {
        result = *scripted;
      } else {
        result = guarded([&] {
          const std::lock_guard<std::mutex> guard(mutex_);
          return body();
        });
        if (scripted && SUCCEEDED(result)) result = *scripted;
      }
      journal.end(number, result);
      return result;
    });
  }

  /** Whether an interface is one that clients get by QueryInterface. */
  static bool is_later_interface(REFIID interface_id) noexcept;
  /** Whether clients can have an interface. */
  bool offers(REFIID interface_id);

  // With the service locked.
  Job find(const GUID& id) const;
  /** Enters a state: times, error count and notifications follow. */
  void enter(const Job& job, ULONG state);
  /** Takes a job that has ended from those that clients find. */
  void retire(const Job& job);
  /** Notes a change other than of the state. */
  void touch(const Job& job);
  /** Reports what a callback has not yet returned S_OK to. */
  void report(const Job& job);

 private:
  std::mutex mutex_;
};

/** Windows's clock: 100 ns since 1601. */
UINT64 now() noexcept;

}  // namespace reference
