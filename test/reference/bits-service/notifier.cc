#include "notifier.h"

#include <algorithm>

#include "../detached_thread.h"
#include "objects.h"
#include "text.h"

namespace reference {
namespace {

/** What https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopycallback allows a user at once. */
constexpr int kThreads = 4;

template <typename Callback>
ComPtr<Callback> query(IUnknown& object) {
  ComPtr<Callback> callback;
  check(object.QueryInterface(__uuidof(Callback), callback.put_void()));
  return callback;
}

}  // namespace

void Notifier::start() {
  for (int count = 0; count < kThreads; ++count)
    start_detached([this] { serve(); });
}

template <typename Callback>
void Notifier::enqueue(const Job& job, const char* method, json::Object details,
                       std::function<HRESULT(Callback&, IBackgroundCopyJob&)> call, std::function<void(HRESULT)> done) {
  if (!job->callback) return;
  details["job"] = job->id;
  const auto notify = [this, job, object = job->callback, call = std::move(call)] {
    const ComPtr<Callback> callback = query<Callback>(*object.get());
    const auto subject = make_job(service_, job);
    return call(*callback.get(), *subject.get());
  };
  add({job, method, std::move(details), notify, std::move(done)});
}

void Notifier::job_transferred(const Job& job) {
  enqueue<IBackgroundCopyCallback>(
      job, "IBackgroundCopyCallback.JobTransferred", {},
      [](IBackgroundCopyCallback& callback, IBackgroundCopyJob& subject) { return callback.JobTransferred(&subject); },
      [this, job](HRESULT result) {
        const std::lock_guard<std::mutex> guard(service_.mutex());
        if (result == S_OK && job->unreported == kNotifyJobTransferred) job->unreported = 0;
      });
}

void Notifier::job_error(const Job& job) {
  enqueue<IBackgroundCopyCallback>(
      job, "IBackgroundCopyCallback.JobError", {},
      [this, job, error = job->error.value_or(ErrorState())](IBackgroundCopyCallback& callback,
                                                             IBackgroundCopyJob& subject) {
        return callback.JobError(&subject, make_error(service_, job, error).get());
      },
      [this, job](HRESULT result) {
        const std::lock_guard<std::mutex> guard(service_.mutex());
        if (result == S_OK && job->unreported == kNotifyJobError) job->unreported = 0;
      });
}

void Notifier::job_modification(const Job& job) {
  enqueue<IBackgroundCopyCallback>(job, "IBackgroundCopyCallback.JobModification", {},
                                   [](IBackgroundCopyCallback& callback, IBackgroundCopyJob& subject) {
                                     return callback.JobModification(&subject, 0);
                                   });
}

void Notifier::file_transferred(const Job& job, ULONG file) {
  enqueue<IBackgroundCopyCallback2>(
      job, "IBackgroundCopyCallback2.FileTransferred", {{"file", file}},
      [this, job, part = job->files.at(file)](IBackgroundCopyCallback2& callback, IBackgroundCopyJob& subject) {
        return callback.FileTransferred(&subject, make_file(service_, job, part).get());
      });
}

void Notifier::file_ranges_transferred(const Job& job, ULONG file, const Ranges& ranges) {
  enqueue<IBackgroundCopyCallback3>(
      job, "IBackgroundCopyCallback3.FileRangesTransferred",
      {{"file", file}, {"ranges", json_of(ranges.data(), ranges.size())}},
      [this, job, part = job->files.at(file), ranges](IBackgroundCopyCallback3& callback, IBackgroundCopyJob& subject) {
        return callback.FileRangesTransferred(&subject, make_file(service_, job, part).get(),
                                              static_cast<DWORD>(ranges.size()), ranges.data());
      });
}

void Notifier::validate(const Job& job, ULONG file, std::vector<BYTE> certificate, ULONG encoding,
                        std::vector<BYTE> store, std::function<void(HRESULT)> done) {
  const auto call = [this, job, part = job->files.at(file), validation = job->validation,
                     certificate = std::move(certificate), encoding, store = std::move(store)] {
    if (!validation) throw Failure(E_POINTER);
    return validation->ValidateServerCertificate(make_job(service_, job).get(), make_file(service_, job, part).get(),
                                                 static_cast<DWORD>(certificate.size()), certificate.data(), encoding,
                                                 static_cast<DWORD>(store.size()), store.data());
  };
  add({job, "IBackgroundCopyServerCertificateValidationCallback.ValidateServerCertificate",
       json::Object{{"job", job->id}, {"file", file}}, call, std::move(done)});
}

void Notifier::add(Notice notice) {
  const std::lock_guard<std::mutex> guard(mutex_);
  waiting_.push_back(std::move(notice));
  changed_.notify_all();
}

bool Notifier::take(Notice& notice) {
  const auto next = std::find_if(waiting_.begin(), waiting_.end(),
                                 [this](const Notice& each) { return busy_.count(each.job.get()) == 0; });
  if (next == waiting_.end()) return false;
  notice = std::move(*next);
  waiting_.erase(next);
  busy_.insert(notice.job.get());
  return true;
}

void Notifier::serve() {
  if (FAILED(CoInitializeEx(nullptr, COINIT_MULTITHREADED))) return;
  for (;;) {
    Notice notice;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [&] { return take(notice); });
    }
    const HRESULT result = guarded(notice.call);
    if (notice.done) notice.done(result);
    const std::lock_guard<std::mutex> guard(mutex_);
    made_.push_back(json::Object{{"method", std::wstring(notice.method.begin(), notice.method.end())},
                                 {"details", notice.details},
                                 {"result", static_cast<ULONG>(result)}});
    busy_.erase(notice.job.get());
    changed_.notify_all();
  }
}

json::Value Notifier::made() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return made_;
}

void Notifier::reset() {
  const std::lock_guard<std::mutex> guard(mutex_);
  made_.clear();
}

void Notifier::settle() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && busy_.empty(); });
}

}  // namespace reference
