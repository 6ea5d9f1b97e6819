#include "com/channel.h"

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

void Channel::Close() noexcept {
  listener_.Reset();
  OnClose();
}

}  // namespace winprogress::com
