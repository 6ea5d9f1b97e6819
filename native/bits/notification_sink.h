#pragma once

#include <bits.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bits/identifiers.h"
#include "bits/modern_interfaces.h"
#include "bits/records.h"
#include "com/channel.h"
#include "com/object.h"

namespace winprogress::bits {

// A file that has been transferred, or ranges of it.
struct FileNotification {
  FileName name;
  std::optional<FileRanges> ranges;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return com::ObjectWriter(env)
        .Set("remoteName", name.remote_name)
        .Set("localName", name.local_name)
        .Set("ranges", ranges)
        .object();
  }
};

// The channel from the sink of a job to its listener, which is called with the BG_NOTIFY flags of the events since the
// last call, and with the files that BITS has reported.
class NotificationChannel final : public com::Channel {
 public:
  // `job` is referenced while the channel is open: BITS calls the sink even after the JavaScript object of the job was
  // collected.
  NotificationChannel(std::shared_ptr<com::Mailbox> mailbox, Napi::FunctionReference listener,
                      std::shared_ptr<const void> job) noexcept
      : Channel(std::move(mailbox), std::move(listener)), job_(std::move(job)) {}

  // Any thread.
  void Raise(DWORD flags) noexcept {
    const com::LockGuard guard = Enter();
    RenewFlags(flags);
  }
  void Raise(DWORD flags, FileNotification file) {
    const com::LockGuard guard = Enter();
    RenewFlags(flags);
    Add(files_, std::move(file));
  }

 private:
  struct Flags {
    DWORD flags;
    Napi::Value ToValue(Napi::Env env, DWORD) const { return com::ToValue(env, flags); }
  };

  // Under the lock.
  void RenewFlags(DWORD flags) noexcept {
    if (!flags_.waits()) flags_.record().flags = 0;
    flags_.record().flags |= flags;
    Renew(flags_);
  }
  // The flags are one event, each file is another.
  void CallListener(Napi::Env env, const Napi::FunctionReference& listener,
                    const std::vector<napi_value>& events) override {
    Napi::Value flags = env.Undefined();
    const Napi::Array files = Napi::Array::New(env);
    for (const napi_value event : events) {
      const Napi::Value value(env, event);
      if (value.IsNumber()) {
        flags = value;
      } else {
        com::SetElement(files, files.Length(), value);
      }
    }
    listener.Call({flags, files});
  }
  void OnClose() noexcept override { job_.reset(); }

  Latest<Flags> flags_;
  // BITS waits for each of these calls of a job before it makes the next.
  Queue files_;
  // JavaScript thread only.
  std::shared_ptr<const void> job_;
};

// The addon's IBackgroundCopyCallback3: reports an event to JavaScript and returns to BITS at once. The job is borrowed
// and not read: the listener reads it.
// https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopycallback
class NotificationSink final
    : public com::Object<
          com::Chain<modern::IBackgroundCopyCallback3, IBackgroundCopyCallback2, IBackgroundCopyCallback>> {
 public:
  explicit NotificationSink(std::shared_ptr<NotificationChannel> channel) noexcept : channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE JobTransferred(IBackgroundCopyJob*) noexcept override {
    return Raise(BG_NOTIFY_JOB_TRANSFERRED);
  }
  HRESULT STDMETHODCALLTYPE JobError(IBackgroundCopyJob*, IBackgroundCopyError*) noexcept override {
    return Raise(BG_NOTIFY_JOB_ERROR);
  }
  HRESULT STDMETHODCALLTYPE JobModification(IBackgroundCopyJob*, DWORD) noexcept override {
    return Raise(BG_NOTIFY_JOB_MODIFICATION);
  }
  HRESULT STDMETHODCALLTYPE FileTransferred(IBackgroundCopyJob*, IBackgroundCopyFile* file) noexcept override;
  HRESULT STDMETHODCALLTYPE FileRangesTransferred(IBackgroundCopyJob*, IBackgroundCopyFile* file, DWORD count,
                                                  const BG_FILE_RANGE ranges[]) noexcept override;

 private:
  HRESULT Raise(DWORD flags) noexcept {
    channel_->Raise(flags);
    return S_OK;
  }
  // A failure makes BITS repeat the call.
  HRESULT RaiseFile(DWORD flag, IBackgroundCopyFile* file, std::optional<FileRanges> ranges);

  const std::shared_ptr<NotificationChannel> channel_;
};

}  // namespace winprogress::bits
