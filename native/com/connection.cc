#include "com/connection.h"

#include <algorithm>
#include <functional>

#include "com/environment.h"

namespace winprogress::com {

namespace {

// Time limit for a COM call that does not return when its lane ends; its thread is abandoned then.
constexpr DWORD kPatienceMilliseconds = 500;

// Waits in libuv's pool, so that the event loop continues; makes no COM call there.
class WaitWorker final : public Napi::AsyncWorker {
 public:
  WaitWorker(Napi::Env env, std::function<void()> wait, std::function<void()> done)
      : Napi::AsyncWorker(env, "winprogress:close"),
        deferred_(Napi::Promise::Deferred::New(env)),
        wait_(std::move(wait)),
        done_(std::move(done)) {}

  // Returns a promise that resolves when `wait` has returned, and `done` after it.
  static Napi::Value Start(Napi::Env env, std::function<void()> wait, std::function<void()> done) {
    auto worker = std::make_unique<WaitWorker>(env, std::move(wait), std::move(done));
    const Napi::Promise promise = worker->deferred_.Promise();
    worker->Queue();
    // Deletes itself when it has run.
    static_cast<void>(worker.release());
    return promise;
  }

 protected:
  void Execute() override { wait_(); }
  void OnOK() override {
    done_();
    deferred_.Resolve(Env().Undefined());
  }

