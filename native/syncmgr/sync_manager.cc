#include "syncmgr/sync_manager.h"

#include <optional>
#include <string>
#include <utility>

#include "com/codec.h"
#include "syncmgr/callback_proxy.h"
#include "syncmgr/control.h"
#include "syncmgr/handler.h"
#include "syncmgr/handler_server.h"
#include "syncmgr/manager.h"
#include "syncmgr/registry.h"
#include "syncmgr/report.h"

namespace winprogress::syncmgr {

using com::Connection;
using com::From;

namespace {

bool IsMachine(const Napi::Value& scope) { return From<std::string>(scope) == "machine"; }

}  // namespace

com::NativeProperties SyncManager::Methods() {
  return {
      InstanceMethod("openHandler", &SyncManager::OpenHandler),
      InstanceMethod("enumerateHandlers", &SyncManager::EnumerateHandlers),
      InstanceMethod("attachCallback", &SyncManager::AttachCallback),
      InstanceMethod("attachCallbackFromTable", &SyncManager::AttachCallbackFromTable),
      InstanceMethod("serveHandler", &SyncManager::ServeHandler),
      InstanceMethod("writeClass", &SyncManager::WriteClass),
      InstanceMethod("deleteClass", &SyncManager::DeleteClass),
      InstanceMethod("createSession", &SyncManager::CreateSession),
      InstanceMethod("updateItems", &SyncManager::UpdateItems),
      InstanceMethod("updateAll", &SyncManager::UpdateAll),
      InstanceMethod("registerSyncMgrHandler", &SyncManager::RegisterSyncMgrHandler),
      InstanceMethod("unregisterSyncMgrHandler", &SyncManager::UnregisterSyncMgrHandler),
      InstanceMethod("getHandlerRegistrationInfo", &SyncManager::GetHandlerRegistrationInfo),
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
  return com::ObjectWriter(Make(env, {connection, connection->OpenLane(L"winprogress syncmgr servers"),
                                      connection->OpenLane(L"winprogress sync center")}))
      .Set("control", Control::Open(env, connection))
      .object();
}

Napi::Value SyncManager::OpenHandler(const Napi::CallbackInfo& info) {
  return Handler::Open(info, origin().connection);
}

Napi::Value SyncManager::EnumerateHandlers(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), origin().center, "RegEnumKeyEx", [] { return ReadHandlers(); });
}

Napi::Value SyncManager::AttachCallback(const Napi::CallbackInfo& info) {
  return CallbackProxy::Attach(info, origin().connection);
}

Napi::Value SyncManager::AttachCallbackFromTable(const Napi::CallbackInfo& info) {
  return CallbackProxy::AttachFromTable(info, origin().connection);
}

Napi::Value SyncManager::ServeHandler(const Napi::CallbackInfo& info) {
  return HandlerServer::Serve(info, origin().connection, origin().servers);
}

Napi::Value SyncManager::WriteClass(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), origin().center, "RegSetValueEx",
      [for_machine = IsMachine(com::Property(info[0], "scope")), class_id = From<GUID>(info[0], "clsid"),
       description = From<std::wstring>(info[0], "description"), command = From<std::wstring>(info[0], "command")] {
        syncmgr::WriteClass(for_machine, class_id, description, command);
      });
}

Napi::Value SyncManager::DeleteClass(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), origin().center, "RegDeleteTree",
                                   [class_id = From<GUID>(info[0]), for_machine = IsMachine(info[1])] {
                                     syncmgr::DeleteClass(for_machine, class_id);
                                   });
}

Napi::Value SyncManager::CreateSession(const Napi::CallbackInfo& info) {
  return Report::CreateSession(info, origin().connection, origin().center);
}

Napi::Value SyncManager::UpdateItems(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), origin().center, "ISyncMgrSynchronizeInvoke.UpdateItems",
      [flags = From<DWORD>(info[0]), class_id = From<GUID>(info[1]),
       cookie = From<std::optional<com::Bytes>>(info[2])] { syncmgr::UpdateItems(flags, class_id, cookie); });
}

Napi::Value SyncManager::UpdateAll(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), origin().center, "ISyncMgrSynchronizeInvoke.UpdateAll",
                                   [] { syncmgr::UpdateAll(); });
}

Napi::Value SyncManager::RegisterSyncMgrHandler(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), origin().center, "ISyncMgrRegister.RegisterSyncMgrHandler",
      [class_id = From<GUID>(info[0]), description = From<std::optional<std::wstring>>(info[1]),
       flags = From<DWORD>(info[2])] { RegisterHandler(class_id, description, flags); });
}

Napi::Value SyncManager::UnregisterSyncMgrHandler(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), origin().center, "ISyncMgrRegister.UnregisterSyncMgrHandler",
                                   [class_id = From<GUID>(info[0])] { UnregisterHandler(class_id); });
}

Napi::Value SyncManager::GetHandlerRegistrationInfo(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), origin().center, "ISyncMgrRegister.GetHandlerRegistrationInfo",
      [class_id = From<GUID>(info[0])] { return syncmgr::GetHandlerRegistrationInfo(class_id); });
}

}  // namespace winprogress::syncmgr
