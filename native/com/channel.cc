#include "com/channel.h"

#include <memory>
#include <new>

namespace winprogress::com {

void Channel::Call(Napi::Env env, bool is_patient) noexcept {
  if (listener_.IsEmpty()) return;
  is_patient_ = is_patient;
  try {
    Tell(env, listener_);
  } catch (const Napi::Error& error) {
    // As with an event emitter: what a listener throws is nobody's rejection, it is an uncaught exception.
    napi_fatal_exception(env, error.Value());
  } catch (...) {
    // Memory for the events has run out: they are lost, as nothing else can be done for them.
    return;
  }
}

// A thread of the system's pool waits in place of ours, and of whoever tells something.
void Channel::WakeLater() noexcept {
  try {
    mailbox_->Pause(shared_from_this());
    auto held = std::make_unique<std::shared_ptr<Channel>>(shared_from_this());
    if (TrySubmitThreadpoolCallback(&Channel::WakeAfterPause, held.get(), nullptr)) {
      static_cast<void>(held.release());
      return;
    }
  } catch (const std::bad_alloc&) {
    // Then at once.
  }
  Wake();
}

void CALLBACK Channel::WakeAfterPause(PTP_CALLBACK_INSTANCE instance, void* context) noexcept {
  constexpr DWORD kPauseMilliseconds = 1;
  const std::unique_ptr<std::shared_ptr<Channel>> held(static_cast<std::shared_ptr<Channel>*>(context));
  CallbackMayRunLong(instance);
  Sleep(kPauseMilliseconds);
  (*held)->Wake();
}

void Channel::Close() noexcept {
  listener_.Reset();
  OnClose();
}

}  // namespace winprogress::com
