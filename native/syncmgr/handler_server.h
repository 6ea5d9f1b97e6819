#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/remote_object.h"
#include "syncmgr/served_channel.h"
#include "syncmgr/served_handler.h"

namespace winprogress::syncmgr {

// A class object that is registered until this is destroyed.
class ServedClass {
 public:
  // In the lane of the servers. Throws HResultFailure.
  ServedClass(std::shared_ptr<const ServedDefinition> definition, const std::shared_ptr<ServedChannel>& channel);
  ServedClass(const ServedClass&) = delete;
  ServedClass& operator=(const ServedClass&) = delete;
  ~ServedClass();

 private:
  DWORD cookie_ = 0;
};

struct HandlerServerOrigin : com::RemoteOrigin<ServedClass> {
  std::shared_ptr<ServedChannel> channel;
};

// HandlerServerVerbs of lib/syncmgr/verbs.ts.
class HandlerServer final : public com::RemoteObject<HandlerServer, ServedClass, HandlerServerOrigin> {
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
