#pragma once

#include <windows.h>

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "com/codec.h"
#include "com/lock.h"
#include "com/mailbox.h"
#include "com/question.h"

namespace winprogress::com {

class ChannelEvent;

// A channel from sinks, which COM calls in its own threads, to one JavaScript function. Events are queued in the
// channel until the JavaScript thread takes all of them; the function is called with them in the order in which they
// occurred, as an array. The memory of a channel is bounded: a Latest keeps the last event of its kind, a
// Queue a fixed number of its last events.
//
// A record of an event is a type with `Napi::Value ToValue(Napi::Env env, DWORD folded)`, which may consume it.
// `folded` is the number of earlier events that were merged into it or dropped before it.
class Channel : public std::enable_shared_from_this<Channel> {
 public:
  // On the JavaScript thread. `patience`: the milliseconds that a thread waits for an answer of the listener.
  Channel(std::shared_ptr<Mailbox> mailbox, Napi::FunctionReference listener,
          DWORD patience = QuestionBase::kPatienceMilliseconds) noexcept
      : mailbox_(std::move(mailbox)),
        listener_(std::move(listener)),
        thread_id_(GetCurrentThreadId()),
        patience_(patience) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  // Any thread: ends the channel. The listener is called with the queued events and then released.
  void End() noexcept;

  // JavaScript thread only: takes the queued events, for Call. If it may not wait for the lock, it returns false while
  // a reporting thread holds the lock: a preempted thread would block the event loop.
  bool Take(bool may_wait) noexcept;
  // JavaScript thread only: calls the listener with the taken events. Returns whether the channel had ended before
  // that: the connection closes it then.
  bool Call(Napi::Env env) noexcept;
  // JavaScript thread only: releases the listener. Open questions are answered with their defaults.
  void Close() noexcept;

 protected:
  // Storage for events of one kind. Under the lock of the channel.
  class Source {
   public:
    Source() noexcept = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

   private:
    friend class Channel;
    virtual void TakeEvents(std::vector<std::unique_ptr<ChannelEvent>>& events) = 0;
    bool is_changed_ = false;
    Source* next_changed_ = nullptr;
  };

  // The latest event of its kind; earlier ones that have not been taken yet are merged into it.
  template <typename Record>
  class Latest;
  // A fixed number of the last events; earlier ones are dropped and counted in the oldest that is left.
  class Queue;

  // Owns the lock of the channel; the members below must be called under it.
  LockGuard<BriefLock> Enter() noexcept { return LockGuard(lock_); }

  // Under the lock. Events of a channel that has ended or is closed are dropped.
  bool is_open() const noexcept { return !ended_ && !closed_; }
  // Of the JavaScript thread.
  DWORD thread_id() const noexcept { return thread_id_; }
  // Under the lock. Queues the event that was stored in `latest`.
  template <typename Record>
  void Renew(Latest<Record>& latest) noexcept;
  template <typename Record>
  void Add(Queue& queue, Record record);

  // Without the lock. Adds the event that asks, which make(question) returns, and waits for the answer, like
  // Question::Wait(lane). The answer is the default if the listener cannot be asked: in a channel that is not
  // open, and on the JavaScript thread, which cannot wait for itself.
  template <typename Answer, typename MakeRecord>
  Answer Ask(Queue& queue, Answer by_default, MakeRecord make, Lane* lane = nullptr);

 private:
  friend class ChannelList;

  // JavaScript thread only: calls the listener with the events that have been taken.
  virtual void CallListener(Napi::Env env, const Napi::FunctionReference& listener,
                            const std::vector<napi_value>& events);
  // JavaScript thread only: the last event has been delivered.
  virtual void OnEnd(Napi::Env, const Napi::FunctionReference&) {}
  // JavaScript thread only, without the lock.
  virtual void OnClose() noexcept {}

  void MarkChanged(Source& source) noexcept;
  void Wake() noexcept;
  void TakeEvents();

  const std::shared_ptr<Mailbox> mailbox_;
  Napi::FunctionReference listener_;
  const DWORD thread_id_;
  const DWORD patience_;
  // Of the mailbox's list.
  std::shared_ptr<Channel> next_;
  // JavaScript thread only.
  std::vector<std::unique_ptr<ChannelEvent>> taken_;
  bool has_taken_end_ = false;

