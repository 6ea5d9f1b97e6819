#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"

namespace winprogress::syncmgr {

struct SyncManagerOrigin {
  std::shared_ptr<com::Connection> connection;
  com::LaneHandle servers;
  com::LaneHandle center;
};

// SyncManagerVerbs of lib/syncmgr/verbs.ts.
class SyncManager final : public com::NativeObject<SyncManager, SyncManagerOrigin> {
 public:
  static constexpr char kName[] = "SyncManager";
  static com::NativeProperties Methods();

  // Defines the classes of the family.
  static void DefineFamily(Napi::Env env);
  static Napi::Object Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection);

  explicit SyncManager(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value OpenHandler(const Napi::CallbackInfo& info);
  Napi::Value EnumerateHandlers(const Napi::CallbackInfo& info);
  Napi::Value AttachCallback(const Napi::CallbackInfo& info);
  Napi::Value AttachCallbackFromTable(const Napi::CallbackInfo& info);
  Napi::Value ServeHandler(const Napi::CallbackInfo& info);
  Napi::Value WriteClass(const Napi::CallbackInfo& info);
  Napi::Value DeleteClass(const Napi::CallbackInfo& info);
  Napi::Value CreateSession(const Napi::CallbackInfo& info);
  Napi::Value UpdateItems(const Napi::CallbackInfo& info);
  Napi::Value UpdateAll(const Napi::CallbackInfo& info);
  Napi::Value RegisterSyncMgrHandler(const Napi::CallbackInfo& info);
  Napi::Value UnregisterSyncMgrHandler(const Napi::CallbackInfo& info);
  Napi::Value GetHandlerRegistrationInfo(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::syncmgr
