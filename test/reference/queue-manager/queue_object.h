#pragma once

#include <memory>

#include "com.h"
#include "queue.h"

namespace reference {

/** The activated IBackgroundCopyQMgr. All of them share one queue. */
class QueueObject final : public ComObject<QueueObject, IBackgroundCopyQMgr> {
 public:
  explicit QueueObject(std::shared_ptr<Queue> queue) : queue_(std::move(queue)), client_(queue_->lifetime()) {}
  static const IID& identifier() noexcept { return IID_IBackgroundCopyQMgr; }

  HRESULT WINAPI CreateGroup(GUID id, IBackgroundCopyGroup** group) noexcept override;
  HRESULT WINAPI GetGroup(GUID id, IBackgroundCopyGroup** group) noexcept override;
  HRESULT WINAPI EnumGroups(DWORD flags, IEnumBackgroundCopyGroups** groups) noexcept override;

 private:
  const std::shared_ptr<Queue> queue_;
  const ClientReference client_;
};

/** Creates QueueObjects. Clients reference it only during activation, so it is not counted among their objects. */
class QueueFactory final : public ComObject<QueueFactory, IClassFactory> {
 public:
  explicit QueueFactory(std::shared_ptr<Queue> queue) : queue_(std::move(queue)) {}
  static const IID& identifier() noexcept { return IID_IClassFactory; }

  HRESULT WINAPI CreateInstance(IUnknown* outer, REFIID identifier, void** object) noexcept override;
  HRESULT WINAPI LockServer(BOOL lock) noexcept override;

 private:
  const std::shared_ptr<Queue> queue_;
};

}  // namespace reference
