#include "com/channel.h"

#include <algorithm>
#include <new>

namespace winprogress::com {

void Channel::End() noexcept {
  const LockGuard guard(lock_);
  ended_ = true;
  Wake();
}

// Called under the lock.
void Channel::MarkChanged(Source& source) noexcept {
  if (!source.is_changed_) {
    source.is_changed_ = true;
    source.next_changed_ = std::exchange(changed_, &source);
  }
  Wake();
}

// Called under the lock.
void Channel::Wake() noexcept {
  if (closed_ || std::exchange(awake_, true)) return;
  mailbox_->Deliver(shared_from_this());
}

void Channel::Queue::TakeEvents(std::vector<std::unique_ptr<ChannelEvent>>& events) {
  if (!events_.empty()) events_.front()->AddFolded(std::exchange(dropped_, 0));
  std::move(events_.begin(), events_.end(), std::back_inserter(events));
  events_.clear();
}

// Called under the lock.
void Channel::TakeEvents() {
  awake_ = false;
  has_taken_end_ = ended_;
  while (Source* source = changed_) {
    changed_ = source->next_changed_;
    source->is_changed_ = false;
    source->TakeEvents(taken_);
  }
  questions_.erase(
      std::remove_if(questions_.begin(), questions_.end(), [](const auto& question) { return question.expired(); }),
      questions_.end());
}

bool Channel::Take(bool may_wait) noexcept {
  if (may_wait) {
    lock_.Acquire();
  } else if (!lock_.TryAcquire()) {
    return false;
  }
  const LockGuard guard(lock_, std::adopt_lock);
  try {
    TakeEvents();
  } catch (const std::exception&) {
    // Memory for the events has run out: they are lost, as in a queue that is full.
  }
  return true;
}

bool Channel::Call(Napi::Env env) noexcept {
  // The listener can cause further calls of this channel.
  std::vector<std::unique_ptr<ChannelEvent>> events = std::exchange(taken_, {});
  const bool has_ended = has_taken_end_;
  if (listener_.IsEmpty()) return false;
  try {
    std::sort(events.begin(), events.end(),
              [](const auto& left, const auto& right) { return left->sequence() < right->sequence(); });
    std::vector<napi_value> values;
    values.reserve(events.size());
    for (const auto& event : events)
      values.push_back(event->ToValue(env));
    if (!values.empty()) CallListener(env, listener_, values);
    if (has_ended && !listener_.IsEmpty()) OnEnd(env, listener_);
  } catch (const Napi::Error& error) {
    // As with an event emitter: an exception of a listener is uncaught, since there is no call to reject.
    napi_fatal_exception(env, error.Value());
  } catch (const std::exception&) {
    // As above.
  }
  return has_ended;
}

void Channel::CallListener(Napi::Env env, const Napi::FunctionReference& listener,
                           const std::vector<napi_value>& events) {
  const Napi::Array array = Napi::Array::New(env, events.size());
  for (std::size_t index = 0; index < events.size(); ++index)
    SetElement(array, index, Napi::Value(env, events[index]));
  listener.Call({array});
}

void Channel::Close() noexcept {
  // Reset could throw.
  const Napi::FunctionReference released(std::move(listener_));
  std::vector<std::weak_ptr<QuestionBase>> questions;
  {
    const LockGuard guard(lock_);
    if (std::exchange(closed_, true)) return;
    std::swap(questions, questions_);
  }
  for (const auto& asked : questions)
    if (const auto question = asked.lock()) question->Abandon();
  OnClose();
}

}  // namespace winprogress::com
