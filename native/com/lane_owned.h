#pragma once

#include <windows.h>

#include <winerror.h>

#include <memory>
#include <utility>

#include "com/hresult.h"
#include "com/lane.h"

namespace winprogress::com {

// A share in what lives in one lane, whatever its type is.
class LaneShare {
 public:
  LaneShare(std::shared_ptr<Lane> lane, std::shared_ptr<LaneResident> resident);
  LaneShare(const LaneShare&) = delete;
  LaneShare& operator=(const LaneShare&) = delete;
  // A lane that takes no more tasks destroys its residents by itself.
  ~LaneShare() { destroy_ = lane_->Post(std::move(destroy_)); }

  // In the lane.
  const std::shared_ptr<void>& object() const noexcept { return resident_->object(); }
  void Destroy() const noexcept;

 private:
  const std::shared_ptr<Lane> lane_;
  const std::shared_ptr<LaneResident> resident_;
  // Made beforehand, so that dropping a share cannot fail.
  std::unique_ptr<Task> destroy_;
};

// A share in a `T` that lives in one lane: it is made there, used there, and destroyed there, when the last share is
// dropped, when Destroy is called, or when the lane ends, whichever is first. Shares are copied and dropped in any
// thread. Closing, releasing and revoking belong into the destructor of `T`.
template <typename T>
class LaneOwned {
 public:
  // No share.
  LaneOwned() noexcept = default;

  // In the lane.
  template <typename... Arguments>
  static LaneOwned Make(Lane& lane, Arguments&&... arguments) {
    auto resident = std::make_shared<LaneResident>(std::make_shared<T>(std::forward<Arguments>(arguments)...));
    auto share = std::make_shared<LaneShare>(lane.shared_from_this(), resident);
    lane.Add(std::move(resident));
    return LaneOwned(std::move(share));
  }

  // Any thread: the lane calls make(), which returns a std::shared_ptr<T>, before it comes to what is posted later.
  // Where the lane takes no more tasks, there is nothing to use.
  template <typename MakeObject>
  static LaneOwned MakeIn(const std::shared_ptr<Lane>& lane, MakeObject make) {
    auto resident = std::make_shared<LaneResident>(nullptr);
    auto task = std::make_unique<MakeTask<MakeObject>>(*lane, resident, std::move(make));
    auto share = std::make_shared<LaneShare>(lane, std::move(resident));
    task = lane->Post(std::move(task));
    return LaneOwned(std::move(share));
  }

  explicit operator bool() const noexcept { return share_ != nullptr; }
  // Drops this share.
  void Reset() noexcept { share_.reset(); }

  // In the lane: the object stays as long as the result is kept, which only the running task may do. Throws
  // RPC_E_DISCONNECTED for one that has been destroyed.
  std::shared_ptr<T> Use(const char* operation) const {
    std::shared_ptr<T> object = TryUse();
    if (object == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, operation);
    return object;
  }
  // Null for one that has been destroyed.
  std::shared_ptr<T> TryUse() const noexcept {
    return share_ == nullptr ? nullptr : std::static_pointer_cast<T>(share_->object());
  }

  // In the lane: destroys it for all shares.
  void Destroy() const noexcept {
    if (share_ != nullptr) share_->Destroy();
  }

 private:
  template <typename MakeObject>
  class MakeTask final : public Task {
   public:
    MakeTask(Lane& lane, std::shared_ptr<LaneResident> resident, MakeObject make)
        : lane_(lane), resident_(std::move(resident)), make_(std::move(make)) {}
    void Execute(std::unique_ptr<Task>) noexcept override {
      try {
        lane_.Add(resident_);
        resident_->Set(make_());
      } catch (...) {
        // Nothing to use, as in a lane that has ended.
        lane_.Remove(*resident_);
      }
    }

   private:
    // It runs this task.
    Lane& lane_;
    const std::shared_ptr<LaneResident> resident_;
    MakeObject make_;
  };

  explicit LaneOwned(std::shared_ptr<LaneShare> share) noexcept : share_(std::move(share)) {}

  std::shared_ptr<LaneShare> share_;
};

}  // namespace winprogress::com
