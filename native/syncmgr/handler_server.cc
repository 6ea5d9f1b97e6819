#include "syncmgr/handler_server.h"

#include <objbase.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/plain_object.h"
#include "com/sink_result.h"
#include "com/text.h"
#include "syncmgr/guids.h"
#include "syncmgr/served_handler.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::Connection;

namespace {

constexpr char kRegister[] = "CoRegisterClassObject";

// Makes a handler for each client.
class ClassFactory final : public com::PlainObject<IClassFactory> {
 public:
  ClassFactory(std::shared_ptr<const ServedDefinition> definition, std::shared_ptr<ServedChannel> channel) noexcept
      : PlainObject(IID_IClassFactory), definition_(std::move(definition)), channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID interface_id, void** object) noexcept override {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    if (outer != nullptr) return CLASS_E_NOAGGREGATION;
    if (!channel_->is_open()) return RPC_E_DISCONNECTED;
    return com::OrOutOfMemory([&] {
      const ComPtr<ISynchronize> handler(new ServedHandler(definition_, channel_, ++instances_));
      return handler->QueryInterface(interface_id, object);
    });
  }
  // The process decides by itself how long it runs.
  HRESULT STDMETHODCALLTYPE LockServer(BOOL) noexcept override { return S_OK; }

 private:
  const std::shared_ptr<const ServedDefinition> definition_;
  const std::shared_ptr<ServedChannel> channel_;
  std::atomic<std::uint32_t> instances_{0};
};

std::shared_ptr<const ServedDefinition> ToDefinition(const Napi::Object& object) {
  const auto handles = object.Get("handles").As<Napi::Array>();
  return std::make_shared<const ServedDefinition>(
      ServedDefinition{ToGuid(object.Get("clsid")), com::ToWide(object.Get("name")),
                       object.Get("flags").As<Napi::Number>().Uint32Value(),
                       com::ContainsWord(handles, "showProperties"), com::ContainsWord(handles, "showError")});
}

}  // namespace

void ServedClass::Revoke() noexcept {
  if (cookie_ != 0) CoRevokeClassObject(std::exchange(cookie_, 0));
}

std::vector<Napi::ClassPropertyDescriptor<HandlerServer>> HandlerServer::Methods() {
  return {InstanceMethod<&HandlerServer::Close>("close")};
}

Napi::Value HandlerServer::Serve(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                                 com::Lane& lane) {
  const auto definition = ToDefinition(info[0].As<Napi::Object>());
  const auto channel = connection->OpenChannel<ServedChannel>(info[1].As<Napi::Function>());
  channel->SetConnection(connection);
  return connection->Call(
      info.Env(), lane, kRegister,
      [core = lane.core(), definition, channel] {
        const ComPtr<IClassFactory> factory(new ClassFactory(definition, channel));
        DWORD cookie = 0;
        const HRESULT result = CoRegisterClassObject(definition->class_id, factory.Get(), CLSCTX_LOCAL_SERVER,
                                                     REGCLS_MULTIPLEUSE, &cookie);
        if (FAILED(result)) {
          channel->End();
          throw com::HResultFailure(result, kRegister);
        }
        const auto served = std::make_shared<ServedClass>(cookie);
        core->AtEnd(served.get(), [served] { served->Revoke(); });
        return served;
      },
      [&lane, channel](Connection& of, Napi::Env env, std::shared_ptr<ServedClass> served) -> napi_value {
        of.KeepAliveFor(channel, true);
        return Make(env, HandlerServerOrigin{of.shared_from_this(), &lane, channel, std::move(served)});
      });
}

Napi::Value HandlerServer::Close(const Napi::CallbackInfo& info) {
  origin().channel->Disconnect();
  return origin().connection->Call(
      info.Env(), *origin().lane, "CoRevokeClassObject",
      [core = origin().lane->core(), served = origin().served] {
        core->TakeBackAtEnd(served.get());
        served->Revoke();
        return true;
      },
      [channel = origin().channel](Connection& of, Napi::Env env, bool) -> napi_value {
        of.CloseChannel(channel);
        return env.Undefined();
      });
}

}  // namespace winprogress::syncmgr
