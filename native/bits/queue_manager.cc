#include "bits/queue_manager.h"

#include <utility>

#include "bits/group.h"
#include "bits/service.h"
#include "com/codec.h"

namespace winprogress::bits {

using com::From;
using legacy::IBackgroundCopyGroup;
using legacy::IBackgroundCopyQMgr;
using legacy::IEnumBackgroundCopyGroups;

namespace {

// Wraps a group that a call has returned in a JavaScript object.
auto MakeGroupIn(const com::LaneHandle& lane, const GUID& id) {
  return [lane, id](com::Connection& connection, Napi::Env env, com::LaneOwned<ServiceGroup> group) {
    return Group::Make(env, {{connection.shared_from_this(), lane, std::move(group)}, id});
  };
}

}  // namespace

com::NativeProperties QueueManager::Methods() {
  return {
      InstanceMethod("createGroup", &QueueManager::CreateGroup),
      InstanceMethod("getGroup", &QueueManager::GetGroup),
      InstanceMethod("enumGroups", &QueueManager::EnumGroups),
  };
}

Napi::Value QueueManager::CreateGroup(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyQMgr.CreateGroup";
  const auto id = From<GUID>(info[0]);
  return Change(
      info.Env(), kOperation,
      [of = lane().lane(), id](IBackgroundCopyQMgr& queue_manager) {
        auto group = ObtainFromService<IBackgroundCopyGroup>(
            kOperation, [&](IBackgroundCopyGroup** created) { return queue_manager.CreateGroup(id, created); });
        return OwnGroup(*of, std::move(group), id);
      },
      MakeGroupIn(lane(), id));
}

Napi::Value QueueManager::GetGroup(const Napi::CallbackInfo& info) {
  const auto id = From<GUID>(info[0]);
  return Read(
      info.Env(), "IBackgroundCopyQMgr.GetGroup",
      [of = lane().lane(), id](IBackgroundCopyQMgr& queue_manager) {
        return OwnGroup(*of, FindGroup(queue_manager, id), id);
      },
      MakeGroupIn(lane(), id));
}

Napi::Value QueueManager::EnumGroups(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyQMgr.EnumGroups";
  return Read(info.Env(), kOperation, [flags = From<DWORD>(info[0])](IBackgroundCopyQMgr& queue_manager) {
    const auto groups = ObtainFromService<IEnumBackgroundCopyGroups>(
        kOperation,
        [&](IEnumBackgroundCopyGroups** enumerator) { return queue_manager.EnumGroups(flags, enumerator); });
    return ReadIds(*groups, "IEnumBackgroundCopyGroups.Next");
  });
}

}  // namespace winprogress::bits
