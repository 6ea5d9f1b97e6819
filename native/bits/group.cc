#include "bits/group.h"

#include <string>
#include <utility>
#include <variant>

#include "bits/group_job.h"
#include "bits/job.h"
#include "bits/service.h"
#include "com/codec.h"
#include "com/variant.h"

namespace winprogress::bits {

using com::From;
using com::ThrowIfFailed;
using legacy::IBackgroundCopyGroup;
using legacy::IBackgroundCopyJob1;

namespace {

using PropertyValue = std::variant<std::wstring, LONG>;

PropertyValue ToPropertyValue(const Napi::Value& value) {
  if (value.IsString()) return From<std::wstring>(value);
  return From<LONG>(value);
}

struct GroupStatus {
  DWORD status;
  DWORD job_index;
};

Napi::Value ToValue(Napi::Env env, const GroupStatus& status) {
  return com::ObjectWriter(env).Set("status", status.status).Set("jobIndex", status.job_index).object();
}

constexpr char kQueryNewJobInterface[] = "IBackgroundCopyGroup.QueryNewJobInterface";

com::ComPtr<IBackgroundCopyJob> QueryNewJob(IBackgroundCopyGroup& group) {
  const auto unknown = com::Obtain<IUnknown>(kQueryNewJobInterface, [&](IUnknown** received) {
    return group.QueryNewJobInterface(com::kInterfaceId<IBackgroundCopyJob>, received);
  });
  // What comes back is typed IUnknown: a proxy of that, where the object lives in another process.
  auto job = com::Query<IBackgroundCopyJob>(*unknown, kQueryNewJobInterface);
  com::SecureProxy(job, com::Impersonation::kImpersonate);
  return job;
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Group>> Group::Methods() {
  return {
      InstanceAccessor("id", &Group::GetId, nullptr),
      InstanceMethod("getProp", &Group::GetProp),
      InstanceMethod("setProp", &Group::SetProp),
      InstanceMethod("getProgress", &Group::GetProgress),
      InstanceMethod("getStatus", &Group::GetStatus),
      InstanceMethod("suspendGroup", &Group::SuspendGroup),
      InstanceMethod("resumeGroup", &Group::ResumeGroup),
      InstanceMethod("cancelGroup", &Group::CancelGroup),
      InstanceMethod("getSize", &Group::GetSize),
      InstanceMethod("getGroupId", &Group::GetGroupId),
      InstanceMethod("createJob", &Group::CreateJob),
      InstanceMethod("queryNewJobInterface", &Group::QueryNewJobInterface),
  };
}

Napi::Value Group::GetId(const Napi::CallbackInfo& info) { return com::ToValue(info.Env(), origin().id); }

Napi::Value Group::GetProp(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyGroup.GetProp";
  return Read(
      info.Env(), kOperation,
      [property = From<legacy::GroupProperty>(info[0])](IBackgroundCopyGroup& group) -> PropertyValue {
        com::Variant value;
        ThrowIfFailed(group.GetProp(property, value.Receive()), kOperation);
        if (value.IsText()) return value.Text();
        return value.Number().value_or(0);
      },
      [](com::Connection&, Napi::Env env, const PropertyValue& value) {
        return std::visit([env](const auto& content) { return Napi::Value(com::ToValue(env, content)); }, value);
      });
}

Napi::Value Group::SetProp(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "IBackgroundCopyGroup.SetProp",
      [property = From<legacy::GroupProperty>(info[0]), value = ToPropertyValue(info[1])](IBackgroundCopyGroup& group) {
        return std::visit(
            [&group, property](const auto& content) {
              com::Variant variant(content);
              return group.SetProp(property, variant.Get());
            },
            value);
      });
}

Napi::Value Group::GetProgress(const Napi::CallbackInfo& info) {
  return Get<DWORD>(info.Env(), "IBackgroundCopyGroup.GetProgress",
                    [flags = From<DWORD>(info[0])](IBackgroundCopyGroup& group, DWORD* progress) {
                      return group.GetProgress(flags, progress);
                    });
}

Napi::Value Group::GetStatus(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyGroup.GetStatus";
  return Read(
      info.Env(), kOperation,
      [](IBackgroundCopyGroup& group) {
        GroupStatus result = {};
        ThrowIfFailed(group.GetStatus(&result.status, &result.job_index), kOperation);
        return result;
      },
      [](com::Connection&, Napi::Env env, const GroupStatus& status) { return ToValue(env, status); });
}

Napi::Value Group::SuspendGroup(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyGroup.SuspendGroup",
                [](IBackgroundCopyGroup& group) { return group.SuspendGroup(); });
}

Napi::Value Group::ResumeGroup(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyGroup.ResumeGroup",
                [](IBackgroundCopyGroup& group) { return group.ResumeGroup(); });
}

Napi::Value Group::CancelGroup(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyGroup.CancelGroup",
                [](IBackgroundCopyGroup& group) { return group.CancelGroup(); });
}

Napi::Value Group::GetSize(const Napi::CallbackInfo& info) {
  return Get<DWORD>(info.Env(), "IBackgroundCopyGroup.get_Size",
                    [](IBackgroundCopyGroup& group, DWORD* size) { return group.get_Size(size); });
}

Napi::Value Group::GetGroupId(const Napi::CallbackInfo& info) {
  return Get<GUID>(info.Env(), "IBackgroundCopyGroup.get_GroupID",
                   [](IBackgroundCopyGroup& group, GUID* id) { return group.get_GroupID(id); });
}

Napi::Value Group::CreateJob(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyGroup.CreateJob";
  using ServiceGroupJob = ServiceObject<IBackgroundCopyJob1>;
  const auto id = From<GUID>(info[0]);
  return Change(
      info.Env(), kOperation,
      [of = lane().lane(), id, group_id = origin().id](IBackgroundCopyGroup& group) {
        auto job = ObtainFromService<IBackgroundCopyJob1>(
            kOperation, [&](IBackgroundCopyJob1** created) { return group.CreateJob(id, created); });
        return com::LaneOwned<ServiceGroupJob>::Make(*of, std::move(job), [id, group_id] {
          return ObtainFromService<IBackgroundCopyJob1>(
              "IBackgroundCopyGroup.GetJob", [&](IBackgroundCopyJob1** found) {
                return FindGroup(*ActivateQueueManager(), group_id)->GetJob(id, found);
              });
        });
      },
      [lane = lane(), id](com::Connection& connection, Napi::Env env, com::LaneOwned<ServiceGroupJob> job) {
        return GroupJob::Make(env, {{connection.shared_from_this(), lane, std::move(job)}, id});
      });
}

Napi::Value Group::QueryNewJobInterface(const Napi::CallbackInfo& info) {
  return Read(
      info.Env(), kQueryNewJobInterface,
      [of = lane().lane(), self = object()](IBackgroundCopyGroup& group) {
        auto job = QueryNewJob(group);
        const GUID id = ReadJobId(*job);
        return Job::Found::Make(*of, std::move(job), id,
                                [self] { return self.Use(kQueryNewJobInterface)->Run(Repeat::kAlways, QueryNewJob); });
      },
      Job::MakeIn(lane()));
}

}  // namespace winprogress::bits
