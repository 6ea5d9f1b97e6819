#include "bits/bits.h"

#include <utility>

#include "bits/file.h"
#include "bits/group.h"
#include "bits/group_callback.h"
#include "bits/group_job.h"
#include "bits/job.h"
#include "bits/manager.h"
#include "bits/queue_manager.h"
#include "bits/service.h"
#include "com/lane_owned.h"

namespace winprogress::bits {

using com::Connection;

namespace {

template <typename Object, typename T, typename MakeIn>
Napi::Value Open(Napi::Env env, const BitsOrigin& origin, MakeIn make) {
  return origin.connection->Call(
      env, origin.lane, "CoCreateInstance", [lane = origin.lane.lane(), make] { return make(*lane); },
      [lane = origin.lane](Connection& connection, Napi::Env value_env, com::LaneOwned<T> object) {
        return Object::Make(value_env, {connection.shared_from_this(), lane, std::move(object)});
      });
}

}  // namespace

com::NativeProperties Bits::Methods() {
  com::NativeProperties methods = {
      InstanceMethod("openManager", &Bits::OpenManager),
      InstanceMethod("openQueueManager", &Bits::OpenQueueManager),
      InstanceMethod("serveGroupCallback", &Bits::ServeGroupCallback),
  };
  AddTestEntries(methods);
  return methods;
}

void Bits::DefineFamily(Napi::Env env) {
  Bits::Define(env);
  Manager::Define(env);
  Job::Define(env);
  File::Define(env);
  NotifyInterface::Define(env);
  QueueManager::Define(env);
  Group::Define(env);
  GroupJob::Define(env);
  GroupCallbackServer::Define(env);
}

Napi::Object Bits::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, {connection, connection->OpenLane(L"winprogress bits")});
}

Napi::Value Bits::OpenManager(const Napi::CallbackInfo& info) {
  return bits::Open<Manager, ServiceManager>(
      info.Env(), origin(), [](com::Lane& lane) { return com::LaneOwned<ServiceManager>::Make(lane); });
}

Napi::Value Bits::OpenQueueManager(const Napi::CallbackInfo& info) {
  using ServiceQueueManager = ServiceObject<legacy::IBackgroundCopyQMgr>;
  return bits::Open<QueueManager, ServiceQueueManager>(info.Env(), origin(), [](com::Lane& lane) {
    return com::LaneOwned<ServiceQueueManager>::Make(lane, ActivateQueueManager(), ActivateQueueManager);
  });
}

Napi::Value Bits::ServeGroupCallback(const Napi::CallbackInfo& info) {
  return GroupCallbackServer::Serve(info, origin().connection);
}

}  // namespace winprogress::bits
