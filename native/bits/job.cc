#include "bits/job.h"

#include <cstdint>
#include <string>
#include <utility>

#include "bits/callback.h"
#include "bits/job_reader.h"
#include "bits/records.h"
#include "com/task_memory.h"
#include "com/text.h"

namespace winprogress::bits {

using com::ComPtr;
using com::Connection;
using com::ThrowIfFailed;

namespace {

std::uint32_t ToUnsigned(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Job>> Job::Methods() {
  return {
      InstanceAccessor<&Job::GetId>("id"),
      InstanceMethod<&Job::AddFileSet>("addFileSet"),
      InstanceMethod<&Job::EnumFiles>("enumFiles"),
      InstanceMethod<&Job::Suspend>("suspend"),
      InstanceMethod<&Job::Resume>("resume"),
      InstanceMethod<&Job::Cancel>("cancel"),
      InstanceMethod<&Job::Complete>("complete"),
      InstanceMethod<&Job::GetType>("getType"),
      InstanceMethod<&Job::GetProgress>("getProgress"),
      InstanceMethod<&Job::GetState>("getState"),
      InstanceMethod<&Job::GetError>("getError"),
      InstanceMethod<&Job::SetDisplayName>("setDisplayName"),
      InstanceMethod<&Job::GetDisplayName>("getDisplayName"),
      InstanceMethod<&Job::SetDescription>("setDescription"),
      InstanceMethod<&Job::GetDescription>("getDescription"),
      InstanceMethod<&Job::SetPriority>("setPriority"),
      InstanceMethod<&Job::GetPriority>("getPriority"),
      InstanceMethod<&Job::SetNotifyFlags>("setNotifyFlags"),
      InstanceMethod<&Job::GetNotifyFlags>("getNotifyFlags"),
      InstanceMethod<&Job::SetNotifyInterface>("setNotifyInterface"),
      InstanceMethod<&Job::SetMinimumRetryDelay>("setMinimumRetryDelay"),
      InstanceMethod<&Job::GetMinimumRetryDelay>("getMinimumRetryDelay"),
      InstanceMethod<&Job::SetNoProgressTimeout>("setNoProgressTimeout"),
      InstanceMethod<&Job::GetNoProgressTimeout>("getNoProgressTimeout"),
      InstanceMethod<&Job::Snapshot>("snapshot"),
  };
}

Found<IBackgroundCopyJob> Job::Adopt(const std::shared_ptr<com::LaneCore>& lane, ComPtr<IBackgroundCopyJob> job) {
  auto reference = com::LaneReference<IBackgroundCopyJob>::Adopt(lane, std::move(job));
  std::wstring id = ReadJobId(**reference);
  return {std::move(reference), std::move(id)};
}

Napi::Value Job::GetId(const Napi::CallbackInfo& info) { return com::FromWide(info.Env(), origin().id); }

Napi::Value Job::AddFileSet(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.AddFileSet",
                [names = ToFileNames(info[0])](IBackgroundCopyJob& job) mutable {
                  std::vector<BG_FILE_INFO> files;
                  files.reserve(names.size());
                  for (FileName& name : names)
                    files.push_back({name.remote_name.data(), name.local_name.data()});
                  return job.AddFileSet(static_cast<ULONG>(files.size()), files.data());
                });
}

Napi::Value Job::EnumFiles(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyJob.EnumFiles", [reference = reference()] { return ReadFiles(**reference); },
      [](Connection&, Napi::Env env, const std::vector<FileRecord>& files) -> napi_value {
        Napi::Array array = Napi::Array::New(env, files.size());
        for (std::uint32_t index = 0; index < files.size(); ++index)
          array[index] = ToObject(env, files[index]);
        return array;
      });
}

Napi::Value Job::Suspend(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.Suspend", [](IBackgroundCopyJob& job) { return job.Suspend(); });
}

Napi::Value Job::Resume(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.Resume", [](IBackgroundCopyJob& job) { return job.Resume(); });
}

Napi::Value Job::Cancel(const Napi::CallbackInfo& info) {
  return InvokeForResult(info.Env(), "IBackgroundCopyJob.Cancel", [](IBackgroundCopyJob& job) { return job.Cancel(); });
}

Napi::Value Job::Complete(const Napi::CallbackInfo& info) {
  return InvokeForResult(info.Env(), "IBackgroundCopyJob.Complete",
                         [](IBackgroundCopyJob& job) { return job.Complete(); });
}

Napi::Value Job::GetType(const Napi::CallbackInfo& info) {
  return GetNumber<BG_JOB_TYPE>(info.Env(), "IBackgroundCopyJob.GetType",
                                [](IBackgroundCopyJob& job, BG_JOB_TYPE* type) { return job.GetType(type); });
}

Napi::Value Job::GetProgress(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyJob.GetProgress",
      [reference = reference()] {
        BG_JOB_PROGRESS progress = {};
        ThrowIfFailed((*reference)->GetProgress(&progress), "IBackgroundCopyJob.GetProgress");
        return progress;
      },
      [](Connection&, Napi::Env env, const BG_JOB_PROGRESS& progress) -> napi_value {
        return ToObject(env, progress);
      });
}

Napi::Value Job::GetState(const Napi::CallbackInfo& info) {
  return GetNumber<BG_JOB_STATE>(info.Env(), "IBackgroundCopyJob.GetState",
                                 [](IBackgroundCopyJob& job, BG_JOB_STATE* state) { return job.GetState(state); });
}

