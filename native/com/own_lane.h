#pragma once

#include <napi.h>

#include <memory>
#include <utility>

#include "com/connection.h"
#include "com/lane.h"

namespace winprogress::com {

// The lane of one object, from the call that makes it on: it ends with the object, or with a call that makes none.
class OwnLane {
 public:
  // Holders let it go on the JavaScript thread.
  explicit OwnLane(std::shared_ptr<Lane> lane) noexcept : lane_(std::move(lane)) {}
  OwnLane(const OwnLane&) = delete;
  OwnLane& operator=(const OwnLane&) = delete;
  ~OwnLane() { lane_->End(); }

  Lane& operator*() const noexcept { return *lane_; }
  Lane* operator->() const noexcept { return lane_.get(); }

 private:
  const std::shared_ptr<Lane> lane_;
};

// In the lane: `object` is closed in it before it ends, unless it has been closed by then. Close() of a closed object
// does nothing.
template <typename Object>
std::shared_ptr<Object> CloseAtEnd(LaneCore& lane, std::shared_ptr<Object> object) {
  lane.AtEnd(object.get(), [object] { object->Close(); });
  return object;
}

// The last call of a lane. One that has ended has nothing left to do.
template <typename Work>
Napi::Value CallAndEnd(Napi::Env env, Connection& connection, const OwnLane& lane, const char* operation, Work work) {
  if (lane->ended()) {
    const auto done = Napi::Promise::Deferred::New(env);
    done.Resolve(env.Undefined());
    return done.Promise();
  }
  const Napi::Value promise = connection.Call(env, *lane, operation, std::move(work));
  lane->End();
  return promise;
}

}  // namespace winprogress::com
