#include "com/event_channel.h"

namespace winprogress::com {

void EventChannel::Call(Napi::Env env) noexcept {
  const std::uint32_t events = pending_.exchange(0);
  if (listener_.IsEmpty()) return;
  try {
    listener_.Call({Napi::Number::New(env, events)});
  } catch (const Napi::Error& error) {
    // As with an event emitter: what a listener throws is nobody's rejection, it is an uncaught exception.
    napi_fatal_exception(env, error.Value());
  }
}

}  // namespace winprogress::com
