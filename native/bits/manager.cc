#include "bits/manager.h"

#include <cstdint>
#include <string>
#include <utility>

#include "bits/job.h"
#include "bits/job_reader.h"
#include "com/guid.h"
#include "com/task_memory.h"
#include "com/text.h"

namespace winprogress::bits {

using com::ComPtr;
using com::Connection;
using com::ThrowIfFailed;

namespace {

using FoundJob = Found<IBackgroundCopyJob>;

struct ListedJob {
  std::wstring id;
  std::wstring display_name;
  BG_JOB_TYPE type;
  JobRecord record;
};

ListedJob ReadListedJob(IBackgroundCopyJob& job) {
  ListedJob listed = {};
  listed.id = ReadJobId(job);
  com::TaskString display_name;
  ThrowIfFailed(job.GetDisplayName(display_name.Receive()), "IBackgroundCopyJob.GetDisplayName");
  listed.display_name = display_name.Text();
  ThrowIfFailed(job.GetType(&listed.type), "IBackgroundCopyJob.GetType");
  listed.record = ReadJob(job);
  return listed;
}

Napi::Object ToObject(Napi::Env env, const ListedJob& job) {
  Napi::Object object = ToObject(env, job.record);
  object.Set("id", com::FromWide(env, job.id));
  object.Set("displayName", com::FromWide(env, job.display_name));
  object.Set("type", Napi::Number::New(env, job.type));
  return object;
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Manager>> Manager::Methods() {
  return {
      InstanceMethod<&Manager::CreateJob>("createJob"),
      InstanceMethod<&Manager::GetJob>("getJob"),
      InstanceMethod<&Manager::EnumJobs>("enumJobs"),
      InstanceMethod<&Manager::SnapshotJobs>("snapshotJobs"),
      InstanceMethod<&Manager::GetErrorDescription>("getErrorDescription"),
  };
}

Napi::Value Manager::CreateJob(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyManager.CreateJob",
      [reference = reference(), name = com::ToWide(info[0]),
       type = static_cast<BG_JOB_TYPE>(info[1].As<Napi::Number>().Int32Value())] {
        GUID id = {};
        ComPtr<IBackgroundCopyJob> job;
        ThrowIfFailed((*reference)->CreateJob(name.c_str(), type, &id, job.Receive()),
                      "IBackgroundCopyManager.CreateJob");
        return Job::Adopt(reference->lane(), std::move(job));
      },
      [&lane = lane()](Connection& connection, Napi::Env env, FoundJob found) -> napi_value {
        return MakeRemoteObject<Job>(connection, lane, env, std::move(found));
      });
}

Napi::Value Manager::GetJob(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyManager.GetJob",
      [reference = reference(), id = com::ToWide(info[0])] {
        ComPtr<IBackgroundCopyJob> job;
        ThrowIfFailed((*reference)->GetJob(com::ParseGuid(id), job.Receive()), "IBackgroundCopyManager.GetJob");
        return Job::Adopt(reference->lane(), std::move(job));
      },
      [&lane = lane()](Connection& connection, Napi::Env env, FoundJob found) -> napi_value {
        return MakeRemoteObject<Job>(connection, lane, env, std::move(found));
      });
}

Napi::Value Manager::EnumJobs(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyManager.EnumJobs",
      [reference = reference(), flags = info[0].As<Napi::Number>().Uint32Value()] {
        std::vector<FoundJob> jobs;
        ForEachJob(**reference, flags, [&jobs, &reference](ComPtr<IBackgroundCopyJob> job) {
          jobs.push_back(Job::Adopt(reference->lane(), std::move(job)));
        });
        return jobs;
      },
      [&lane = lane()](Connection& connection, Napi::Env env, std::vector<FoundJob> jobs) -> napi_value {
        Napi::Array array = Napi::Array::New(env, jobs.size());
        for (std::uint32_t index = 0; index < jobs.size(); ++index) {
          array[index] = MakeRemoteObject<Job>(connection, lane, env, std::move(jobs[index]));
        }
        return array;
      });
}

Napi::Value Manager::SnapshotJobs(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyManager.EnumJobs",
      [reference = reference(), flags = info[0].As<Napi::Number>().Uint32Value()] {
        std::vector<ListedJob> jobs;
        ForEachJob(**reference, flags,
                   [&jobs](const ComPtr<IBackgroundCopyJob>& job) { jobs.push_back(ReadListedJob(*job)); });
        return jobs;
      },
      [](Connection&, Napi::Env env, const std::vector<ListedJob>& jobs) -> napi_value {
        Napi::Array array = Napi::Array::New(env, jobs.size());
        for (std::uint32_t index = 0; index < jobs.size(); ++index)
          array[index] = ToObject(env, jobs[index]);
        return array;
      });
}

Napi::Value Manager::GetErrorDescription(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyManager.GetErrorDescription",
      [reference = reference(), result = static_cast<HRESULT>(info[0].As<Napi::Number>().Uint32Value()),
       language = info[1].As<Napi::Number>().Uint32Value()] {
        com::TaskString text;
        ThrowIfFailed((*reference)->GetErrorDescription(result, language, text.Receive()),
                      "IBackgroundCopyManager.GetErrorDescription");
        return text.Text();
      },
      [](Connection&, Napi::Env env, const std::wstring& text) -> napi_value { return com::FromWide(env, text); });
}

}  // namespace winprogress::bits
