#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/served_class.h"
#include "syncmgr/served_channel.h"
#include "syncmgr/served_handler.h"

namespace winprogress::syncmgr {

// HandlerServerVerbs of lib/syncmgr/verbs.ts.
class HandlerServer final : public com::ServedClass<HandlerServer, ServedChannel> {
 public:
  static constexpr char kName[] = "SyncHandlerServer";
  static com::NativeProperties Methods();

  // serveHandler(definition, listener): returns a promise of the HandlerServer.
  static Napi::Value Serve(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                           const com::LaneHandle& lane);

  explicit HandlerServer(const Napi::CallbackInfo& info) : ServedClass(info) {}

 private:
  Napi::Value Resume(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::syncmgr
