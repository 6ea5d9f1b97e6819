// The methods of Job that later versions of BITS have added.
#include <string>
#include <utility>
#include <vector>

#include "bits/file.h"
#include "bits/job.h"
#include "bits/job_details.h"
#include "bits/job_interfaces.h"
#include "bits/job_settings.h"
#include "bits/new_files.h"
#include "bits/records.h"
#include "com/codec.h"
#include "com/plain_value.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::From;
using com::ThrowIfFailed;

Napi::Value Job::AddFileWithRanges(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), kAddFileWithRanges,
                    [file = ToNewFile(info[0], info[1])](IBackgroundCopyJob& job) { return AddWithRanges(job, file); });
}

Napi::Value Job::OpenFiles(const Napi::CallbackInfo& info) {
  return Read(
      info.Env(), "IBackgroundCopyJob.EnumFiles",
      [of = lane().lane(), self = object()](IBackgroundCopyJob& job) { return bits::OpenFiles(*of, job, self); },
      [lane = lane()](com::Connection& of, Napi::Env env, std::vector<com::LaneOwned<ServiceFile>> files) {
        const Napi::Array array = Napi::Array::New(env, files.size());
        for (std::size_t index = 0; index < files.size(); ++index)
          com::SetElement(array, index, File::Make(env, {of.shared_from_this(), lane, std::move(files[index])}));
        return Napi::Value(array);
      });
}

Napi::Value Job::Configure(const Napi::CallbackInfo& info) {
  return Read(info.Env(), "IBackgroundCopyJob.QueryInterface",
              [settings = JobSettings::From(info[0])](IBackgroundCopyJob& job) { return settings.Apply(job); });
}

Napi::Value Job::Details(const Napi::CallbackInfo& info) {
  return ReadPlain(info.Env(), "IBackgroundCopyJob.QueryInterface", ReadDetails);
}

Napi::Value Job::Detail(const Napi::CallbackInfo& info) {
  return ReadPlain(info.Env(), "IBackgroundCopyJob.QueryInterface",
                   [detail = &DetailOf(info[0])](IBackgroundCopyJob& job) { return ReadDetail(job, *detail); });
}

Napi::Value Job::TakeOwnership(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), "IBackgroundCopyJob.TakeOwnership",
                    [](IBackgroundCopyJob& job) { return job.TakeOwnership(); });
}

Napi::Value Job::SetCredentials(const Napi::CallbackInfo& info) {
  return InvokeForResult(info.Env(), "IBackgroundCopyJob2.SetCredentials",
                         [step = MakeCredentialsStep(info[0])](IBackgroundCopyJob& job) {
                           JobInterfaces interfaces(job);
                           step(interfaces);
                           const std::vector<SuccessCode> codes = interfaces.TakeSuccessCodes();
                           return codes.empty() ? S_OK : codes.front().result;
                         });
}

Napi::Value Job::RemoveCredentials(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob2.RemoveCredentials";
  return InvokeOnceForResult(
      info.Env(), kOperation,
      [target = From<BG_AUTH_TARGET>(info[0]), scheme = From<BG_AUTH_SCHEME>(info[1])](IBackgroundCopyJob& job) {
        return JobInterfaces(job).Get<IBackgroundCopyJob2>(kOperation).RemoveCredentials(target, scheme);
      });
}

Napi::Value Job::GetReplyProgress(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob2.GetReplyProgress";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyJob& job) -> com::PlainValue {
    BG_JOB_REPLY_PROGRESS progress = {};
    ThrowIfFailed(JobInterfaces(job).Get<IBackgroundCopyJob2>(kOperation).GetReplyProgress(&progress), kOperation);
    return com::PlainObject{{"bytesTotal", std::uint64_t{progress.BytesTotal}},
                            {"bytesTransferred", std::uint64_t{progress.BytesTransferred}}};
  });
}

Napi::Value Job::GetReplyData(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob2.GetReplyData";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyJob& job) -> com::PlainValue {
    BYTE* received = nullptr;
    UINT64 length = 0;
    const HRESULT result = JobInterfaces(job).Get<IBackgroundCopyJob2>(kOperation).GetReplyData(&received, &length);
    const com::TaskMemory<BYTE> data(received);
    ThrowIfFailed(result, kOperation);
    if (data == nullptr) return {};
    return com::Bytes(data.get(), data.get() + static_cast<std::size_t>(length));
  });
}

Napi::Value Job::ReplaceRemotePrefix(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob3.ReplaceRemotePrefix";
  return InvokeOnceForResult(
      info.Env(), kOperation,
      [from = From<std::wstring>(info[0]), to = From<std::wstring>(info[1])](IBackgroundCopyJob& job) {
        return JobInterfaces(job).Get<IBackgroundCopyJob3>(kOperation).ReplaceRemotePrefix(from.c_str(), to.c_str());
      });
}

Napi::Value Job::SetHelperToken(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBitsTokenOptions.SetHelperToken";
  return Invoke(info.Env(), kOperation, [](IBackgroundCopyJob& job) {
    return JobInterfaces(job).Get<modern::IBitsTokenOptions>(kOperation).SetHelperToken();
  });
}

Napi::Value Job::ClearHelperToken(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBitsTokenOptions.ClearHelperToken";
  return Invoke(info.Env(), kOperation, [](IBackgroundCopyJob& job) {
    return JobInterfaces(job).Get<modern::IBitsTokenOptions>(kOperation).ClearHelperToken();
  });
}

}  // namespace winprogress::bits
