#include <napi.h>
#include <windows.h>

#include <memory>
#include <vector>

#include "bits/bits.h"
#include "com/codec.h"
#include "com/com_ptr.h"
#include "com/connection.h"
#include "com/environment.h"
#include "com/interface_id.h"
#include "com/native_object.h"
#include "com/server_kind.h"
#include "ctm/content_transfer.h"
#include "syncmgr/sync_manager.h"
#include "winsync/winsync.h"

namespace winprogress {

namespace {

struct ConnectionOrigin {
  std::shared_ptr<com::Connection> connection;
  // A separate lane, so that a server that hangs at its start delays no family.
  com::LaneHandle activation_lane;
};

// NativeConnection of lib/native.ts.
class NativeConnection final : public com::NativeObject<NativeConnection, ConnectionOrigin> {
 public:
  static constexpr char kName[] = "NativeConnection";

  static com::NativeProperties Methods() {
    return {
        InstanceMethod("activate", &NativeConnection::Activate),
        InstanceMethod("close", &NativeConnection::Close),
    };
  }

  explicit NativeConnection(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value Activate(const Napi::CallbackInfo& info) {
    return origin().connection->Call(
        info.Env(), origin().activation_lane, "CoCreateInstance",
        [class_id = com::From<GUID>(info[0]), context = com::ToClassContext(info[1])] {
          com::ComPtr<IUnknown> object;
          return CoCreateInstance(class_id, nullptr, context, com::kInterfaceId<IUnknown>,
                                  reinterpret_cast<void**>(object.Receive()));
        },
        [](com::Connection&, Napi::Env env, HRESULT result) { return com::ToHResultValue(env, result); });
  }

  Napi::Value Close(const Napi::CallbackInfo& info) { return origin().connection->Close(info.Env()); }
};

Napi::Value Initialize(const Napi::CallbackInfo& info) {
  com::Environment::Of(info.Env()).SetErrorClass(info[0].As<Napi::Function>());
  return info.Env().Undefined();
}

Napi::Value Connect(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto connection = com::Connection::Open(env);
  return com::ObjectWriter(NativeConnection::Make(env, {connection, connection->OpenLane(L"winprogress activation")}))
      .Set("bits", bits::Bits::Open(env, connection))
      .Set("ctm", ctm::ContentTransfer::Open(env, connection))
      .Set("winsync", winsync::WinSync::Open(env, connection))
      .Set("syncmgr", syncmgr::SyncManager::Open(env, connection))
      .object();
}

// Sinks that COM references, and threads that were abandoned, need the code after the last environment has ended.
void KeepModuleLoaded() {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCWSTR>(&KeepModuleLoaded), &module);
}

Napi::Object InitializeModule(Napi::Env env, Napi::Object exports) {
  KeepModuleLoaded();
  env.SetInstanceData(new com::Environment());
  NativeConnection::Define(env);
  bits::Bits::DefineFamily(env);
  ctm::ContentTransfer::DefineFamily(env);
  winsync::WinSync::DefineFamily(env);
  syncmgr::SyncManager::DefineFamily(env);
  exports.Set("initialize", Napi::Function::New<Initialize>(env, "initialize"));
  exports.Set("connect", Napi::Function::New<Connect>(env, "connect"));
  return exports;
}

}  // namespace

NODE_API_MODULE(winprogress, InitializeModule)

}  // namespace winprogress
