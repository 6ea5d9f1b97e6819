#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"

namespace winprogress::winsync {

struct WinSyncOrigin {
  std::shared_ptr<com::Connection> connection;
  com::LaneHandle states;
  // A separate lane, so that a class that hangs during its activation delays no state.
  com::LaneHandle registration;
};

// WinSyncVerbs of lib/winsync/verbs.ts.
class WinSync final : public com::NativeObject<WinSync, WinSyncOrigin> {
 public:
  static constexpr char kName[] = "WinSync";
  static com::NativeProperties Methods();

  // Defines the classes of the family.
  static void DefineFamily(Napi::Env env);
  static Napi::Object Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection);

  explicit WinSync(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value CreateSession(const Napi::CallbackInfo& info);
  Napi::Value AttachState(const Napi::CallbackInfo& info);
  Napi::Value AttachCallback(const Napi::CallbackInfo& info);
  Napi::Value EnumerateProviders(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::winsync
