#pragma once

#include <napi.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "com/mailbox.h"

namespace winprogress::com {

// The way from a sink, which COM calls in threads of its own, to one JavaScript function. Events are bits: what has not
// been taken yet is folded together, so that a sink that is called a million times neither waits nor fills memory.
class EventChannel : public std::enable_shared_from_this<EventChannel> {
 public:
  EventChannel(std::shared_ptr<Mailbox> mailbox, Napi::FunctionReference listener) noexcept
      : mailbox_(std::move(mailbox)), listener_(std::move(listener)) {}
  EventChannel(const EventChannel&) = delete;
  EventChannel& operator=(const EventChannel&) = delete;

  // Any thread.
  void Raise(std::uint32_t events) noexcept {
    if (pending_.fetch_or(events) == 0) mailbox_->Deliver(shared_from_this());
  }

  // JavaScript thread only.
  void Call(Napi::Env env) noexcept;
  void Close() noexcept { listener_.Reset(); }

 private:
  const std::shared_ptr<Mailbox> mailbox_;
  std::atomic<std::uint32_t> pending_{0};
  Napi::FunctionReference listener_;
};

}  // namespace winprogress::com
