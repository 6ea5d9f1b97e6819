#include "bits/bits.h"

#include <bits.h>

#include <cstdint>
#include <utility>

#include "bits/group.h"
#include "bits/group_job.h"
#include "bits/identifiers.h"
#include "bits/job.h"
#include "bits/manager.h"
#include "bits/queue_manager.h"
#include "com/activation.h"
#include "com/guid.h"

namespace winprogress::bits {

using com::ComPtr;
using com::Connection;
using legacy::IBackgroundCopyGroup;
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
  return {
      InstanceMethod<&Bits::OpenManager>("openManager"),
      InstanceMethod<&Bits::OpenQueueManager>("openQueueManager"),
      InstanceMethod<&Bits::AttachGroup>("attachGroup"),
  };
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

// Wraps an IBackgroundCopyGroup* of this process, given as a BigInt. The object must allow calls from any thread.
Napi::Value Bits::AttachGroup(const Napi::CallbackInfo& info) {
  bool lossless = false;
  const std::uint64_t address = info[0].As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless || address == 0) throw Napi::RangeError::New(info.Env(), "pointer must be an address");
  com::Lane& lane = *origin().lane;
  return origin().connection->Call(
      info.Env(), lane, "IBackgroundCopyGroup.get_GroupID",
      [core = lane.core(), address] {
        ComPtr<IBackgroundCopyGroup> group(
            reinterpret_cast<IBackgroundCopyGroup*>(static_cast<std::uintptr_t>(address)));
        GUID id = {};
        com::ThrowIfFailed(group->get_GroupID(&id), "IBackgroundCopyGroup.get_GroupID");
        return Found<IBackgroundCopyGroup>{com::LaneReference<IBackgroundCopyGroup>::Adopt(core, std::move(group)),
                                           com::FormatGuid(id)};
      },
      [&lane](Connection& connection, Napi::Env env, Found<IBackgroundCopyGroup> found) -> napi_value {
        return MakeRemoteObject<Group>(connection, lane, env, std::move(found));
      });
}

}  // namespace winprogress::bits
