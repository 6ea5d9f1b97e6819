#include <napi.h>
#include <windows.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bits/bits.h"
#include "com/activation.h"
#include "com/connection.h"
#include "com/environment.h"
#include "com/guid.h"
#include "com/native_object.h"
#include "com/text.h"
#include "ctm/content_transfer.h"
#include "syncmgr/sync_manager.h"
#include "winsync/winsync.h"

namespace winprogress {

namespace {

// ServerKind of lib/backend.ts.
DWORD ToClassContext(const Napi::Value& value) {
  const std::string kind = value.As<Napi::String>().Utf8Value();
  if (kind == "local") return CLSCTX_LOCAL_SERVER;
  return kind == "inProcess" ? CLSCTX_INPROC_SERVER : CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER;
}

struct ConnectionOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* activation_lane;
};

// NativeConnection of lib/native.ts.
class NativeConnection final : public com::NativeObject<NativeConnection, ConnectionOrigin> {
 public:
  static constexpr char kName[] = "NativeConnection";

  static std::vector<Napi::ClassPropertyDescriptor<NativeConnection>> Methods() {
    return {
        InstanceMethod<&NativeConnection::Activate>("activate"),
        InstanceMethod<&NativeConnection::Close>("close"),
    };
  }

  explicit NativeConnection(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  // A lane of its own: a server that hangs at its start delays no family.
  Napi::Value Activate(const Napi::CallbackInfo& info) {
    return origin().connection->Call(
        info.Env(), *origin().activation_lane, "CoCreateInstance",
        [class_id = com::ToWide(info[0]), context = ToClassContext(info[1])] {
          com::ComPtr<IUnknown> object;
          return CoCreateInstance(com::ParseGuid(class_id), nullptr, context, IID_IUnknown,
                                  reinterpret_cast<void**>(object.Receive()));
        },
        [](com::Connection&, Napi::Env env, HRESULT result) -> napi_value {
          return Napi::Number::New(env, static_cast<std::uint32_t>(result));
        });
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
  Napi::Object object =
      NativeConnection::Make(env, ConnectionOrigin{connection, &connection->OpenLane(L"winprogress activation")});
  object.Set("bits", bits::Bits::Open(env, connection));
  object.Set("ctm", ctm::ContentTransfer::Open(env, connection));
  object.Set("winsync", winsync::WinSync::Open(env, connection));
  object.Set("syncmgr", syncmgr::SyncManager::Open(env, connection));
  return object;
}

// Sinks that others hold, and threads that were left behind, need the code after the last environment has let go of it.
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
