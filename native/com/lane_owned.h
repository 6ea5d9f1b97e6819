#pragma once

#include <windows.h>

#include <winerror.h>

#include <memory>
#include <utility>

#include "com/hresult.h"
#include "com/lane.h"

namespace winprogress::com {

// Shared ownership of an object in one lane, independent of its type.
class LaneShare {
 public:
  LaneShare(std::shared_ptr<Lane> lane, std::shared_ptr<LaneResident> resident);
  LaneShare(const LaneShare&) = delete;
  LaneShare& operator=(const LaneShare&) = delete;
  // A stopped lane destroys its residents by itself.
  ~LaneShare() { destroy_ = lane_->Post(std::move(destroy_)); }

  // In the lane.
  const std::shared_ptr<void>& object() const noexcept { return resident_->object(); }
  void Destroy() const noexcept;

 private:
  const std::shared_ptr<Lane> lane_;
  const std::shared_ptr<LaneResident> resident_;
  // Allocated beforehand, so that releasing the object cannot fail.
  std::unique_ptr<Task> destroy_;
};

// Shared ownership of a `T` in one lane: it is created, used and destroyed there, when the last owner is
// destroyed, when Destroy is called, or when the lane ends, whichever is first. Owners can be copied and destroyed in
// any thread. Closing, releasing and revoking belong in the destructor of `T`.
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

  // Any thread: the lane calls make(), which returns a std::shared_ptr<T>, before tasks that are posted later.
  // In a stopped lane the object does not exist.
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

  // In the lane: the object exists while the result does, which only the running task may keep. Throws
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

  // In the lane: destroys it for all owners.
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
        // The object does not exist, as in a lane that has ended.
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
