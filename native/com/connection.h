#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "com/channel.h"
#include "com/lane.h"
#include "com/mailbox.h"
#include "com/pending_call.h"

namespace winprogress::com {

// One connection: its lanes, the mailbox for their results, and the pending calls. Lives on the
// JavaScript thread. It is kept alive by JavaScript objects, and by calls and channels that are still to be
// served.
//
// Out of memory: a call rejects with E_OUTOFMEMORY, a sink returns it to its caller, events that cannot be stored
// or delivered are lost. A failed allocation of the JavaScript engine ends the process, as always in Node.js.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  static std::shared_ptr<Connection> Open(Napi::Env env);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // A lane of this connection. Ends with its last handle or with the connection.
  LaneHandle OpenLane(std::wstring name, ApartmentKind apartment = ApartmentKind::kMultiThreaded);

  // Runs a call in the lane, and returns its promise.
  Napi::Value Start(Napi::Env env, Lane& lane, std::unique_ptr<PendingCall> call);
  const std::shared_ptr<Mailbox>& mailbox() const noexcept { return mailbox_; }

  // Runs `work` in the lane and settles the promise that it returns: with convert(connection, env, value), or with the
  // value itself.
  template <typename Work, typename Convert>
  Napi::Value Call(Napi::Env env, const LaneHandle& lane, const char* operation, Work work, Convert convert) {
    using Pending = FunctionCall<Work, Convert>;
    return Start(env, *lane, std::make_unique<Pending>(mailbox_, operation, std::move(work), std::move(convert)));
  }
  template <typename Work>
  Napi::Value Call(Napi::Env env, const LaneHandle& lane, const char* operation, Work work) {
    if constexpr (std::is_void_v<std::invoke_result_t<Work&>>) {
      return Call(
          env, lane, operation,
          [work = std::move(work)]() mutable {
            work();
            return true;
          },
          [](Connection&, Napi::Env value_env, bool) { return value_env.Undefined(); });
    } else {
      return Call(env, lane, operation, std::move(work),
                  [](Connection&, Napi::Env value_env, auto value) { return ToValue(value_env, value); });
    }
  }
  // The last call of a lane, which ends after it. Resolves without a call for a lane that has ended, and after half a
  // second: a call that hangs is abandoned with everything that it uses.
  template <typename... Functions>
  Napi::Value CallAndEnd(Napi::Env env, const LaneHandle& lane, const char* operation, Functions... functions) {
    if (lane->ended()) return ResolvedPromise(env);
    const std::uint64_t before = calls_.last_number();
    const Napi::Value promise = Call(env, lane, operation, std::move(functions)...);
    lane->End();
    // Otherwise it was refused.
    if (calls_.last_number() != before) BoundCall(env, lane, calls_.last_number());
    return promise;
  }

  // A resolved promise.
  static Napi::Value ResolvedPromise(Napi::Env env);

  // Ends a lane, and returns a promise that resolves when it has ended, or after half a second: a call that hangs
  // is abandoned.
  static Napi::Value EndLane(Napi::Env env, const LaneHandle& lane);

  // A channel from a sink to this function. Open until it is closed here or with the connection, or has ended.
  template <typename Kind, typename... Arguments>
  std::shared_ptr<Kind> OpenChannel(const Napi::Value& listener, Arguments&&... arguments) {
    auto channel = std::make_shared<Kind>(mailbox_, Hold(listener), std::forward<Arguments>(arguments)...);
    AddChannel(channel);
    return channel;
  }
  void CloseChannel(const std::shared_ptr<Channel>& channel) noexcept;
  // Whether an open channel keeps the event loop running (default: false).
  void KeepAliveFor(const std::shared_ptr<Channel>& channel, bool alive);

  // Rejects what is pending, stops the lanes, and returns a promise of their end.
  Napi::Value Close(Napi::Env env);

 private:
  explicit Connection(napi_env env) noexcept : env_(env) {}

  void BoundCall(Napi::Env env, const LaneHandle& lane, std::uint64_t number);
  static Napi::FunctionReference Hold(const Napi::Value& listener);
  void AddChannel(const std::shared_ptr<Channel>& channel);
  void CloseChannels() noexcept;
  static void OnWakeUp(napi_env env, napi_value, void* context, void*) noexcept;
  static void OnEnvironmentEnd(void* connection) noexcept;
  void Drain(Napi::Env env);
  void UpdateLiveliness() noexcept;
  void StopLanes() noexcept;
  static void WaitForLanes(const std::vector<std::shared_ptr<Lane>>& lanes, const Deadline& deadline) noexcept;
  void CloseMailbox() noexcept;
  void Abandon() noexcept;

  const napi_env env_;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<std::shared_ptr<Lane>> lanes_;
  CallsInFlight calls_;
  std::unordered_set<std::shared_ptr<Channel>> channels_;
  std::unordered_set<std::shared_ptr<Channel>> channels_waited_for_;
  // Set while a call or a channel is to be served.
  std::shared_ptr<Connection> self_;
  bool closed_ = false;
  bool ended_ = false;
};

}  // namespace winprogress::com
