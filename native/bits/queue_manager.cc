#include "bits/queue_manager.h"

#include <cstdint>
#include <string>
#include <utility>

#include "bits/group.h"
#include "com/guid.h"
#include "com/proxy_blanket.h"
#include "com/text.h"

namespace winprogress::bits {

using com::ComPtr;
using com::Connection;
using com::ThrowIfFailed;
using legacy::IBackgroundCopyGroup;
using legacy::IBackgroundCopyQMgr;

namespace {

using FoundGroup = Found<IBackgroundCopyGroup>;

std::vector<std::wstring> ReadGroupIds(IBackgroundCopyQMgr& queue_manager, DWORD flags) {
  ComPtr<legacy::IEnumBackgroundCopyGroups> groups;
  ThrowIfFailed(queue_manager.EnumGroups(flags, groups.Receive()), "IBackgroundCopyQMgr.EnumGroups");
  com::SetProxyBlanket(groups.Get());
  std::vector<std::wstring> ids;
  for (;;) {
    GUID id = {};
    ULONG fetched = 0;
    ThrowIfFailed(groups->Next(1, &id, &fetched), "IEnumBackgroundCopyGroups.Next");
    if (fetched == 0) return ids;
    ids.push_back(com::FormatGuid(id));
  }
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<QueueManager>> QueueManager::Methods() {
  return {
      InstanceMethod<&QueueManager::CreateGroup>("createGroup"),
      InstanceMethod<&QueueManager::GetGroup>("getGroup"),
      InstanceMethod<&QueueManager::EnumGroups>("enumGroups"),
  };
}

Napi::Value QueueManager::CreateGroup(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyQMgr.CreateGroup",
      [reference = reference(), id = com::ToWide(info[0])] {
        ComPtr<IBackgroundCopyGroup> group;
        ThrowIfFailed((*reference)->CreateGroup(com::ParseGuid(id), group.Receive()),
                      "IBackgroundCopyQMgr.CreateGroup");
        return FoundGroup{com::LaneReference<IBackgroundCopyGroup>::Adopt(reference->lane(), std::move(group)), id};
      },
      [&lane = lane()](Connection& connection, Napi::Env env, FoundGroup found) -> napi_value {
        return MakeRemoteObject<Group>(connection, lane, env, std::move(found));
      });
}

Napi::Value QueueManager::GetGroup(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyQMgr.GetGroup",
      [reference = reference(), id = com::ToWide(info[0])] {
        ComPtr<IBackgroundCopyGroup> group;
        ThrowIfFailed((*reference)->GetGroup(com::ParseGuid(id), group.Receive()), "IBackgroundCopyQMgr.GetGroup");
        return FoundGroup{com::LaneReference<IBackgroundCopyGroup>::Adopt(reference->lane(), std::move(group)), id};
      },
      [&lane = lane()](Connection& connection, Napi::Env env, FoundGroup found) -> napi_value {
        return MakeRemoteObject<Group>(connection, lane, env, std::move(found));
      });
}

Napi::Value QueueManager::EnumGroups(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyQMgr.EnumGroups",
      [reference = reference(), flags = info[0].As<Napi::Number>().Uint32Value()] {
        return ReadGroupIds(**reference, flags);
      },
      [](Connection&, Napi::Env env, const std::vector<std::wstring>& ids) -> napi_value {
        Napi::Array array = Napi::Array::New(env, ids.size());
        for (std::uint32_t index = 0; index < ids.size(); ++index)
          array[index] = com::FromWide(env, ids[index]);
        return array;
      });
}

}  // namespace winprogress::bits
