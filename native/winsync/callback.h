#pragma once

#include <napi.h>

#include <memory>
#include <utility>
#include <vector>

#include "com/com_ptr.h"
#include "com/connection.h"
#include "com/native_object.h"
#include "com/own_lane.h"
#include "winsync/interfaces.h"

namespace winprogress::winsync {

// A callback that has been attached. Used in its lane only.
class OpenCallback {
 public:
  explicit OpenCallback(com::ComPtr<ISyncCallback> callback) noexcept : callback_(std::move(callback)) {}
  OpenCallback(const OpenCallback&) = delete;
  OpenCallback& operator=(const OpenCallback&) = delete;

  ISyncCallback& operator*() const noexcept { return *callback_; }
  void Close() noexcept { callback_.Reset(); }

 private:
  com::ComPtr<ISyncCallback> callback_;
};

struct CallbackOrigin {
  std::shared_ptr<com::Connection> connection;
  std::shared_ptr<com::OwnLane> lane;
  std::shared_ptr<OpenCallback> callback;
};

// CallbackVerbs of lib/winsync/verbs.ts: an ISyncCallback, ours or another's. Its calls have a lane of their own, since
// an application may take its time for an answer.
class Callback final : public com::NativeObject<Callback, CallbackOrigin> {
 public:
  static constexpr char kName[] = "SyncCallback";
  static std::vector<Napi::ClassPropertyDescriptor<Callback>> Methods();

  // attachCallback(pointer): gives a promise of the Callback.
  static Napi::Value Attach(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection);

  explicit Callback(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value OnProgress(const Napi::CallbackInfo& info);
  Napi::Value OnChange(const Napi::CallbackInfo& info);
  Napi::Value OnConflict(const Napi::CallbackInfo& info);
  Napi::Value OnRecoverableError(const Napi::CallbackInfo& info);
  Napi::Value OnFullEnumerationNeeded(const Napi::CallbackInfo& info);
  Napi::Value OnChangeApplied(const Napi::CallbackInfo& info);
  Napi::Value OnChangeFailed(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Calls a method in the lane: method(callback) gives an HRESULT.
  template <typename Method>
  Napi::Value Invoke(Napi::Env env, const char* operation, Method method);
  // The same for a method with an answer: method(callback) gives a number, and throws.
  template <typename Method>
  Napi::Value Ask(Napi::Env env, const char* operation, Method method);
  template <typename Method>
  Napi::Value TellTotals(const Napi::CallbackInfo& info, const char* operation, Method method);
};

}  // namespace winprogress::winsync
