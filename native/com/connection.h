#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

#include "com/channel.h"
#include "com/lane.h"
#include "com/mailbox.h"
#include "com/pending_call.h"

namespace winprogress::com {

// One connection: its lanes, the mailbox through which they answer, and the calls that wait for an answer. Lives on the
// JavaScript thread. Objects that JavaScript holds keep it alive, and so does a call or a listener that is still to be
// served.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  static std::shared_ptr<Connection> Open(Napi::Env env);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // A lane of this connection, which lives as long as it.
  Lane& OpenLane(std::wstring name, ApartmentKind apartment = ApartmentKind::kMultiThreaded);
  // A lane of one object, for calls that others must not wait for. Whoever has opened it ends it.
  std::shared_ptr<Lane> OpenOwnLane(std::wstring name);

  // Runs `work` in the lane and settles the promise it gives with convert(connection, env, value).
  template <typename Work, typename Convert>
  Napi::Value Call(Napi::Env env, Lane& lane, const char* operation, Work work, Convert convert) {
    using Pending = FunctionCall<Work, Convert>;
    return Start(env, lane, operation,
                 std::make_unique<Pending>(mailbox_, operation, std::move(work), std::move(convert)));
  }

  // The same for work that gives nothing.
  template <typename Work>
  Napi::Value Call(Napi::Env env, Lane& lane, const char* operation, Work work) {
    return Call(
        env, lane, operation,
        [work = std::move(work)]() mutable {
          work();
          return true;
        },
        [](Connection&, Napi::Env value_env, bool) -> napi_value { return value_env.Undefined(); });
  }

  // A way for a sink to call this function. Open until it is closed here or with the connection, or has ended.
  template <typename Kind>
  std::shared_ptr<Kind> OpenChannel(Napi::Function listener) {
    auto channel = std::make_shared<Kind>(mailbox_, Napi::Persistent(listener));
    AddChannel(channel);
    return channel;
  }
  void CloseChannel(const std::shared_ptr<Channel>& channel) noexcept;
  // Whether the event loop waits for what an open channel has to tell. It does not, unless it was asked to.
  void KeepAliveFor(const std::shared_ptr<Channel>& channel, bool alive) noexcept;

  // Rejects what is pending, stops the lanes, and gives a promise of their end.
  Napi::Value Close(Napi::Env env);

 private:
  explicit Connection(napi_env env) noexcept : env_(env) {}

  Napi::Value Start(Napi::Env env, Lane& lane, const char* operation, std::unique_ptr<PendingCall> call);
  void AddChannel(const std::shared_ptr<Channel>& channel);
  void CloseChannels() noexcept;
  Napi::Value RejectedPromise(Napi::Env env, HRESULT hresult, const char* operation) const;
  static napi_threadsafe_function MakeWakeUp(Napi::Env env, const std::shared_ptr<Connection>& connection);
  static void OnWakeUp(napi_env env, napi_value, void* context, void*) noexcept;
  static void OnEnvironmentEnd(void* connection) noexcept;
  void Drain(Napi::Env env);
  void UpdateLiveliness() noexcept;
  void StopLanes() noexcept;
  void JoinLanes() noexcept;
  void CloseMailbox() noexcept;
  void Abandon() noexcept;

  const napi_env env_;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<std::shared_ptr<Lane>> lanes_;
  CallsInFlight calls_;
  std::unordered_set<std::shared_ptr<Channel>> channels_;
  std::unordered_set<std::shared_ptr<Channel>> channels_waited_for_;
  std::shared_ptr<Connection> self_;
  bool closed_ = false;
  bool ended_ = false;
};

}  // namespace winprogress::com
