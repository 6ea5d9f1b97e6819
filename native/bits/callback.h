#pragma once

#include <bits.h>

#include <atomic>
#include <memory>

#include "com/event_channel.h"

namespace winprogress::bits {

// Our IBackgroundCopyCallback: tells JavaScript that something happened, and answers BITS at once. The arguments are
// borrowed, and not looked at: whoever is woken reads the job.
// https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopycallback
class Callback final : public IBackgroundCopyCallback {
 public:
  explicit Callback(std::shared_ptr<com::EventChannel> channel) noexcept : channel_(std::move(channel)) {}
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  HRESULT STDMETHODCALLTYPE JobTransferred(IBackgroundCopyJob* job) noexcept override;
  HRESULT STDMETHODCALLTYPE JobError(IBackgroundCopyJob* job, IBackgroundCopyError* error) noexcept override;
  HRESULT STDMETHODCALLTYPE JobModification(IBackgroundCopyJob* job, DWORD reserved) noexcept override;

 private:
  virtual ~Callback() = default;

  const std::shared_ptr<com::EventChannel> channel_;
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::bits
