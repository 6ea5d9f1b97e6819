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
using legacy::IEnumBackgroundCopyJobs1;

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

using ServiceGroupJob = ServiceObject<IBackgroundCopyJob1>;

constexpr char kCreateJob[] = "IBackgroundCopyGroup.CreateJob";
constexpr char kGetJob[] = "IBackgroundCopyGroup.GetJob";

com::ComPtr<IBackgroundCopyJob1> FindGroupJob(IBackgroundCopyGroup& group, const GUID& id) {
  return ObtainFromService<IBackgroundCopyJob1>(kGetJob,
                                                [&](IBackgroundCopyJob1** job) { return group.GetJob(id, job); });
}

com::LaneOwned<ServiceGroupJob> OwnGroupJob(com::Lane& lane, com::ComPtr<IBackgroundCopyJob1> job, const GUID& group_id,
                                            const GUID& id) {
  return com::LaneOwned<ServiceGroupJob>::Make(
      lane, std::move(job), [group_id, id] { return FindGroupJob(*FindGroup(*ActivateQueueManager(), group_id), id); });
}

// Wraps a job that a call has returned in a JavaScript object.
auto MakeGroupJobIn(const com::LaneHandle& lane, const GUID& id) {
  return [lane, id](com::Connection& connection, Napi::Env env, com::LaneOwned<ServiceGroupJob> job) {
    return GroupJob::Make(env, {{connection.shared_from_this(), lane, std::move(job)}, id});
  };
}

constexpr char kQueryNewJobInterface[] = "IBackgroundCopyGroup.QueryNewJobInterface";

com::ComPtr<IBackgroundCopyJob> QueryNewJob(IBackgroundCopyGroup& group) {
  const auto unknown = com::Obtain<IUnknown>(kQueryNewJobInterface, [&](IUnknown** received) {
    return group.QueryNewJobInterface(com::kInterfaceId<IBackgroundCopyJob>, received);
  });
  // The result is typed IUnknown: for an object in another process it is a proxy of IUnknown only.
  return com::QueryProxy<IBackgroundCopyJob>(*unknown, kQueryNewJobInterface, com::Impersonation::kImpersonate);
}

}  // namespace

com::NativeProperties Group::Methods() {
  return {
      InstanceAccessor("id", &Group::GetId),
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
      InstanceMethod("getJob", &Group::GetJob),
      InstanceMethod("enumJobs", &Group::EnumJobs),
      InstanceMethod("switchToForeground", &Group::SwitchToForeground),
      InstanceMethod("setNotificationPointer", &Group::SetNotificationPointer),
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
  const auto id = From<GUID>(info[0]);
  return Change(
      info.Env(), kCreateJob,
      [of = lane().lane(), id, group_id = origin().id](IBackgroundCopyGroup& group) {
        auto job = ObtainFromService<IBackgroundCopyJob1>(
            kCreateJob, [&](IBackgroundCopyJob1** created) { return group.CreateJob(id, created); });
        return OwnGroupJob(*of, std::move(job), group_id, id);
      },
      MakeGroupJobIn(lane(), id));
}

Napi::Value Group::GetJob(const Napi::CallbackInfo& info) {
  const auto id = From<GUID>(info[0]);
  return Read(
      info.Env(), kGetJob,
      [of = lane().lane(), id, group_id = origin().id](IBackgroundCopyGroup& group) {
        return OwnGroupJob(*of, FindGroupJob(group, id), group_id, id);
      },
      MakeGroupJobIn(lane(), id));
}

Napi::Value Group::EnumJobs(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyGroup.EnumJobs";
  return Read(info.Env(), kOperation, [flags = From<DWORD>(info[0])](IBackgroundCopyGroup& group) {
    const auto jobs = ObtainFromService<IEnumBackgroundCopyJobs1>(
        kOperation, [&](IEnumBackgroundCopyJobs1** enumerator) { return group.EnumJobs(flags, enumerator); });
    return ReadIds(*jobs, "IEnumBackgroundCopyJobs1.Next");
  });
}

Napi::Value Group::SwitchToForeground(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyGroup.SwitchToForeground",
                [](IBackgroundCopyGroup& group) { return group.SwitchToForeground(); });
}

Napi::Value Group::SetNotificationPointer(const Napi::CallbackInfo& info) {
  // qmgr.h: IBackgroundCopyCallback1
  static constexpr GUID kCallback1 = {0x084F6593, 0x3800, 0x4E08, {0x9B, 0x59, 0x99, 0xFA, 0x59, 0xAD, 0xDF, 0x82}};
  return Invoke(info.Env(), "IBackgroundCopyGroup.SetNotificationPointer",
                [](IBackgroundCopyGroup& group) { return group.SetNotificationPointer(kCallback1, nullptr); });
}

Napi::Value Group::QueryNewJobInterface(const Napi::CallbackInfo& info) {
  return Read(
      info.Env(), kQueryNewJobInterface,
      [of = lane().lane(), self = object()](IBackgroundCopyGroup& group) {
        auto job = QueryNewJob(group);
        const GUID id = ReadJobId(*job);
        return Job::Identified::Make(*of, std::move(job), id, [self] {
          return self.Use(kQueryNewJobInterface)->Run(Repeat::kAlways, QueryNewJob);
        });
      },
      Job::MakeIn(lane()));
}

}  // namespace winprogress::bits
