#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/class_object.h"
#include "com/remote_object.h"
#include "syncmgr/served_channel.h"
#include "syncmgr/served_handler.h"

namespace winprogress::syncmgr {

struct HandlerServerOrigin : com::RemoteOrigin<com::ClassObject> {
  std::shared_ptr<ServedChannel> channel;
};

// HandlerServerVerbs of lib/syncmgr/verbs.ts.
class HandlerServer final : public com::RemoteObject<HandlerServer, com::ClassObject, HandlerServerOrigin> {
 public:
  static constexpr char kName[] = "SyncHandlerServer";
  static com::NativeProperties Methods();

  // serveHandler(definition, listener): returns a promise of the HandlerServer.
  static Napi::Value Serve(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                           const com::LaneHandle& lane);

  explicit HandlerServer(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value Resume(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::syncmgr
