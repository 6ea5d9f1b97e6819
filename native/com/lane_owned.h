#pragma once

#include <windows.h>

#include <winerror.h>

#include <memory>
#include <utility>

#include "com/hresult.h"
#include "com/lane.h"

namespace winprogress::com {

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
    auto resident = std::make_shared<Resident>(std::make_shared<T>(std::forward<Arguments>(arguments)...));
    auto share = std::make_shared<Share>(lane.shared_from_this(), resident);
    lane.Add(std::move(resident));
    return LaneOwned(std::move(share));
  }

  // Any thread: the lane calls make(), which returns a std::shared_ptr<T>, before it comes to what is posted later.
  // Where the lane takes no more tasks, there is nothing to use.
  template <typename MakeObject>
  static LaneOwned MakeIn(const std::shared_ptr<Lane>& lane, MakeObject make) {
    auto resident = std::make_shared<Resident>(nullptr);
    auto task = std::make_unique<MakeTask<MakeObject>>(*lane, resident, std::move(make));
    auto share = std::make_shared<Share>(lane, std::move(resident));
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
  std::shared_ptr<T> TryUse() const noexcept { return share_ == nullptr ? nullptr : share_->resident->object; }

  // In the lane: destroys it for all shares.
  void Destroy() const noexcept {
    if (share_ == nullptr) return;
    share_->lane->Remove(*share_->resident);
    share_->resident->Destroy();
  }

 private:
  struct Resident final : LaneResident {
    explicit Resident(std::shared_ptr<T> made) noexcept : object(std::move(made)) {}
    void Destroy() noexcept override { std::shared_ptr<T>().swap(object); }
    // The lane's thread only.
    std::shared_ptr<T> object;
  };

  template <typename MakeObject>
  class MakeTask final : public Task {
   public:
    MakeTask(Lane& lane, std::shared_ptr<Resident> resident, MakeObject make)
        : lane_(lane), resident_(std::move(resident)), make_(std::move(make)) {}
    void Execute(std::unique_ptr<Task>) noexcept override {
      try {
        lane_.Add(resident_);
        resident_->object = make_();
      } catch (...) {
        // Nothing to use, as in a lane that has ended.
        lane_.Remove(*resident_);
      }
    }

   private:
    // It runs this task.
    Lane& lane_;
    const std::shared_ptr<Resident> resident_;
    MakeObject make_;
  };

  class DestroyTask final : public Task {
   public:
    DestroyTask(std::shared_ptr<Lane> lane, std::shared_ptr<Resident> resident) noexcept
        : lane_(std::move(lane)), resident_(std::move(resident)) {}
    void Execute(std::unique_ptr<Task>) noexcept override {
      lane_->Remove(*resident_);
      resident_->Destroy();
    }

   private:
    const std::shared_ptr<Lane> lane_;
    const std::shared_ptr<Resident> resident_;
  };

  struct Share {
    Share(std::shared_ptr<Lane> of, std::shared_ptr<Resident> shared)
        : lane(std::move(of)),
          resident(std::move(shared)),
          // Made beforehand, so that dropping a share cannot fail.
          destroy(std::make_unique<DestroyTask>(lane, resident)) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    // A lane that takes no more tasks destroys its residents by itself.
    ~Share() { destroy = lane->Post(std::move(destroy)); }

    const std::shared_ptr<Lane> lane;
    const std::shared_ptr<Resident> resident;
    std::unique_ptr<Task> destroy;
  };

  explicit LaneOwned(std::shared_ptr<Share> share) noexcept : share_(std::move(share)) {}

  std::shared_ptr<Share> share_;
};

}  // namespace winprogress::com
