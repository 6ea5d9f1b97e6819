#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"
#include "syncmgr/served_channel.h"

namespace winprogress::syncmgr {

// A class object that is registered, in the lane of the servers.
class ServedClass {
 public:
  explicit ServedClass(DWORD cookie) noexcept : cookie_(cookie) {}
  ServedClass(const ServedClass&) = delete;
  ServedClass& operator=(const ServedClass&) = delete;
  // CoRevokeClassObject. Nothing is left to do the next time.
  void Revoke() noexcept;

 private:
  DWORD cookie_;
};

struct HandlerServerOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  std::shared_ptr<ServedChannel> channel;
  std::shared_ptr<ServedClass> served;
};

// HandlerServerVerbs of lib/syncmgr/verbs.ts.
class HandlerServer final : public com::NativeObject<HandlerServer, HandlerServerOrigin> {
 public:
  static constexpr char kName[] = "SyncHandlerServer";
  static std::vector<Napi::ClassPropertyDescriptor<HandlerServer>> Methods();

  // serveHandler(definition, listener): gives a promise of the HandlerServer.
  static Napi::Value Serve(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                           com::Lane& lane);

  explicit HandlerServer(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::syncmgr
