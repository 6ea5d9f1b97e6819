#include "syncmgr/handler_server.h"

#include <objbase.h>

#include <cstdint>
#include <string>
#include <utility>

#include "com/codec.h"
#include "com/hresult.h"
#include "com/object.h"
#include "com/sink_result.h"

namespace winprogress::syncmgr {

using com::Connection;
using com::From;

namespace {

// Creates a handler for each client.
class ClassFactory final : public com::Object<IClassFactory> {
 public:
  ClassFactory(std::shared_ptr<const ServedDefinition> definition, std::shared_ptr<ServedChannel> channel) noexcept
      : definition_(std::move(definition)), channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID interface_id, void** object) noexcept override {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    if (outer != nullptr) return CLASS_E_NOAGGREGATION;
    std::uint32_t instance = 0;
    const HRESULT result = channel_->AddInstance(instance);
    if (FAILED(result)) return result;
    return com::OrOutOfMemory([&] {
      return com::MakeObject<ServedHandler>(definition_, channel_, instance)->QueryInterface(interface_id, object);
    });
  }
  HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) noexcept override {
    if (lock) {
      AddServerReference();
    } else {
      ReleaseServerReference(*channel_);
    }
    return S_OK;
  }

 private:
  const std::shared_ptr<const ServedDefinition> definition_;
  const std::shared_ptr<ServedChannel> channel_;
};

std::shared_ptr<const ServedDefinition> ToDefinition(const Napi::Value& value) {
  const Napi::Value handles = com::Property(value, "handles");
  return std::make_shared<const ServedDefinition>(
      ServedDefinition{From<GUID>(value, "clsid"), From<std::wstring>(value, "name"), From<DWORD>(value, "flags"),
                       com::ContainsWord(handles, "showProperties"), com::ContainsWord(handles, "showError")});
}

}  // namespace

com::NativeProperties HandlerServer::Methods() {
  return {InstanceMethod("resume", &HandlerServer::Resume), InstanceMethod("close", &HandlerServer::Close)};
}

Napi::Value HandlerServer::Serve(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                                 const com::LaneHandle& lane) {
  const auto definition = ToDefinition(info[0]);
  const auto channel =
      connection->OpenChannel<ServedChannel>(info[1], connection, From<DWORD>(info[0], "answerTimeout"));
  return Register(info.Env(), connection, lane, definition->class_id, channel,
                  [definition, channel] { return com::MakeObject<ClassFactory>(definition, channel); });
}

Napi::Value HandlerServer::Resume(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "CoResumeClassObjects", [](com::ClassObject&) { return CoResumeClassObjects(); });
}

Napi::Value HandlerServer::Close(const Napi::CallbackInfo& info) {
  channel()->Disconnect();
  return Revoke(info.Env());
}

}  // namespace winprogress::syncmgr
