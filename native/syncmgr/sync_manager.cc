#include "syncmgr/sync_manager.h"

#include <optional>
#include <string>
#include <utility>

#include "com/text.h"
#include "syncmgr/callback_proxy.h"
#include "syncmgr/control.h"
#include "syncmgr/guids.h"
#include "syncmgr/handler.h"
#include "syncmgr/handler_server.h"
#include "syncmgr/manager.h"
#include "syncmgr/registry.h"
#include "syncmgr/report.h"

namespace winprogress::syncmgr {

using com::Connection;
using com::ToWide;

namespace {

bool IsMachine(const Napi::Value& scope) { return scope.As<Napi::String>().Utf8Value() == "machine"; }

std::optional<std::vector<BYTE>> ToCookie(const Napi::Value& value) {
  if (value.IsNull()) return std::nullopt;
  const auto bytes = value.As<Napi::Uint8Array>();
  return std::vector<BYTE>(bytes.Data(), bytes.Data() + bytes.ByteLength());
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<SyncManager>> SyncManager::Methods() {
  return {
      InstanceMethod<&SyncManager::OpenHandler>("openHandler"),
      InstanceMethod<&SyncManager::EnumerateHandlers>("enumerateHandlers"),
      InstanceMethod<&SyncManager::AttachCallback>("attachCallback"),
      InstanceMethod<&SyncManager::AttachCallbackFromTable>("attachCallbackFromTable"),
      InstanceMethod<&SyncManager::ServeHandler>("serveHandler"),
      InstanceMethod<&SyncManager::WriteClass>("writeClass"),
      InstanceMethod<&SyncManager::DeleteClass>("deleteClass"),
      InstanceMethod<&SyncManager::CreateSession>("createSession"),
      InstanceMethod<&SyncManager::UpdateItems>("updateItems"),
      InstanceMethod<&SyncManager::UpdateAll>("updateAll"),
      InstanceMethod<&SyncManager::RegisterSyncMgrHandler>("registerSyncMgrHandler"),
      InstanceMethod<&SyncManager::UnregisterSyncMgrHandler>("unregisterSyncMgrHandler"),
      InstanceMethod<&SyncManager::GetHandlerRegistrationInfo>("getHandlerRegistrationInfo"),
  };
}

void SyncManager::DefineFamily(Napi::Env env) {
  SyncManager::Define(env);
  Handler::Define(env);
  CallbackProxy::Define(env);
  HandlerServer::Define(env);
  Report::Define(env);
  Control::Define(env);
}

Napi::Object SyncManager::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  Napi::Object object =
      Make(env, SyncManagerOrigin{connection,
                                  &connection->OpenLane(L"winprogress syncmgr", com::ApartmentKind::kSingleThreaded),
                                  &connection->OpenLane(L"winprogress syncmgr servers"),
                                  &connection->OpenLane(L"winprogress sync center")});
  object.Set("control", Control::Open(env, connection));
  return object;
}

Napi::Value SyncManager::OpenHandler(const Napi::CallbackInfo& info) {
  return Handler::Open(info, origin().connection, *origin().handlers);
}

Napi::Value SyncManager::EnumerateHandlers(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().center, "RegEnumKeyEx", [] { return ReadHandlers(); },
      [](Connection&, Napi::Env env, const std::vector<HandlerRegistration>& handlers) -> napi_value {
        Napi::Array list = Napi::Array::New(env, handlers.size());
        for (std::size_t index = 0; index < handlers.size(); ++index) {
          const auto& [class_id, description] = handlers[index];
          Napi::Object object = Napi::Object::New(env);
          object.Set("clsid", com::FromWide(env, class_id));
          object.Set("description",
                     description.has_value() ? Napi::Value(com::FromWide(env, *description)) : env.Null());
          list.Set(static_cast<std::uint32_t>(index), object);
        }
        return list;
      });
}

Napi::Value SyncManager::AttachCallback(const Napi::CallbackInfo& info) {
  return CallbackProxy::Attach(info, origin().connection);
}

Napi::Value SyncManager::AttachCallbackFromTable(const Napi::CallbackInfo& info) {
  return CallbackProxy::AttachFromTable(info, origin().connection);
}

Napi::Value SyncManager::ServeHandler(const Napi::CallbackInfo& info) {
  return HandlerServer::Serve(info, origin().connection, *origin().servers);
}

Napi::Value SyncManager::WriteClass(const Napi::CallbackInfo& info) {
  const auto registration = info[0].As<Napi::Object>();
  return origin().connection->Call(
      info.Env(), *origin().center, "RegSetValueEx",
      [for_machine = IsMachine(registration.Get("scope")), class_id = ToGuid(registration.Get("clsid")),
       description = ToWide(registration.Get("description")), command = ToWide(registration.Get("command"))] {
        syncmgr::WriteClass(for_machine, class_id, description, command);
      });
}

Napi::Value SyncManager::DeleteClass(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().center, "RegDeleteTree",
      [class_id = ToGuid(info[0]), for_machine = IsMachine(info[1])] { syncmgr::DeleteClass(for_machine, class_id); });
}

Napi::Value SyncManager::CreateSession(const Napi::CallbackInfo& info) {
  return Report::CreateSession(info, origin().connection, *origin().center);
}

Napi::Value SyncManager::UpdateItems(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), *origin().center, "ISyncMgrSynchronizeInvoke.UpdateItems",
                                   [flags = info[0].As<Napi::Number>().Uint32Value(), class_id = ToGuid(info[1]),
                                    cookie = ToCookie(info[2])] { syncmgr::UpdateItems(flags, class_id, cookie); });
}

Napi::Value SyncManager::UpdateAll(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), *origin().center, "ISyncMgrSynchronizeInvoke.UpdateAll",
                                   [] { syncmgr::UpdateAll(); });
}

Napi::Value SyncManager::RegisterSyncMgrHandler(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().center, "ISyncMgrRegister.RegisterSyncMgrHandler",
      [class_id = ToGuid(info[0]), description = com::ToOptionalWide(info[1]),
       flags = info[2].As<Napi::Number>().Uint32Value()] { RegisterHandler(class_id, description, flags); });
}

Napi::Value SyncManager::UnregisterSyncMgrHandler(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), *origin().center, "ISyncMgrRegister.UnregisterSyncMgrHandler",
                                   [class_id = ToGuid(info[0])] { UnregisterHandler(class_id); });
}

Napi::Value SyncManager::GetHandlerRegistrationInfo(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().center, "ISyncMgrRegister.GetHandlerRegistrationInfo",
      [class_id = ToGuid(info[0])] { return syncmgr::GetHandlerRegistrationInfo(class_id); },
      [](Connection&, Napi::Env env, std::optional<DWORD> flags) -> napi_value {
        if (!flags.has_value()) return env.Null();
        return Napi::Number::New(env, *flags);
      });
}

}  // namespace winprogress::syncmgr
