#include "com/connection.h"

#include <algorithm>
#include <optional>

#include "com/environment.h"

namespace winprogress::com {

namespace {

// How long an end waits for a COM call that does not return before its thread is left behind.
constexpr DWORD kPatienceMilliseconds = 500;

// Waits for the lanes in libuv's pool, so that the event loop goes on; no COM is touched there.
class CloseWorker final : public Napi::AsyncWorker {
 public:
  CloseWorker(Napi::Env env, std::function<void()> wait, std::function<void()> done)
      : Napi::AsyncWorker(env, "winprogress:close"),
        deferred_(Napi::Promise::Deferred::New(env)),
        wait_(std::move(wait)),
        done_(std::move(done)) {}

  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override { wait_(); }
  void OnOK() override {
    done_();
    deferred_.Resolve(Env().Undefined());
  }

 private:
  Napi::Promise::Deferred deferred_;
  std::function<void()> wait_;
  std::function<void()> done_;
};

}  // namespace

napi_threadsafe_function Connection::MakeWakeUp(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  auto context = std::make_unique<std::weak_ptr<Connection>>(connection);
  napi_threadsafe_function wake_up = nullptr;
  const napi_status status = napi_create_threadsafe_function(
      env, nullptr, nullptr, Napi::String::New(env, "winprogress:completions"), 0, 1, context.get(),
      [](napi_env, void* data, void*) { delete static_cast<std::weak_ptr<Connection>*>(data); }, context.get(),
      &Connection::OnWakeUp, &wake_up);
  NAPI_THROW_IF_FAILED(env, status, nullptr);
  context.release();
  return wake_up;
}

std::shared_ptr<Connection> Connection::Open(Napi::Env env) {
  auto connection = std::shared_ptr<Connection>(new Connection(env));
  Mailbox::WakeUps wake_ups = {};
  for (napi_threadsafe_function& wake_up : wake_ups)
    wake_up = MakeWakeUp(env, connection);
  connection->mailbox_ = std::make_shared<Mailbox>(wake_ups);
  connection->mailbox_->KeepEventLoopAlive(env, false);
  // Added after the thread-safe functions, whose own hooks must run later: hooks run in reverse order.
  napi_add_env_cleanup_hook(env, &Connection::OnEnvironmentEnd, connection.get());
  return connection;
}

Connection::~Connection() { Abandon(); }

Lane& Connection::OpenLane(std::wstring name, ApartmentKind apartment) {
  lanes_.push_back(std::make_shared<Lane>(std::move(name), apartment));
  return *lanes_.back();
}

std::shared_ptr<Lane> Connection::OpenOwnLane(std::wstring name) {
  lanes_.erase(
      std::remove_if(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane->ended() && lane->finished(); }),
      lanes_.end());
  lanes_.push_back(std::make_shared<Lane>(std::move(name)));
  return lanes_.back();
}

Napi::Value Connection::Start(Napi::Env env, Lane& lane, const char* operation, std::unique_ptr<PendingCall> call) {
  if (closed_ || lane.ended()) return RejectedPromise(env, RPC_E_DISCONNECTED, operation);
  PendingCall& started = *call;
  const napi_value promise = started.MakePromise(env);
  calls_.Add(started);
  UpdateLiveliness();
  try {
    lane.Post(std::move(call));
  } catch (const std::system_error&) {
    // No thread could be made: the task stays with the lane, its promise does not.
    calls_.Remove(started);
    started.Reject(env, HResultFailure(E_OUTOFMEMORY, operation));
    UpdateLiveliness();
  }
  return Napi::Value(env, promise);
}

Napi::Value Connection::RejectedPromise(Napi::Env env, HRESULT hresult, const char* operation) const {
  const auto deferred = Napi::Promise::Deferred::New(env);
  deferred.Reject(Environment::Of(env).MakeError(env, HResultFailure(hresult, operation)));
  return deferred.Promise();
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

void Connection::KeepAliveFor(const std::shared_ptr<Channel>& channel, bool alive) noexcept {
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
  auto* worker = new CloseWorker(
      env, [self] { self->JoinLanes(); },
      [self] {
        self->CloseMailbox();
        self->UpdateLiveliness();
      });
  const Napi::Promise promise = worker->promise();
  worker->Queue();
  return promise;
}

void Connection::OnWakeUp(napi_env env, napi_value, void* context, void*) noexcept {
  const std::shared_ptr<Connection> connection = static_cast<std::weak_ptr<Connection>*>(context)->lock();
  if (env == nullptr || connection == nullptr) return;
  connection->Drain(Napi::Env(env));
}

void Connection::Drain(Napi::Env env) {
  std::optional<Mailbox::Contents> taken = mailbox_->Take();
  if (!taken.has_value()) return;
  Mailbox::Contents& contents = *taken;
  // First what was told on the way, then the ends of the calls that it belongs to: where there are any, it is told now.
  const bool is_patient = !contents.calls.empty();
  for (const auto& channel : contents.channels) {
    const Napi::HandleScope scope(env);
    channel->Call(env, is_patient);
    if (channel->ended()) CloseChannel(channel);
  }
  while (const std::unique_ptr<PendingCall> call = contents.calls.Pop()) {
    if (call->settled()) continue;
    const Napi::HandleScope scope(env);
    calls_.Remove(*call);
    call->Settle(*this, env);
  }
  UpdateLiveliness();
}

void Connection::UpdateLiveliness() noexcept {
  const bool alive = !closed_ && (!calls_.empty() || !channels_waited_for_.empty());
  if (alive == (self_ != nullptr)) return;
  mailbox_->KeepEventLoopAlive(env_, alive);
  // Held until the end of this function: letting go of it may end this connection.
  const std::shared_ptr<Connection> before = std::exchange(self_, alive ? shared_from_this() : nullptr);
}

void Connection::StopLanes() noexcept {
  for (const auto& lane : lanes_)
    lane->Stop();
}

void Connection::JoinLanes() noexcept {
  for (const auto& lane : lanes_)
    lane->Join(kPatienceMilliseconds);
}

void Connection::CloseMailbox() noexcept {
  if (ended_) return;
  ended_ = true;
  if (mailbox_ == nullptr) return;
  mailbox_->Close();
  napi_remove_env_cleanup_hook(env_, &Connection::OnEnvironmentEnd, this);
}

void Connection::OnEnvironmentEnd(void* connection) noexcept { static_cast<Connection*>(connection)->Abandon(); }

// The end without JavaScript: the environment is going away, or nobody holds the connection any more.
void Connection::Abandon() noexcept {
  if (ended_) return;
  closed_ = true;
  while (PendingCall* call = calls_.latest())
    calls_.Remove(*call);
  CloseChannels();
  StopLanes();
  JoinLanes();
  CloseMailbox();
  const std::shared_ptr<Connection> before = std::exchange(self_, nullptr);
}

}  // namespace winprogress::com
