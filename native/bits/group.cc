#include "bits/group.h"

#include <string>
#include <utility>
#include <variant>

#include "bits/group_job.h"
#include "bits/identifiers.h"
#include "bits/job.h"
#include "com/guid.h"
#include "com/text.h"
#include "com/variant.h"

namespace winprogress::bits {

using com::ComPtr;
using com::Connection;
using com::ThrowIfFailed;
using legacy::IBackgroundCopyGroup;
using legacy::IBackgroundCopyJob1;

namespace {

using PropertyValue = std::variant<std::wstring, LONG>;

PropertyValue ToPropertyValue(const Napi::Value& value) {
  if (value.IsString()) return com::ToWide(value);
  return static_cast<LONG>(value.As<Napi::Number>().Int32Value());
}

struct GroupStatus {
  DWORD status;
  DWORD job_index;
};

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Group>> Group::Methods() {
  return {
      InstanceAccessor<&Group::GetId>("id"),
      InstanceMethod<&Group::GetProp>("getProp"),
      InstanceMethod<&Group::SetProp>("setProp"),
      InstanceMethod<&Group::GetProgress>("getProgress"),
      InstanceMethod<&Group::GetStatus>("getStatus"),
      InstanceMethod<&Group::SuspendGroup>("suspendGroup"),
      InstanceMethod<&Group::ResumeGroup>("resumeGroup"),
      InstanceMethod<&Group::CancelGroup>("cancelGroup"),
      InstanceMethod<&Group::GetSize>("getSize"),
      InstanceMethod<&Group::GetGroupId>("getGroupId"),
      InstanceMethod<&Group::CreateJob>("createJob"),
      InstanceMethod<&Group::QueryNewJobInterface>("queryNewJobInterface"),
  };
}

Napi::Value Group::GetId(const Napi::CallbackInfo& info) { return com::FromWide(info.Env(), origin().id); }

Napi::Value Group::GetProp(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyGroup.GetProp",
      [reference = reference(), property = info[0].As<Napi::Number>().Int32Value()]() -> PropertyValue {
        com::Variant value;
        ThrowIfFailed((*reference)->GetProp(property, value.Receive()), "IBackgroundCopyGroup.GetProp");
        if (value.IsText()) return value.Text();
        return value.Number().value_or(0);
      },
      [](Connection&, Napi::Env env, const PropertyValue& value) -> napi_value {
        if (const auto* text = std::get_if<std::wstring>(&value)) return com::FromWide(env, *text);
        return Napi::Number::New(env, std::get<LONG>(value));
      });
}

Napi::Value Group::SetProp(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyGroup.SetProp",
                [property = info[0].As<Napi::Number>().Int32Value(),
                 value = ToPropertyValue(info[1])](IBackgroundCopyGroup& group) {
                  return std::visit(
                      [&group, property](const auto& content) {
                        com::Variant variant(content);
                        return group.SetProp(property, variant.Get());
                      },
                      value);
                });
}

Napi::Value Group::GetProgress(const Napi::CallbackInfo& info) {
  return GetNumber<DWORD>(
      info.Env(), "IBackgroundCopyGroup.GetProgress",
      [flags = info[0].As<Napi::Number>().Uint32Value()](IBackgroundCopyGroup& group, DWORD* progress) {
        return group.GetProgress(flags, progress);
      });
}

Napi::Value Group::GetStatus(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyGroup.GetStatus",
      [reference = reference()] {
        GroupStatus result = {};
        ThrowIfFailed((*reference)->GetStatus(&result.status, &result.job_index), "IBackgroundCopyGroup.GetStatus");
        return result;
      },
      [](Connection&, Napi::Env env, const GroupStatus& result) -> napi_value {
        Napi::Object object = Napi::Object::New(env);
        object.Set("status", Napi::Number::New(env, result.status));
        object.Set("jobIndex", Napi::Number::New(env, result.job_index));
        return object;
      });
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
  return GetNumber<DWORD>(info.Env(), "IBackgroundCopyGroup.get_Size",
                          [](IBackgroundCopyGroup& group, DWORD* size) { return group.get_Size(size); });
}

Napi::Value Group::GetGroupId(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyGroup.get_GroupID",
      [reference = reference()] {
        GUID id = {};
        ThrowIfFailed((*reference)->get_GroupID(&id), "IBackgroundCopyGroup.get_GroupID");
        return com::FormatGuid(id);
      },
      [](Connection&, Napi::Env env, const std::wstring& id) -> napi_value { return com::FromWide(env, id); });
}

Napi::Value Group::CreateJob(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyGroup.CreateJob",
      [reference = reference(), id = com::ToWide(info[0])] {
        ComPtr<IBackgroundCopyJob1> job;
        ThrowIfFailed((*reference)->CreateJob(com::ParseGuid(id), job.Receive()), "IBackgroundCopyGroup.CreateJob");
        return Found<IBackgroundCopyJob1>{
            com::LaneReference<IBackgroundCopyJob1>::Adopt(reference->lane(), std::move(job)), id};
      },
      [&lane = lane()](Connection& connection, Napi::Env env, Found<IBackgroundCopyJob1> found) -> napi_value {
        return MakeRemoteObject<GroupJob>(connection, lane, env, std::move(found));
      });
}

Napi::Value Group::QueryNewJobInterface(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyGroup.QueryNewJobInterface",
      [reference = reference()] {
        constexpr const char* kOperation = "IBackgroundCopyGroup.QueryNewJobInterface";
        ComPtr<IUnknown> unknown;
        ThrowIfFailed((*reference)->QueryNewJobInterface(kInterfaceBackgroundCopyJob, unknown.Receive()), kOperation);
        // What comes back is typed IUnknown: a proxy of that, where the object lives in another process.
        ComPtr<IBackgroundCopyJob> job;
        ThrowIfFailed(unknown->QueryInterface(kInterfaceBackgroundCopyJob, reinterpret_cast<void**>(job.Receive())),
                      kOperation);
        return Job::Adopt(reference->lane(), std::move(job));
      },
      [&lane = lane()](Connection& connection, Napi::Env env, Found<IBackgroundCopyJob> found) -> napi_value {
        return MakeRemoteObject<Job>(connection, lane, env, std::move(found));
      });
}

}  // namespace winprogress::bits
