#pragma once

#include <bits.h>

#include <memory>
#include <utility>
#include <vector>

#include "bits/identifiers.h"
#include "com/channel.h"
#include "com/object.h"

namespace winprogress::bits {

// The channel from the sink of a job to its listener, which is called with the BG_NOTIFY flags of the events since the
// last call.
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
    if (!flags_.waits()) flags_.record().flags = 0;
    flags_.record().flags |= flags;
    Renew(flags_);
  }

 private:
  struct Flags {
    DWORD flags;
    Napi::Value ToValue(Napi::Env env, DWORD) const { return com::ToValue(env, flags); }
  };

  void CallListener(Napi::Env, const Napi::FunctionReference& listener,
                    const std::vector<napi_value>& events) override {
    listener.Call({events.front()});
  }
  void OnClose() noexcept override { job_.reset(); }

  Latest<Flags> flags_;
  // JavaScript thread only.
  std::shared_ptr<const void> job_;
};

// The addon's IBackgroundCopyCallback: reports an event to JavaScript and returns to BITS at once. The
// arguments are borrowed and not read: the listener reads the job.
// https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopycallback
class NotificationSink final : public com::Object<IBackgroundCopyCallback> {
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

 private:
  HRESULT Raise(DWORD flags) noexcept {
    channel_->Raise(flags);
    return S_OK;
  }

  const std::shared_ptr<NotificationChannel> channel_;
};

}  // namespace winprogress::bits
