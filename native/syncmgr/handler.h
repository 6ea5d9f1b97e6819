#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/remote_object.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/open_handler.h"

namespace winprogress::syncmgr {

struct HandlerOrigin : com::RemoteOrigin<OpenHandler> {
  std::shared_ptr<HandlerChannel> channel;
  // Null once the handler has been closed.
  const void* callback_address;
};

// HandlerVerbs of lib/syncmgr/verbs.ts.
class Handler final : public com::RemoteObject<Handler, OpenHandler, HandlerOrigin> {
 public:
  static constexpr char kName[] = "SyncHandler";
  static com::NativeProperties Methods();

  // openHandler(clsid, settings, listener): returns a promise of the Handler.
  static Napi::Value Open(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection);

  explicit Handler(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value GetCallbackPointer(const Napi::CallbackInfo& info);
  Napi::Value KeepAlive(const Napi::CallbackInfo& info);
  Napi::Value GetHandlerInfo(const Napi::CallbackInfo& info);
  Napi::Value EnumerateItems(const Napi::CallbackInfo& info);
  Napi::Value PrepareForSync(const Napi::CallbackInfo& info);
  Napi::Value Synchronize(const Napi::CallbackInfo& info);
  Napi::Value ShowProperties(const Napi::CallbackInfo& info);
  Napi::Value ShowError(const Napi::CallbackInfo& info);
  Napi::Value SetItemStatus(const Napi::CallbackInfo& info);
  Napi::Value CancelItem(const Napi::CallbackInfo& info);
  Napi::Value CancelAll(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::syncmgr
