#pragma once

#include <napi.h>

#include <vector>

#include "com/remote_object.h"
#include "ctm/library.h"

namespace winprogress::ctm {

// NotifierVerbs of lib/ctm/verbs.ts: the three functions of one library.
class Notifier final : public com::RemoteObject<Notifier, Library> {
 public:
  static constexpr char kName[] = "ContentTransferNotifier";
  static com::NativeProperties Methods();

  explicit Notifier(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value SendProgress(const Napi::CallbackInfo& info);
  Napi::Value SendSuccess(const Napi::CallbackInfo& info);
  Napi::Value SendError(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Calls one of the functions in the lane: send(function) returns an HRESULT.
  template <typename Function, typename Send>
  Napi::Value Notify(Napi::Env env, const char* operation, Function Functions::*function, Send send);
};

}  // namespace winprogress::ctm
