#pragma once

#include <memory>
#include <utility>

#include "com/com_ptr.h"
#include "com/lane.h"
#include "com/proxy_blanket.h"

namespace winprogress::com {

// Where a lane keeps an interface pointer. The lane holds every slot until its pointer has been released, so that no
// pointer is ever released in another thread, whoever lets go of it last.
class LaneSlotBase {
 public:
  LaneSlotBase() noexcept = default;
  LaneSlotBase(const LaneSlotBase&) = delete;
  LaneSlotBase& operator=(const LaneSlotBase&) = delete;
  virtual ~LaneSlotBase() = default;
  virtual void Release() noexcept = 0;
};

template <typename Interface>
class LaneSlot final : public LaneSlotBase {
 public:
  explicit LaneSlot(ComPtr<Interface> pointer) noexcept : pointer_(std::move(pointer)) {}
  void Release() noexcept override { pointer_.Reset(); }
  Interface* Get() const noexcept { return pointer_.Get(); }

 private:
  ComPtr<Interface> pointer_;
};

// A hold on such a pointer. May be kept and dropped in any thread; used in the lane only.
template <typename Interface>
class LaneReference {
 public:
  // In the lane only.
  static std::shared_ptr<LaneReference> Adopt(const std::shared_ptr<LaneCore>& lane, ComPtr<Interface> pointer) {
    SetProxyBlanket(pointer.Get());
    auto slot = std::make_shared<LaneSlot<Interface>>(std::move(pointer));
    lane->Keep(slot);
    return std::make_shared<LaneReference>(lane, std::move(slot));
  }

  LaneReference(std::shared_ptr<LaneCore> lane, std::shared_ptr<LaneSlot<Interface>> slot) noexcept
      : lane_(std::move(lane)), slot_(std::move(slot)) {}
  LaneReference(const LaneReference&) = delete;
  LaneReference& operator=(const LaneReference&) = delete;
  // A lane that has been stopped takes no task: it releases its slots by itself.
  ~LaneReference() { lane_->Post(std::make_unique<ReleaseSlot>(lane_, slot_)); }

  const std::shared_ptr<LaneCore>& lane() const noexcept { return lane_; }
  Interface* Get() const noexcept { return slot_->Get(); }
  Interface* operator->() const noexcept { return slot_->Get(); }
  Interface& operator*() const noexcept { return *slot_->Get(); }

 private:
  class ReleaseSlot final : public Task {
   public:
    ReleaseSlot(std::shared_ptr<LaneCore> lane, std::shared_ptr<LaneSlotBase> slot) noexcept
        : lane_(std::move(lane)), slot_(std::move(slot)) {}
    void Execute(std::unique_ptr<Task>) noexcept override {
      slot_->Release();
      lane_->Forget(slot_);
    }

   private:
    std::shared_ptr<LaneCore> lane_;
    std::shared_ptr<LaneSlotBase> slot_;
  };

  std::shared_ptr<LaneCore> lane_;
  std::shared_ptr<LaneSlot<Interface>> slot_;
};

}  // namespace winprogress::com
