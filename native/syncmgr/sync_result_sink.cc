#include "syncmgr/sync_result_sink.h"

#include <utility>

namespace winprogress::syncmgr {

void ResultChannel::SetResult(CenterStatus status, UINT errors, UINT conflicts) noexcept {
  const com::LockGuard guard = Enter();
  if (std::exchange(has_result_, true)) return;
  result_.record() = {status, errors, conflicts};
  Renew(result_);
}

Napi::Value ResultChannel::Result::ToValue(Napi::Env env, DWORD) const {
  return com::ObjectWriter(env).Set("status", status).Set("errors", errors).Set("conflicts", conflicts).object();
}

void ResultChannel::CallListener(Napi::Env, const Napi::FunctionReference& listener,
                                 const std::vector<napi_value>& events) {
  is_delivered_ = true;
  listener.Call({events.front()});
}

void ResultChannel::OnEnd(Napi::Env env, const Napi::FunctionReference& listener) {
  if (!std::exchange(is_delivered_, true)) listener.Call({env.Null()});
}

}  // namespace winprogress::syncmgr
