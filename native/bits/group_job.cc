#include "bits/group_job.h"

#include <string>
#include <utility>

#include "bits/records.h"
#include "com/bstr.h"
#include "com/codec.h"

namespace winprogress::bits {

using com::Bstr;
using com::From;
using com::ThrowIfFailed;
using legacy::FileSetInfo;
using legacy::IBackgroundCopyJob1;

namespace {

struct JobStatus {
  DWORD status;
  DWORD win32_result;
  DWORD transport_result;
  DWORD retries;
};

Napi::Value ToValue(Napi::Env env, const JobStatus& status) {
  return com::ObjectWriter(env)
      .Set("status", status.status)
      .Set("win32Result", status.win32_result)
      .Set("transportResult", status.transport_result)
      .Set("retries", status.retries)
      .object();
}

// FILESETINFO with the strings it points to.
struct OwnedFileSetInfo {
  explicit OwnedFileSetInfo(const FileName& name)
      : remote(name.remote_name), local(name.local_name), info{remote.Get(), local.Get(), 0} {}

  Bstr remote;
  Bstr local;
  FileSetInfo info;
};

HRESULT AddFilesTo(IBackgroundCopyJob1& job, const std::vector<FileName>& names) {
  std::vector<OwnedFileSetInfo> files(names.begin(), names.end());
  std::vector<FileSetInfo*> pointers;
  pointers.reserve(files.size());
  for (OwnedFileSetInfo& file : files)
    pointers.push_back(&file.info);
  FileSetInfo* none = nullptr;
  return job.AddFiles(static_cast<ULONG>(pointers.size()), ToArray(pointers, none));
}

}  // namespace

com::NativeProperties GroupJob::Methods() {
  return {
      InstanceAccessor("id", &GroupJob::GetId),
      InstanceMethod("getProgress", &GroupJob::GetProgress),
      InstanceMethod("getStatus", &GroupJob::GetStatus),
      InstanceMethod("addFiles", &GroupJob::AddFiles),
      InstanceMethod("getFile", &GroupJob::GetFile),
      InstanceMethod("getFileCount", &GroupJob::GetFileCount),
      InstanceMethod("cancelJob", &GroupJob::CancelJob),
      InstanceMethod("switchToForeground", &GroupJob::SwitchToForeground),
      InstanceMethod("getJobId", &GroupJob::GetJobId),
  };
}

Napi::Value GroupJob::GetId(const Napi::CallbackInfo& info) { return com::ToValue(info.Env(), origin().id); }

Napi::Value GroupJob::GetProgress(const Napi::CallbackInfo& info) {
  return Get<DWORD>(info.Env(), "IBackgroundCopyJob1.GetProgress",
                    [flags = From<DWORD>(info[0])](IBackgroundCopyJob1& job, DWORD* progress) {
                      return job.GetProgress(flags, progress);
                    });
}

Napi::Value GroupJob::GetStatus(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob1.GetStatus";
  return Read(
      info.Env(), kOperation,
      [](IBackgroundCopyJob1& job) {
        JobStatus result = {};
        ThrowIfFailed(job.GetStatus(&result.status, &result.win32_result, &result.transport_result, &result.retries),
                      kOperation);
        return result;
      },
      [](com::Connection&, Napi::Env env, const JobStatus& status) { return ToValue(env, status); });
}

Napi::Value GroupJob::AddFiles(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), "IBackgroundCopyJob1.AddFiles",
                    [names = ToFileNames(info[0])](IBackgroundCopyJob1& job) { return AddFilesTo(job, names); });
}

Napi::Value GroupJob::GetFile(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob1.GetFile";
  return Read(
      info.Env(), kOperation,
      [index = From<DWORD>(info[0])](IBackgroundCopyJob1& job) {
        FileSetInfo file = {};
        ThrowIfFailed(job.GetFile(index, &file), kOperation);
        Bstr remote;
        Bstr local;
        *remote.Receive() = file.remote_file;
        *local.Receive() = file.local_file;
        return FileName{remote.Text(), local.Text()};
      },
      [](com::Connection&, Napi::Env env, const FileName& name) { return ToValue(env, name); });
}

Napi::Value GroupJob::GetFileCount(const Napi::CallbackInfo& info) {
  return Get<DWORD>(info.Env(), "IBackgroundCopyJob1.GetFileCount",
                    [](IBackgroundCopyJob1& job, DWORD* count) { return job.GetFileCount(count); });
}

Napi::Value GroupJob::CancelJob(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), "IBackgroundCopyJob1.CancelJob",
                    [](IBackgroundCopyJob1& job) { return job.CancelJob(); });
}

Napi::Value GroupJob::SwitchToForeground(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob1.SwitchToForeground",
                [](IBackgroundCopyJob1& job) { return job.SwitchToForeground(); });
}

Napi::Value GroupJob::GetJobId(const Napi::CallbackInfo& info) {
  return Get<GUID>(info.Env(), "IBackgroundCopyJob1.get_JobID",
                   [](IBackgroundCopyJob1& job, GUID* id) { return job.get_JobID(id); });
}

}  // namespace winprogress::bits
