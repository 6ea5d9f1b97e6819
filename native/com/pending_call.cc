#include "com/pending_call.h"

#include <exception>
#include <new>

#include "com/environment.h"
#include "com/mailbox.h"

namespace winprogress::com {

void PendingCall::Execute(std::unique_ptr<Task> self) noexcept {
  try {
    Work();
  } catch (const HResultFailure& failure) {
    failure_ = failure;
  } catch (const std::bad_alloc&) {
    failure_.emplace(E_OUTOFMEMORY, operation());
  } catch (...) {
    failure_.emplace(E_UNEXPECTED, operation());
  }
  mailbox_->Deliver(std::unique_ptr<PendingCall>(static_cast<PendingCall*>(self.release())));
}

napi_value PendingCall::MakePromise(napi_env env) {
  napi_value promise = nullptr;
  const napi_status status = napi_create_promise(env, &deferred_, &promise);
  NAPI_THROW_IF_FAILED(env, status, nullptr);
  return promise;
}

void PendingCall::Settle(Connection& connection, Napi::Env env) {
  if (failure_.has_value()) {
    Reject(env, *failure_);
    return;
  }
  napi_value result = nullptr;
  try {
    result = Result(connection, env);
  } catch (const Napi::Error& error) {
    napi_reject_deferred(env, std::exchange(deferred_, nullptr), error.Value());
    return;
  } catch (const HResultFailure& failure) {
    Reject(env, failure);
    return;
  } catch (const std::exception&) {
    Reject(env, HResultFailure(E_OUTOFMEMORY, operation()));
    return;
  }
  napi_resolve_deferred(env, std::exchange(deferred_, nullptr), result);
}

void PendingCall::Reject(Napi::Env env, const HResultFailure& failure) {
  napi_value reason = nullptr;
  try {
    reason = Environment::Of(env).MakeError(env, failure);
  } catch (const Napi::Error& error) {
    reason = error.Value();
  } catch (const std::exception&) {
    // Without memory for an error object; the promise is still rejected.
    napi_get_undefined(env, &reason);
  }
  napi_reject_deferred(env, std::exchange(deferred_, nullptr), reason);
}

void PendingCall::Abandon(Napi::Env env) noexcept {
  napi_value result = nullptr;
  napi_get_undefined(env, &result);
  napi_resolve_deferred(env, std::exchange(deferred_, nullptr), result);
}

void CallsInFlight::Add(PendingCall& call) noexcept {
  call.number_ = ++last_number_;
  call.earlier_ = latest_;
  if (latest_ != nullptr) latest_->later_ = &call;
  latest_ = &call;
}

void CallsInFlight::Remove(PendingCall& call) noexcept {
  if (call.earlier_ != nullptr) call.earlier_->later_ = call.later_;
  if (call.later_ != nullptr) call.later_->earlier_ = call.earlier_;
  if (latest_ == &call) latest_ = call.earlier_;
  call.earlier_ = nullptr;
  call.later_ = nullptr;
}

PendingCall* CallsInFlight::Find(std::uint64_t number) const noexcept {
  PendingCall* call = latest_;
  while (call != nullptr && call->number_ != number)
    call = call->earlier_;
  return call;
}

}  // namespace winprogress::com
