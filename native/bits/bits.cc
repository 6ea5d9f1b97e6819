#include "bits/bits.h"

#include <utility>

#include "bits/group.h"
#include "bits/group_job.h"
#include "bits/job.h"
#include "bits/manager.h"
#include "bits/queue_manager.h"
#include "bits/service.h"
#include "com/lane_owned.h"

namespace winprogress::bits {

using com::Connection;

namespace {

template <typename Object, typename Interface>
Napi::Value Open(Napi::Env env, const BitsOrigin& origin, com::ComPtr<Interface> (*activate)()) {
  return origin.connection->Call(
      env, origin.lane, "CoCreateInstance",
      [lane = origin.lane.lane(), activate] {
        return com::LaneOwned<ServiceObject<Interface>>::Make(*lane, activate(), activate);
      },
      [lane = origin.lane](Connection& connection, Napi::Env value_env, auto object) {
        return Object::Make(value_env, {connection.shared_from_this(), lane, std::move(object)});
      });
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Bits>> Bits::Methods() {
  std::vector<Napi::ClassPropertyDescriptor<Bits>> methods = {
      InstanceMethod("openManager", &Bits::OpenManager),
      InstanceMethod("openQueueManager", &Bits::OpenQueueManager),
  };
  AddTestEntries(methods);
  return methods;
}

void Bits::DefineFamily(Napi::Env env) {
  Bits::Define(env);
  Manager::Define(env);
  Job::Define(env);
  NotifyInterface::Define(env);
  QueueManager::Define(env);
  Group::Define(env);
  GroupJob::Define(env);
}

Napi::Object Bits::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, {connection, connection->OpenLane(L"winprogress bits")});
}

Napi::Value Bits::OpenManager(const Napi::CallbackInfo& info) {
  return bits::Open<Manager>(info.Env(), origin(), ActivateManager);
}

Napi::Value Bits::OpenQueueManager(const Napi::CallbackInfo& info) {
  return bits::Open<QueueManager>(info.Env(), origin(), ActivateQueueManager);
}

}  // namespace winprogress::bits
