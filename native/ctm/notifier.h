#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"
#include "ctm/library.h"

namespace winprogress::ctm {

struct NotifierOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  // Where the end of a library is waited for.
  com::Lane* closing_lane;
  std::shared_ptr<LibraryReference> library;
};

// NotifierVerbs of lib/ctm/verbs.ts: the three functions of one library.
class Notifier final : public com::NativeObject<Notifier, NotifierOrigin> {
 public:
  static constexpr char kName[] = "ContentTransferNotifier";
  static std::vector<Napi::ClassPropertyDescriptor<Notifier>> Methods();

  explicit Notifier(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value SendProgress(const Napi::CallbackInfo& info);
  Napi::Value SendSuccess(const Napi::CallbackInfo& info);
  Napi::Value SendError(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // Calls one of the functions in the lane: send(function) returns an HRESULT.
  template <typename Function, typename Send>
  Napi::Value Start(Napi::Env env, const char* operation, Function Functions::*function, Send send);
};

}  // namespace winprogress::ctm