  BriefLock lock_;
  std::uint64_t sequence_ = 0;
  Source* changed_ = nullptr;
  bool awake_ = false;
  bool ended_ = false;
  bool closed_ = false;
  // Possibly still open.
  std::vector<std::weak_ptr<QuestionBase>> questions_;
};

// An event that was taken from a channel or is queued in it.
class ChannelEvent {
 public:
  ChannelEvent(std::uint64_t sequence, DWORD folded) noexcept : sequence_(sequence), folded_(folded) {}
  ChannelEvent(const ChannelEvent&) = delete;
  ChannelEvent& operator=(const ChannelEvent&) = delete;
  virtual ~ChannelEvent() = default;

  std::uint64_t sequence() const noexcept { return sequence_; }
  void AddFolded(DWORD folded) noexcept { folded_ += folded; }
  virtual Napi::Value ToValue(Napi::Env env) = 0;

 protected:
  DWORD folded() const noexcept { return folded_; }

 private:
  const std::uint64_t sequence_;
  DWORD folded_;
};

template <typename Record>
class RecordedEvent final : public ChannelEvent {
 public:
  RecordedEvent(std::uint64_t sequence, DWORD folded, Record record)
      : ChannelEvent(sequence, folded), record_(std::move(record)) {}
  Napi::Value ToValue(Napi::Env env) override { return record_.ToValue(env, folded()); }

 private:
  Record record_;
};

template <typename Record>
class Channel::Latest final : public Source {
 public:
  // The events that have not been taken yet. All members are used under the lock.
  bool waits() const noexcept { return waits_; }
  Record& record() noexcept { return record_; }

 private:
  friend class Channel;
  void TakeEvents(std::vector<std::unique_ptr<ChannelEvent>>& events) override {
    events.push_back(std::make_unique<RecordedEvent<Record>>(sequence_, folded_, record_));
    waits_ = false;
    folded_ = 0;
  }

  Record record_ = {};
  std::uint64_t sequence_ = 0;
  DWORD folded_ = 0;
  bool waits_ = false;
};

class Channel::Queue final : public Source {
 public:
  // Without a bound, for events whose number is bounded elsewhere.
  Queue() noexcept : Queue(std::numeric_limits<std::size_t>::max()) {}
  explicit Queue(std::size_t bound) noexcept : bound_(bound) {}

  std::size_t size() const noexcept { return events_.size(); }

 private:
  friend class Channel;
  void TakeEvents(std::vector<std::unique_ptr<ChannelEvent>>& events) override;

  const std::size_t bound_;
  std::deque<std::unique_ptr<ChannelEvent>> events_;
  DWORD dropped_ = 0;
};

template <typename Record>
void Channel::Renew(Latest<Record>& latest) noexcept {
  if (!is_open()) return;
  if (latest.waits_) ++latest.folded_;
  latest.waits_ = true;
  latest.sequence_ = ++sequence_;
  MarkChanged(latest);
}

template <typename Record>
void Channel::Add(Queue& queue, Record record) {
  if (!is_open()) return;
  queue.events_.push_back(std::make_unique<RecordedEvent<Record>>(++sequence_, 0, std::move(record)));
  if (queue.events_.size() > queue.bound_) {
    queue.events_.pop_front();
    ++queue.dropped_;
  }
  MarkChanged(queue);
}

template <typename Answer, typename MakeRecord>
Answer Channel::Ask(Queue& queue, Answer by_default, MakeRecord make, Lane* lane) {
  if (GetCurrentThreadId() == thread_id_) return by_default;
  const auto question = std::make_shared<Question<Answer>>(by_default, patience_);
  {
    const LockGuard guard(lock_);
    if (!is_open()) return by_default;
    questions_.push_back(question);
    Add(queue, make(question));
  }
  mailbox_->Hurry();
  return question->Wait(lane);
}

// The first properties of an event object, without and with the count of merged events.
inline ObjectWriter MakeEventObject(Napi::Env env, const char* type) {
  ObjectWriter object(env);
  object.Set("type", type);
  return object;
}
inline ObjectWriter MakeEventObject(Napi::Env env, const char* type, DWORD folded) {
  return MakeEventObject(env, type).Set("folded", folded);
}

}  // namespace winprogress::com
