#include "syncmgr/sync_result.h"

#include <utility>

#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

void ResultChannel::SetResult(CenterStatus status, UINT errors, UINT conflicts) noexcept {
  {
    const com::LockGuard guard(lock_);
    if (result_.has_value()) return;
    result_ = {status, errors, conflicts};
  }
  Wake();
}

void ResultChannel::Tell(Napi::Env env, const Napi::FunctionReference& listener) {
  std::optional<Result> result;
  {
    const com::LockGuard guard(lock_);
    result = result_;
  }
  if (std::exchange(is_told_, true)) return;
  if (!result.has_value()) {
    listener.Call({env.Null()});
    return;
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("status", Napi::Number::New(env, result->status));
  object.Set("errors", Napi::Number::New(env, result->errors));
  object.Set("conflicts", Napi::Number::New(env, result->conflicts));
  listener.Call({object});
}

HRESULT SyncResult::QueryInterface(REFIID interface_id, void** object) noexcept {
  if (object == nullptr) return E_POINTER;
  if (interface_id != kInterfaceSyncResult && interface_id != kInterfaceAgileObject && interface_id != IID_IUnknown) {
    *object = nullptr;
    return E_NOINTERFACE;
  }
  *object = static_cast<ISyncResult*>(this);
  AddRef();
  return S_OK;
}

ULONG SyncResult::Release() noexcept {
  const ULONG left = --references_;
  if (left == 0) delete this;
  return left;
}

HRESULT SyncResult::Result(CenterStatus status, UINT errors, UINT conflicts) noexcept {
  channel_->SetResult(status, errors, conflicts);
  return S_OK;
}

}  // namespace winprogress::syncmgr
