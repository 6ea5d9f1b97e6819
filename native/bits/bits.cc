#include "bits/bits.h"

#include <bits.h>

#include <utility>

#include "bits/group.h"
#include "bits/group_job.h"
#include "bits/identifiers.h"
#include "bits/job.h"
#include "bits/manager.h"
#include "bits/queue_manager.h"
#include "com/activation.h"

namespace winprogress::bits {

using com::Connection;
using legacy::IBackgroundCopyQMgr;

namespace {

template <typename Object, typename Interface>
Napi::Value Activate(Napi::Env env, const BitsOrigin& origin, const GUID& class_id, const GUID& interface_id) {
  com::Lane& lane = *origin.lane;
  return origin.connection->Call(
      env, lane, "CoCreateInstance",
      [core = lane.core(), class_id, interface_id] {
        auto pointer = com::Activate<Interface>(class_id, interface_id, CLSCTX_LOCAL_SERVER);
        return Found<Interface>{com::LaneReference<Interface>::Adopt(core, std::move(pointer)), {}};
      },
      [&lane](Connection& connection, Napi::Env value_env, Found<Interface> found) -> napi_value {
        return MakeRemoteObject<Object>(connection, lane, value_env, std::move(found));
      });
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Bits>> Bits::Methods() {
  std::vector<Napi::ClassPropertyDescriptor<Bits>> methods = {
      InstanceMethod<&Bits::OpenManager>("openManager"),
      InstanceMethod<&Bits::OpenQueueManager>("openQueueManager"),
  };
  AddTestEntries(methods);
  return methods;
}

void Bits::DefineFamily(Napi::Env env) {
  Bits::Define(env);
  Manager::Define(env);
  Job::Define(env);
  QueueManager::Define(env);
  Group::Define(env);
  GroupJob::Define(env);
}

Napi::Object Bits::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, BitsOrigin{connection, &connection->OpenLane(L"winprogress bits")});
}

Napi::Value Bits::OpenManager(const Napi::CallbackInfo& info) {
  return Activate<Manager, IBackgroundCopyManager>(info.Env(), origin(), kClassBackgroundCopyManager,
                                                   kInterfaceBackgroundCopyManager);
}

Napi::Value Bits::OpenQueueManager(const Napi::CallbackInfo& info) {
  return Activate<QueueManager, IBackgroundCopyQMgr>(info.Env(), origin(), kClassBackgroundCopyQMgr,
                                                     kInterfaceBackgroundCopyQMgr);
}

}  // namespace winprogress::bits
