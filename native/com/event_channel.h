#pragma once

#include <napi.h>

#include <atomic>
#include <cstdint>

#include "com/channel.h"

namespace winprogress::com {

// A channel whose events are bits: what has not been taken yet is folded together, so that a sink that is called a
// million times neither waits nor fills memory.
class EventChannel final : public Channel {
 public:
  using Channel::Channel;

  // Any thread.
  void Raise(std::uint32_t events) noexcept {
    if (pending_.fetch_or(events) == 0) Wake();
  }

 private:
  void Tell(Napi::Env env, const Napi::FunctionReference& listener) override {
    listener.Call({Napi::Number::New(env, pending_.exchange(0))});
  }

  std::atomic<std::uint32_t> pending_{0};
};

}  // namespace winprogress::com
