#pragma once

#include <napi.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "com/channel.h"
#include "com/connection.h"
#include "com/environment.h"
#include "com/lane.h"
#include "com/lane_owned.h"
#include "doctest/doctest.h"
#include "fake_node.h"
#include "virtual_time.h"
#include "winerror.h"

namespace host {

// Waits for a condition that running threads cause.
inline void Await(const std::function<bool()>& holds) {
  while (!holds())
    std::this_thread::yield();
}

// A gate at which a call hangs until it is opened.
class Gate {
 public:
  void Wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.wait(lock, [this] { return open_; });
  }
  void Open() {
    const std::lock_guard guard(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  int waiting() {
    const std::lock_guard guard(mutex_);
    return waiting_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

// An environment with one connection.
class World {
 public:
  World() {
    node.env().SetInstanceData(new winprogress::com::Environment());
    winprogress::com::Environment::Of(node.env()).SetErrorClass(node.MakeFunction([](const Napi::CallbackInfo& info) {
      winprogress::com::ObjectWriter(info.This().As<Napi::Object>()).Set("hresult", info[0]).Set("message", info[1]);
    }));
    connection = winprogress::com::Connection::Open(node.env());
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  // Waits for released threads to end before the process checks for leaks.
  ~World() {
    connection.reset();
    node.End();
    Await([] { return LiveThreads() == 0; });
  }

  Napi::Env env() const { return node.env(); }
  template <typename Work>
  Napi::Value Call(const winprogress::com::LaneHandle& lane, Work work) {
    return connection->Call(env(), lane, "Test.Call", std::move(work));
  }
  void RunUntilSettled(Napi::Value promise) {
    node.RunUntil([promise] { return FakeNode::StateOf(promise) != PromiseState::kPending; });
  }
  // The HRESULT of a rejected promise.
  static HRESULT FailureOf(Napi::Value promise) {
    REQUIRE(FakeNode::StateOf(promise) == PromiseState::kRejected);
    return winprogress::com::From<HRESULT>(FakeNode::ResultOf(promise), "hresult");
  }
  // Closes the connection, which must have no hanging calls.
  void Close() { RunUntilSettled(connection->Close(env())); }

  FakeNode node;
  std::shared_ptr<winprogress::com::Connection> connection;
};

struct NumberRecord {
  int value = 0;
  Napi::Value ToValue(Napi::Env env, DWORD folded) {
    return winprogress::com::MakeEventObject(env, "number", folded).Set("value", value).object();
  }
};

struct QuestionRecord {
  std::shared_ptr<winprogress::com::Question<int>> question;
  Napi::Value ToValue(Napi::Env env, DWORD folded) {
    return winprogress::com::MakeEventObject(env, "question", folded)
        .Set("answer", winprogress::com::MakeAnswerFunction(env, question))
        .object();
  }
};

constexpr std::size_t kBound = 3;

class TestChannel final : public winprogress::com::Channel {
 public:
  using Channel::Channel;

  void Report(int value) {
    const auto guard = Enter();
    Add(numbers_, NumberRecord{value});
  }
  void ReportLatest(int value) {
    const auto guard = Enter();
    if (!is_open()) return;
    latest_.record().value = value;
    Renew(latest_);
  }
  int AskFor(int by_default, winprogress::com::Lane* lane = nullptr) {
    return Ask(
        questions_, by_default, [](auto question) { return QuestionRecord{std::move(question)}; }, lane);
  }

  // JavaScript thread only.
  int ends = 0;
  int closes = 0;

 private:
  void OnEnd(Napi::Env, const Napi::FunctionReference&) override { ++ends; }
  void OnClose() noexcept override { ++closes; }

  Queue numbers_{kBound};
  Queue questions_{kBound};
  Latest<NumberRecord> latest_;
};

struct SeenEvent {
  int value;
  DWORD folded;
  friend bool operator==(const SeenEvent& left, const SeenEvent& right) {
    return left.value == right.value && left.folded == right.folded;
  }
};

// The events of one call of a listener.
inline std::vector<SeenEvent> EventsOf(const Napi::CallbackInfo& info) {
  std::vector<SeenEvent> events;
  for (const Napi::Value& event : winprogress::com::From<std::vector<Napi::Value>>(info[0]))
    events.push_back({winprogress::com::From<int>(event, "value"), winprogress::com::From<DWORD>(event, "folded")});
  return events;
}

}  // namespace host

template <>
struct winprogress::com::Reader<Napi::Value> {
  static Napi::Value Read(const Napi::Value& value) { return value; }
};
