#include "com/lane_owned.h"

namespace winprogress::com {

namespace {

class DestroyTask final : public Task {
 public:
  DestroyTask(std::shared_ptr<Lane> lane, std::shared_ptr<LaneResident> resident) noexcept
      : lane_(std::move(lane)), resident_(std::move(resident)) {}
  void Execute(std::unique_ptr<Task>) noexcept override {
    lane_->Remove(*resident_);
    resident_->Destroy();
  }

 private:
  const std::shared_ptr<Lane> lane_;
  const std::shared_ptr<LaneResident> resident_;
};

}  // namespace

LaneShare::LaneShare(std::shared_ptr<Lane> lane, std::shared_ptr<LaneResident> resident)
    : lane_(std::move(lane)),
      resident_(std::move(resident)),
      destroy_(std::make_unique<DestroyTask>(lane_, resident_)) {}

void LaneShare::Destroy() const noexcept {
  lane_->Remove(*resident_);
  resident_->Destroy();
}

}  // namespace winprogress::com