Napi::Value Job::GetError(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyJob.GetError", [reference = reference()] { return ReadError(**reference); },
      [](Connection&, Napi::Env env, const ErrorRecord& error) -> napi_value { return ToObject(env, error); });
}

template <typename Method>
Napi::Value Job::GetText(Napi::Env env, const char* operation, Method method) {
  return Start(
      env, operation,
      [reference = reference(), operation, method] {
        com::TaskString text;
        ThrowIfFailed(method(**reference, text.Receive()), operation);
        return text.Text();
      },
      [](Connection&, Napi::Env value_env, const std::wstring& text) -> napi_value {
        return com::FromWide(value_env, text);
      });
}

Napi::Value Job::SetDisplayName(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.SetDisplayName",
                [name = com::ToWide(info[0])](IBackgroundCopyJob& job) { return job.SetDisplayName(name.c_str()); });
}

Napi::Value Job::GetDisplayName(const Napi::CallbackInfo& info) {
  return GetText(info.Env(), "IBackgroundCopyJob.GetDisplayName",
                 [](IBackgroundCopyJob& job, LPWSTR* text) { return job.GetDisplayName(text); });
}

Napi::Value Job::SetDescription(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.SetDescription",
                [text = com::ToWide(info[0])](IBackgroundCopyJob& job) { return job.SetDescription(text.c_str()); });
}

Napi::Value Job::GetDescription(const Napi::CallbackInfo& info) {
  return GetText(info.Env(), "IBackgroundCopyJob.GetDescription",
                 [](IBackgroundCopyJob& job, LPWSTR* text) { return job.GetDescription(text); });
}

Napi::Value Job::SetPriority(const Napi::CallbackInfo& info) {
  const auto priority = static_cast<BG_JOB_PRIORITY>(ToUnsigned(info[0]));
  return Invoke(info.Env(), "IBackgroundCopyJob.SetPriority",
                [priority](IBackgroundCopyJob& job) { return job.SetPriority(priority); });
}

Napi::Value Job::GetPriority(const Napi::CallbackInfo& info) {
  return GetNumber<BG_JOB_PRIORITY>(
      info.Env(), "IBackgroundCopyJob.GetPriority",
      [](IBackgroundCopyJob& job, BG_JOB_PRIORITY* priority) { return job.GetPriority(priority); });
}

Napi::Value Job::SetNotifyFlags(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.SetNotifyFlags",
                [flags = ToUnsigned(info[0])](IBackgroundCopyJob& job) { return job.SetNotifyFlags(flags); });
}

Napi::Value Job::GetNotifyFlags(const Napi::CallbackInfo& info) {
  return GetNumber<ULONG>(info.Env(), "IBackgroundCopyJob.GetNotifyFlags",
                          [](IBackgroundCopyJob& job, ULONG* flags) { return job.GetNotifyFlags(flags); });
}

Napi::Value Job::SetNotifyInterface(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  std::shared_ptr<com::EventChannel> channel;
  if (info[0].IsFunction()) {
    channel = connection().OpenChannel<com::EventChannel>(info[0].As<Napi::Function>());
    connection().KeepAliveFor(channel, true);
  }
  if (const auto before = std::exchange(channel_, channel)) connection().CloseChannel(before);
  return Start(env, "IBackgroundCopyJob.SetNotifyInterface", [reference = reference(), channel] {
    IBackgroundCopyJob* job = reference->Get();
    // A job in a final state refuses the change, but it has let go of its sink by itself.
    reference->lane()->TakeBackAtEnd(job);
    ComPtr<IUnknown> sink;
    if (channel) sink = ComPtr<IUnknown>(new Callback(channel));
    ThrowIfFailed(job->SetNotifyInterface(sink.Get()), "IBackgroundCopyJob.SetNotifyInterface");
    // BITS holds the sink as long as it is registered, also when nobody here does any more.
    if (channel) {
      reference->lane()->AtEnd(job, [kept = ComPtr<IBackgroundCopyJob>(job)] { kept->SetNotifyInterface(nullptr); });
    }
  });
}

Napi::Value Job::SetMinimumRetryDelay(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.SetMinimumRetryDelay",
                [seconds = ToUnsigned(info[0])](IBackgroundCopyJob& job) { return job.SetMinimumRetryDelay(seconds); });
}

Napi::Value Job::GetMinimumRetryDelay(const Napi::CallbackInfo& info) {
  return GetNumber<ULONG>(info.Env(), "IBackgroundCopyJob.GetMinimumRetryDelay",
                          [](IBackgroundCopyJob& job, ULONG* seconds) { return job.GetMinimumRetryDelay(seconds); });
}

Napi::Value Job::SetNoProgressTimeout(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.SetNoProgressTimeout",
                [seconds = ToUnsigned(info[0])](IBackgroundCopyJob& job) { return job.SetNoProgressTimeout(seconds); });
}

Napi::Value Job::GetNoProgressTimeout(const Napi::CallbackInfo& info) {
  return GetNumber<ULONG>(info.Env(), "IBackgroundCopyJob.GetNoProgressTimeout",
                          [](IBackgroundCopyJob& job, ULONG* seconds) { return job.GetNoProgressTimeout(seconds); });
}

Napi::Value Job::Snapshot(const Napi::CallbackInfo& info) {
  return Start(
      info.Env(), "IBackgroundCopyJob.GetState", [reference = reference()] { return ReadJob(**reference); },
      [](Connection&, Napi::Env env, const JobRecord& job) -> napi_value { return ToObject(env, job); });
}

}  // namespace winprogress::bits
