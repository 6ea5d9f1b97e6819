// Calls the callbacks of clients: at most four at once, those of one job one after another.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>

#include "job_state.h"
#include "json.h"

namespace reference {

class Service;

class Notifier {
 public:
  explicit Notifier(Service& service) : service_(service) {}
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  void start();

  void job_transferred(const Job& job);
  void job_error(const Job& job);
  void job_modification(const Job& job);
  void file_transferred(const Job& job, ULONG file);
  void file_ranges_transferred(const Job& job, ULONG file, const Ranges& ranges);
  /** Asks the client about a certificate; `done` gets its result. */
  void validate(const Job& job, ULONG file, std::vector<BYTE> certificate, ULONG encoding, std::vector<BYTE> store,
                std::function<void(HRESULT)> done);

  /** Every call that has ended, with its result. */
  json::Value made() const;
  void reset();
  /** Returns once no call is under way or waiting. */
  void settle();

 private:
  struct Notice {
    Job job;
    std::string method;
    json::Value details;
    std::function<HRESULT()> call;
    std::function<void(HRESULT)> done;
  };

  template <typename Callback>
  void enqueue(const Job& job, const char* method, json::Object details,
               std::function<HRESULT(Callback&, IBackgroundCopyJob&)> call, std::function<void(HRESULT)> done = {});
  void add(Notice notice);
  void serve();
  /** A notice whose job no other thread is calling for; the lock is held. */
  bool take(Notice& notice);

  Service& service_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Notice> waiting_;
  std::set<const JobState*> busy_;
  json::Array made_;
};

}  // namespace reference
