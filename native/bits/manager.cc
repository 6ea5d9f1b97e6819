#include "bits/manager.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bits/job.h"
#include "bits/job_reader.h"
#include "bits/job_settings.h"
#include "bits/new_files.h"
#include "bits/service.h"
#include "com/codec.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::ComPtr;
using com::From;
using com::ThrowIfFailed;

namespace {

struct ListedJob {
  GUID id;
  std::wstring display_name;
  BG_JOB_TYPE type;
  JobRecord record;
};

Napi::Value ToValue(Napi::Env env, const ListedJob& job) {
  return ToObject(env, job.record)
      .Set("id", job.id)
      .Set("displayName", job.display_name)
      .Set("type", job.type)
      .object();
}

// A job that cannot be read is reported in its place.
struct UnreadableJob {
  GUID id;
  com::HResultFailure failure;
};

Napi::Value ToValue(Napi::Env env, const UnreadableJob& job) {
  return com::ObjectWriter(env)
      .Set("id", job.id)
      .SetHResult("hresult", job.failure.hresult())
      .Set("operation", job.failure.operation())
      .object();
}

using Listed = std::variant<ListedJob, UnreadableJob>;

Napi::Value ToValue(Napi::Env env, const Listed& listed) {
  return std::visit([env](const auto& job) { return ToValue(env, job); }, listed);
}

Listed ReadListedJob(ServiceManager& manager, IBackgroundCopyJob& job) {
  const GUID id = ReadJobId(job);
  try {
    ListedJob listed = {};
    listed.id = id;
    com::TaskString display_name;
    ThrowIfFailed(job.GetDisplayName(display_name.Receive()), "IBackgroundCopyJob.GetDisplayName");
    listed.display_name = display_name.Text();
    listed.type = manager.GetType(job, id);
    ComPtr<IBackgroundCopyFile> unknown_file;
    listed.record = ReadJob(job, unknown_file);
    return listed;
  } catch (const com::HResultFailure& failure) {
    // The service itself has ended: all jobs are read again.
    if (com::IsServerGone(failure.hresult())) throw;
    return UnreadableJob{id, failure};
  }
}

// Finds a job again by its GUID through the manager, which is activated again if its proxy is dead, too.
ServiceJob::Find FindIn(const com::LaneOwned<ServiceManager>& manager, const GUID& id) {
  return [manager, id] {
    constexpr const char* kOperation = "IBackgroundCopyManager.GetJob";
    return manager.Use(kOperation)->Run(Repeat::kAlways, [&](IBackgroundCopyManager& proxy) {
      return ObtainFromService<IBackgroundCopyJob>(kOperation,
                                                   [&](IBackgroundCopyJob** job) { return proxy.GetJob(id, job); });
    });
  };
}

// A new job that cannot be made what was asked for is cancelled. Returns the success codes other than S_OK of its
// settings.
std::vector<SuccessCode> Prepare(ServiceJob& job, const JobSettings& settings, const std::vector<NewFile>& files) {
  try {
    auto codes = job.Run(Repeat::kAlways, [&](IBackgroundCopyJob& proxy) { return settings.Apply(proxy); });
    job.Run(Repeat::kUnlessExecuted, [&](IBackgroundCopyJob& proxy) { AddFiles(proxy, files); });
    return codes;
  } catch (const com::HResultFailure&) {
    try {
      job.Run(Repeat::kAlways, [](IBackgroundCopyJob& proxy) { proxy.Cancel(); });
    } catch (const com::HResultFailure&) {
      // The service is gone: the first failure is reported.
    }
    throw;
  }
}

}  // namespace

com::NativeProperties Manager::Methods() {
  return {
      InstanceMethod("createJob", &Manager::CreateJob),
      InstanceMethod("getJob", &Manager::GetJob),
      InstanceMethod("enumJobs", &Manager::EnumJobs),
      InstanceMethod("snapshotJobs", &Manager::SnapshotJobs),
      InstanceMethod("getErrorDescription", &Manager::GetErrorDescription),
  };
}

Napi::Value Manager::CreateJob(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyManager.CreateJob";
  return Call(
      info.Env(), kOperation,
      [of = lane().lane(), self = object(), name = From<std::wstring>(info[0]), type = From<BG_JOB_TYPE>(info[1]),
       settings = JobSettings::From(info[2]), files = ToNewFiles(info[3])](ServiceManager& owned) {
        GUID id = {};
        auto proxy = owned.Run(Repeat::kUnlessExecuted, [&](IBackgroundCopyManager& manager) {
          return ObtainFromService<IBackgroundCopyJob>(kOperation, [&](IBackgroundCopyJob** created) {
            return manager.CreateJob(name.c_str(), type, &id, created);
          });
        });
        Job::Identified job = Job::Identified::Make(*of, std::move(proxy), id, FindIn(self, id));
        job.setting_codes = Prepare(*job.job.Use(kOperation), settings, files);
        owned.RememberType(id, type);
        return job;
      },
      Job::MakeIn(lane()));
}

Napi::Value Manager::GetJob(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyManager.GetJob";
  return Read(
      info.Env(), kOperation,
      [of = lane().lane(), self = object(), id = From<GUID>(info[0])](IBackgroundCopyManager& manager) {
        auto job = ObtainFromService<IBackgroundCopyJob>(
            kOperation, [&](IBackgroundCopyJob** found) { return manager.GetJob(id, found); });
        return Job::Identified::Make(*of, std::move(job), id, FindIn(self, id));
      },
      Job::MakeIn(lane()));
}

Napi::Value Manager::EnumJobs(const Napi::CallbackInfo& info) {
  return Read(
      info.Env(), "IBackgroundCopyManager.EnumJobs",
      [of = lane().lane(), self = object(), flags = From<DWORD>(info[0])](IBackgroundCopyManager& manager) {
        std::vector<Job::Identified> jobs;
        ForEachJob(manager, flags, [&jobs, &of, &self](ComPtr<IBackgroundCopyJob> job) {
          const GUID id = ReadJobId(*job);
          jobs.push_back(Job::Identified::Make(*of, std::move(job), id, FindIn(self, id)));
        });
        return jobs;
      },
      [make = Job::MakeIn(lane())](com::Connection& connection, Napi::Env env, std::vector<Job::Identified> jobs) {
        const Napi::Array array = Napi::Array::New(env, jobs.size());
        for (std::size_t index = 0; index < jobs.size(); ++index)
          com::SetElement(array, index, make(connection, env, std::move(jobs[index])));
        return Napi::Value(array);
      });
}

Napi::Value Manager::SnapshotJobs(const Napi::CallbackInfo& info) {
  return Call(info.Env(), "IBackgroundCopyManager.EnumJobs", [flags = From<DWORD>(info[0])](ServiceManager& owned) {
    return owned.Run(Repeat::kAlways, [&](IBackgroundCopyManager& manager) {
      std::vector<Listed> jobs;
      ForEachJob(manager, flags,
                 [&](const ComPtr<IBackgroundCopyJob>& job) { jobs.push_back(ReadListedJob(owned, *job)); });
      return jobs;
    });
  });
}

Napi::Value Manager::GetErrorDescription(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyManager.GetErrorDescription";
  return Read(info.Env(), kOperation,
              [result = From<HRESULT>(info[0]), language = From<DWORD>(info[1])](IBackgroundCopyManager& manager) {
                com::TaskString text;
                ThrowIfFailed(manager.GetErrorDescription(result, language, text.Receive()), kOperation);
                return text.Text();
              });
}

}  // namespace winprogress::bits
