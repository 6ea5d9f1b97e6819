#pragma once

#include <memory>

#include "com.h"
#include "interfaces.h"
#include "lifetime.h"

namespace reference {

/**
 * The callback for the end of a group's job. It only wakes the server's main thread, which checks the group: BITS waits
 * for the result, and a thread with the lock of the group may be waiting for BITS.
 */
class TransferredNotice final : public ComObject<TransferredNotice, IBackgroundCopyCallback> {
 public:
  explicit TransferredNotice(std::shared_ptr<Lifetime> lifetime) noexcept : lifetime_(std::move(lifetime)) {}
  static const IID& identifier() noexcept { return IID_IBackgroundCopyCallback; }

  HRESULT WINAPI JobTransferred(IBackgroundCopyJob*) noexcept override { return wake(); }
  HRESULT WINAPI JobError(IBackgroundCopyJob*, IBackgroundCopyError*) noexcept override { return wake(); }
  HRESULT WINAPI JobModification(IBackgroundCopyJob*, DWORD) noexcept override { return wake(); }

 private:
  HRESULT wake() noexcept {
    lifetime_->wake();
    return S_OK;
  }

  std::shared_ptr<Lifetime> lifetime_;
};

}  // namespace reference
