#include "bits/group_job.h"

#include <string>
#include <utility>

#include "bits/records.h"
#include "com/bstr.h"
#include "com/text.h"

namespace winprogress::bits {

using com::Bstr;
using com::Connection;
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
  return job.AddFiles(static_cast<ULONG>(pointers.size()), pointers.data());
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<GroupJob>> GroupJob::Methods() {
  return {
      InstanceAccessor<&GroupJob::GetId>("id"),          InstanceMethod<&GroupJob::GetProgress>("getProgress"),
      InstanceMethod<&GroupJob::GetStatus>("getStatus"), InstanceMethod<&GroupJob::AddFiles>("addFiles"),
      InstanceMethod<&GroupJob::GetFile>("getFile"),     InstanceMethod<&GroupJob::GetFileCount>("getFileCount"),
  };
}

Napi::Value GroupJob::GetId(const Napi::CallbackInfo& info) { return com::FromWide(info.Env(), origin().id); }

Napi::Value GroupJob::GetProgress(const Napi::CallbackInfo& info) {
  return GetNumber<DWORD>(info.Env(), "IBackgroundCopyJob1.GetProgress",
                          [flags = info[0].As<Napi::Number>().Uint32Value()](
                              IBackgroundCopyJob1& job, DWORD* progress) { return job.GetProgress(flags, progress); });
}

Napi::Value GroupJob::GetStatus(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyJob1.GetStatus",
      [reference = reference()] {
        JobStatus result = {};
        ThrowIfFailed(
            (*reference)->GetStatus(&result.status, &result.win32_result, &result.transport_result, &result.retries),
            "IBackgroundCopyJob1.GetStatus");
        return result;
      },
      [](Connection&, Napi::Env env, const JobStatus& result) -> napi_value {
        Napi::Object object = Napi::Object::New(env);
        object.Set("status", Napi::Number::New(env, result.status));
        object.Set("win32Result", Napi::Number::New(env, result.win32_result));
        object.Set("transportResult", Napi::Number::New(env, result.transport_result));
        object.Set("retries", Napi::Number::New(env, result.retries));
        return object;
      });
}

Napi::Value GroupJob::AddFiles(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob1.AddFiles",
                [names = ToFileNames(info[0])](IBackgroundCopyJob1& job) { return AddFilesTo(job, names); });
}

Napi::Value GroupJob::GetFile(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyJob1.GetFile",
      [reference = reference(), index = info[0].As<Napi::Number>().Uint32Value()] {
        FileSetInfo file = {};
        ThrowIfFailed((*reference)->GetFile(index, &file), "IBackgroundCopyJob1.GetFile");
        Bstr remote;
        Bstr local;
        *remote.Receive() = file.remote_file;
        *local.Receive() = file.local_file;
        return FileName{remote.Text(), local.Text()};
      },
      [](Connection&, Napi::Env env, const FileName& name) -> napi_value { return ToObject(env, name); });
}

Napi::Value GroupJob::GetFileCount(const Napi::CallbackInfo& info) {
  return GetNumber<DWORD>(info.Env(), "IBackgroundCopyJob1.GetFileCount",
                          [](IBackgroundCopyJob1& job, DWORD* count) { return job.GetFileCount(count); });
}

}  // namespace winprogress::bits