 private:
  const Napi::Promise::Deferred deferred_;
  const std::function<void()> wait_;
  const std::function<void()> done_;
};

}  // namespace

std::shared_ptr<Connection> Connection::Open(Napi::Env env) {
  auto connection = std::shared_ptr<Connection>(new Connection(env));
  auto context = std::make_unique<std::weak_ptr<Connection>>(connection);
  napi_threadsafe_function wake_up = nullptr;
  const napi_status status = napi_create_threadsafe_function(
      env, nullptr, nullptr, Napi::String::New(env, "winprogress:completions"), 0, 1, context.get(),
      [](napi_env, void* data, void*) { delete static_cast<std::weak_ptr<Connection>*>(data); }, context.get(),
      &Connection::OnWakeUp, &wake_up);
  NAPI_THROW_IF_FAILED(env, status, nullptr);
  // The thread-safe function deletes it when it ends.
  static_cast<void>(context.release());
  connection->mailbox_ = std::make_shared<Mailbox>(wake_up);
  connection->mailbox_->KeepEventLoopAlive(env, false);
  // Added after the thread-safe function, whose own hook must run later: hooks run in reverse order.
  napi_add_env_cleanup_hook(env, &Connection::OnEnvironmentEnd, connection.get());
  return connection;
}

Connection::~Connection() { Abandon(); }

LaneHandle Connection::OpenLane(std::wstring name, ApartmentKind apartment) {
  lanes_.erase(
      std::remove_if(lanes_.begin(), lanes_.end(),
                     [](const auto& lane) { return lane->ended() && lane->WaitUntilFinished(Deadline::In(0)); }),
      lanes_.end());
  lanes_.push_back(Lane::Make(std::move(name), apartment));
  if (closed_) lanes_.back()->Stop();
  return LaneHandle(lanes_.back());
}

Napi::Value Connection::Start(Napi::Env env, Lane& lane, std::unique_ptr<PendingCall> call) {
  PendingCall& started = *call;
  const napi_value promise = started.MakePromise(env);
  if (closed_ || lane.ended()) {
    started.Reject(env, HResultFailure(RPC_E_DISCONNECTED, started.operation()));
    return Napi::Value(env, promise);
  }
  // A call that cannot be posted is destroyed, so it must not be used afterwards.
  calls_.Add(started);
  std::unique_ptr<PendingCall> refused = lane.Post(std::move(call));
  if (refused != nullptr) {
    calls_.Remove(*refused);
    refused->Reject(env, HResultFailure(E_OUTOFMEMORY, refused->operation(), "no thread could be made"));
  }
  UpdateLiveliness();
  return Napi::Value(env, promise);
}

Napi::Value Connection::ResolvedPromise(Napi::Env env) {
  const auto deferred = Napi::Promise::Deferred::New(env);
  deferred.Resolve(env.Undefined());
  return deferred.Promise();
}

Napi::FunctionReference Connection::Hold(const Napi::Value& listener) {
  return Napi::Persistent(listener.As<Napi::Function>());
}

void Connection::AddChannel(const std::shared_ptr<Channel>& channel) {
  if (closed_) {
    channel->Close();
  } else {
    channels_.insert(channel);
  }
}

void Connection::CloseChannel(const std::shared_ptr<Channel>& channel) noexcept {
  channel->Close();
  channels_.erase(channel);
  channels_waited_for_.erase(channel);
  UpdateLiveliness();
}

void Connection::CloseChannels() noexcept {
  channels_waited_for_.clear();
  for (const auto& channel : std::exchange(channels_, {}))
    channel->Close();
}

void Connection::KeepAliveFor(const std::shared_ptr<Channel>& channel, bool alive) {
  if (!alive) {
    channels_waited_for_.erase(channel);
  } else if (channels_.count(channel) != 0) {
    channels_waited_for_.insert(channel);
  }
  UpdateLiveliness();
}

Napi::Value Connection::Close(Napi::Env env) {
  if (!closed_) {
    closed_ = true;
    while (PendingCall* call = calls_.latest()) {
      calls_.Remove(*call);
      call->Reject(env, HResultFailure(RPC_E_DISCONNECTED, call->operation()));
    }
    CloseChannels();
    StopLanes();
  }
  const auto self = shared_from_this();
  return WaitWorker::Start(
      env,
      // A copy, since this thread may continue with the other lanes.
      [lanes = lanes_, deadline = Deadline::In(kPatienceMilliseconds)] { WaitForLanes(lanes, deadline); },
      [self] {
        self->CloseMailbox();
        self->UpdateLiveliness();
      });
}

// The time limit starts here, not when a thread of the pool is free, so that lanes that end together share it.
Napi::Value Connection::EndLane(Napi::Env env, const LaneHandle& lane) {
  lane->End();
  return WaitWorker::Start(
      env, [lane, deadline = Deadline::In(kPatienceMilliseconds)] { lane->WaitUntilFinished(deadline); }, [] {});
}

void Connection::BoundCall(Napi::Env env, const LaneHandle& lane, std::uint64_t number) {
  const auto returned = std::make_shared<bool>(false);
  WaitWorker::Start(
      env,
      [lane, returned, deadline = Deadline::In(kPatienceMilliseconds)] {
        *returned = lane->WaitUntilFinished(deadline);
      },
      [self = shared_from_this(), env, returned, number] {
        PendingCall* call = *returned ? nullptr : self->calls_.Find(number);
        if (call == nullptr) return;
        self->calls_.Remove(*call);
        call->Abandon(env);
        self->UpdateLiveliness();
      });
}

void Connection::OnWakeUp(napi_env env, napi_value, void* context, void*) noexcept {
  // Without an environment Node.js only empties its queue, and the context is already deleted.
  if (env == nullptr) return;
  const std::shared_ptr<Connection> connection = static_cast<std::weak_ptr<Connection>*>(context)->lock();
  if (connection == nullptr) return;
  try {
    connection->Drain(Napi::Env(env));
  } catch (const std::exception&) {
    // All other exceptions are caught where they are thrown.
    Napi::Error::Fatal("winprogress", "the JavaScript engine is out of memory");
  }
}

void Connection::Drain(Napi::Env env) {
  Mailbox::Contents contents = mailbox_->Take();
  ChannelList busy;
  bool has_reported = false;
  // Events first, then the results of the calls during which they were reported.
  const bool may_wait = !contents.calls.empty();
  while (std::shared_ptr<Channel> channel = contents.channels.Pop()) {
    has_reported = true;
    if (!channel->Take(may_wait)) {
      busy.Push(std::move(channel));
      continue;
    }
    const Napi::HandleScope scope(env);
    if (channel->Call(env)) CloseChannel(channel);
  }
  while (const std::unique_ptr<PendingCall> call = contents.calls.Pop()) {
    if (call->settled()) continue;
    const Napi::HandleScope scope(env);
    calls_.Remove(*call);
    call->Settle(*this, env);
  }
  mailbox_->Throttle(has_reported, std::move(busy));
  UpdateLiveliness();
}

void Connection::UpdateLiveliness() noexcept {
  const bool alive = !closed_ && (!calls_.empty() || !channels_waited_for_.empty());
  if (alive == (self_ != nullptr)) return;
  mailbox_->KeepEventLoopAlive(env_, alive);
  // Referenced until the end of this function: releasing it can end this connection.
  const std::shared_ptr<Connection> before = std::exchange(self_, alive ? shared_from_this() : nullptr);
}

void Connection::StopLanes() noexcept {
  for (const auto& lane : lanes_)
    lane->Stop();
}

// All lanes share one deadline.
void Connection::WaitForLanes(const std::vector<std::shared_ptr<Lane>>& lanes, const Deadline& deadline) noexcept {
  for (const auto& lane : lanes)
    lane->WaitUntilFinished(deadline);
}

void Connection::CloseMailbox() noexcept {
  if (ended_) return;
  ended_ = true;
  if (mailbox_ == nullptr) return;
  mailbox_->Close();
  napi_remove_env_cleanup_hook(env_, &Connection::OnEnvironmentEnd, this);
}

void Connection::OnEnvironmentEnd(void* connection) noexcept { static_cast<Connection*>(connection)->Abandon(); }

// The end without JavaScript: the environment ends, or the connection has no references left.
void Connection::Abandon() noexcept {
  if (ended_) return;
  closed_ = true;
  while (PendingCall* call = calls_.latest())
    calls_.Remove(*call);
  CloseChannels();
  StopLanes();
  WaitForLanes(lanes_, Deadline::In(kPatienceMilliseconds));
  CloseMailbox();
  const std::shared_ptr<Connection> before = std::exchange(self_, nullptr);
}

}  // namespace winprogress::com
