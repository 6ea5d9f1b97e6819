#include "bits/job.h"

#include <optional>
#include <string>
#include <utility>

#include "bits/job_reader.h"
#include "bits/job_settings.h"
#include "bits/new_files.h"
#include "bits/records.h"
#include "com/codec.h"
#include "com/object.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::ComPtr;
using com::From;
using com::ThrowIfFailed;

com::NativeProperties Job::Methods() {
  return {
      InstanceAccessor("id", &Job::GetId),
      InstanceAccessor("settingCodes", &Job::GetSettingCodes),
      InstanceMethod("addFileSet", &Job::AddFileSet),
      InstanceMethod("enumFiles", &Job::EnumFiles),
      InstanceMethod("suspend", &Job::Suspend),
      InstanceMethod("resume", &Job::Resume),
      InstanceMethod("cancel", &Job::Cancel),
      InstanceMethod("complete", &Job::Complete),
      InstanceMethod("getType", &Job::GetType),
      InstanceMethod("getProgress", &Job::GetProgress),
      InstanceMethod("getState", &Job::GetState),
      InstanceMethod("getError", &Job::GetError),
      InstanceMethod("getErrorCount", &Job::GetErrorCount),
      InstanceMethod("setDisplayName", &Job::SetDisplayName),
      InstanceMethod("getDisplayName", &Job::GetDisplayName),
      InstanceMethod("setDescription", &Job::SetDescription),
      InstanceMethod("getDescription", &Job::GetDescription),
      InstanceMethod("setPriority", &Job::SetPriority),
      InstanceMethod("getPriority", &Job::GetPriority),
      InstanceMethod("setNotifyFlags", &Job::SetNotifyFlags),
      InstanceMethod("getNotifyFlags", &Job::GetNotifyFlags),
      InstanceMethod("setNotifyInterface", &Job::SetNotifyInterface),
      InstanceMethod("getNotifyInterface", &Job::GetNotifyInterface),
      InstanceMethod("setMinimumRetryDelay", &Job::SetMinimumRetryDelay),
      InstanceMethod("getMinimumRetryDelay", &Job::GetMinimumRetryDelay),
      InstanceMethod("setNoProgressTimeout", &Job::SetNoProgressTimeout),
      InstanceMethod("getNoProgressTimeout", &Job::GetNoProgressTimeout),
      InstanceMethod("snapshot", &Job::Snapshot),
      InstanceMethod("addFileWithRanges", &Job::AddFileWithRanges),
      InstanceMethod("openFiles", &Job::OpenFiles),
      InstanceMethod("configure", &Job::Configure),
      InstanceMethod("details", &Job::Details),
      InstanceMethod("detail", &Job::Detail),
      InstanceMethod("takeOwnership", &Job::TakeOwnership),
      InstanceMethod("setCredentials", &Job::SetCredentials),
      InstanceMethod("removeCredentials", &Job::RemoveCredentials),
      InstanceMethod("getReplyProgress", &Job::GetReplyProgress),
      InstanceMethod("getReplyData", &Job::GetReplyData),
      InstanceMethod("replaceRemotePrefix", &Job::ReplaceRemotePrefix),
      InstanceMethod("setHelperToken", &Job::SetHelperToken),
      InstanceMethod("clearHelperToken", &Job::ClearHelperToken),
  };
}

Napi::Value Job::GetId(const Napi::CallbackInfo& info) { return com::ToValue(info.Env(), origin().id); }

Napi::Value Job::GetSettingCodes(const Napi::CallbackInfo& info) {
  return com::ToValue(info.Env(), origin().setting_codes);
}

Napi::Value Job::AddFileSet(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), "IBackgroundCopyJob.AddFileSet",
                    [names = ToFileNames(info[0])](IBackgroundCopyJob& job) { return bits::AddFileSet(job, names); });
}

Napi::Value Job::EnumFiles(const Napi::CallbackInfo& info) {
  return Read(info.Env(), "IBackgroundCopyJob.EnumFiles", ReadFiles);
}

Napi::Value Job::Suspend(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), "IBackgroundCopyJob.Suspend", [](IBackgroundCopyJob& job) { return job.Suspend(); });
}

Napi::Value Job::Resume(const Napi::CallbackInfo& info) {
  return InvokeOnce(info.Env(), "IBackgroundCopyJob.Resume", [](IBackgroundCopyJob& job) { return job.Resume(); });
}

Napi::Value Job::Cancel(const Napi::CallbackInfo& info) {
  return InvokeOnceForResult(info.Env(), "IBackgroundCopyJob.Cancel",
                             [](IBackgroundCopyJob& job) { return job.Cancel(); });
}

Napi::Value Job::Complete(const Napi::CallbackInfo& info) {
  return InvokeOnceForResult(info.Env(), "IBackgroundCopyJob.Complete",
                             [](IBackgroundCopyJob& job) { return job.Complete(); });
}

Napi::Value Job::GetType(const Napi::CallbackInfo& info) {
  return Call(info.Env(), "IBackgroundCopyJob.GetType", [](ServiceJob& job) { return job.GetType(); });
}

Napi::Value Job::GetProgress(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob.GetProgress";
  return Read(
      info.Env(), kOperation,
      [](IBackgroundCopyJob& job) {
        BG_JOB_PROGRESS progress = {};
        ThrowIfFailed(job.GetProgress(&progress), kOperation);
        return progress;
      },
      [](com::Connection&, Napi::Env env, const BG_JOB_PROGRESS& progress) { return ToValue(env, progress); });
}

Napi::Value Job::GetState(const Napi::CallbackInfo& info) {
  return Get<BG_JOB_STATE>(info.Env(), "IBackgroundCopyJob.GetState",
                           [](IBackgroundCopyJob& job, BG_JOB_STATE* state) { return job.GetState(state); });
}

Napi::Value Job::GetError(const Napi::CallbackInfo& info) {
  return Read(info.Env(), "IBackgroundCopyJob.GetError", ReadError);
}

Napi::Value Job::GetErrorCount(const Napi::CallbackInfo& info) {
  return Get<ULONG>(info.Env(), "IBackgroundCopyJob.GetErrorCount",
                    [](IBackgroundCopyJob& job, ULONG* count) { return job.GetErrorCount(count); });
}

Napi::Value Job::SetDisplayName(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "IBackgroundCopyJob.SetDisplayName",
      [name = From<std::wstring>(info[0])](IBackgroundCopyJob& job) { return job.SetDisplayName(name.c_str()); });
}

Napi::Value Job::GetDisplayName(const Napi::CallbackInfo& info) {
  return GetText(info.Env(), "IBackgroundCopyJob.GetDisplayName",
                 [](IBackgroundCopyJob& job, LPWSTR* text) { return job.GetDisplayName(text); });
}

Napi::Value Job::SetDescription(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "IBackgroundCopyJob.SetDescription",
      [text = From<std::wstring>(info[0])](IBackgroundCopyJob& job) { return job.SetDescription(text.c_str()); });
}

Napi::Value Job::GetDescription(const Napi::CallbackInfo& info) {
  return GetText(info.Env(), "IBackgroundCopyJob.GetDescription",
                 [](IBackgroundCopyJob& job, LPWSTR* text) { return job.GetDescription(text); });
}

Napi::Value Job::SetPriority(const Napi::CallbackInfo& info) {
  const auto priority = From<BG_JOB_PRIORITY>(info[0]);
  return InvokeForResult(info.Env(), "IBackgroundCopyJob.SetPriority",
                         [priority](IBackgroundCopyJob& job) { return job.SetPriority(priority); });
}

Napi::Value Job::GetPriority(const Napi::CallbackInfo& info) {
  return Get<BG_JOB_PRIORITY>(
      info.Env(), "IBackgroundCopyJob.GetPriority",
      [](IBackgroundCopyJob& job, BG_JOB_PRIORITY* priority) { return job.GetPriority(priority); });
}

Napi::Value Job::SetNotifyFlags(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "IBackgroundCopyJob.SetNotifyFlags",
                [flags = From<ULONG>(info[0])](IBackgroundCopyJob& job) { return job.SetNotifyFlags(flags); });
}

Napi::Value Job::GetNotifyFlags(const Napi::CallbackInfo& info) {
  return Get<ULONG>(info.Env(), "IBackgroundCopyJob.GetNotifyFlags",
                    [](IBackgroundCopyJob& job, ULONG* flags) { return job.GetNotifyFlags(flags); });
}

Napi::Value Job::SetNotifyInterface(const Napi::CallbackInfo& info) {
  std::shared_ptr<NotificationChannel> channel;
  if (info[0].IsFunction()) {
    channel =
        connection().OpenChannel<NotificationChannel>(info[0], std::make_shared<com::LaneOwned<ServiceJob>>(object()));
    connection().KeepAliveFor(channel, true);
  }
  if (const auto before = std::exchange(channel_, channel)) connection().CloseChannel(before);
  return Call(info.Env(), "IBackgroundCopyJob.SetNotifyInterface", [channel](ServiceJob& job) {
    ComPtr<IUnknown> sink;
    if (channel != nullptr) sink = ComPtr<IUnknown>(com::MakeObject<NotificationSink>(channel).Get());
    job.SetSink(std::move(sink));
  });
}

Napi::Value Job::GetNotifyInterface(const Napi::CallbackInfo& info) {
  struct Registered {
    com::LaneOwned<RegisteredSink> sink;
    bool is_own;
  };
  return Call(
      info.Env(), "IBackgroundCopyJob.GetNotifyInterface",
      [of = lane().lane(), self = object()](ServiceJob& job) -> std::optional<Registered> {
        ComPtr<IUnknown> sink = job.GetSink();
        if (!sink) return std::nullopt;
        const bool is_own = job.HasRegistered(*sink);
        return Registered{com::LaneOwned<RegisteredSink>::Make(*of, RegisteredSink{self, std::move(sink)}), is_own};
      },
      [lane = lane()](com::Connection& of, Napi::Env env, std::optional<Registered> registered) -> Napi::Value {
        if (!registered.has_value()) return env.Null();
        return NotifyInterface::Make(env,
                                     {{of.shared_from_this(), lane, std::move(registered->sink)}, registered->is_own});
      });
}

Napi::Value Job::SetMinimumRetryDelay(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "IBackgroundCopyJob.SetMinimumRetryDelay",
      [seconds = From<ULONG>(info[0])](IBackgroundCopyJob& job) { return job.SetMinimumRetryDelay(seconds); });
}

Napi::Value Job::GetMinimumRetryDelay(const Napi::CallbackInfo& info) {
  return Get<ULONG>(info.Env(), "IBackgroundCopyJob.GetMinimumRetryDelay",
                    [](IBackgroundCopyJob& job, ULONG* seconds) { return job.GetMinimumRetryDelay(seconds); });
}

Napi::Value Job::SetNoProgressTimeout(const Napi::CallbackInfo& info) {
  return InvokeForResult(
      info.Env(), "IBackgroundCopyJob.SetNoProgressTimeout",
      [seconds = From<ULONG>(info[0])](IBackgroundCopyJob& job) { return job.SetNoProgressTimeout(seconds); });
}

Napi::Value Job::GetNoProgressTimeout(const Napi::CallbackInfo& info) {
  return Get<ULONG>(info.Env(), "IBackgroundCopyJob.GetNoProgressTimeout",
                    [](IBackgroundCopyJob& job, ULONG* seconds) { return job.GetNoProgressTimeout(seconds); });
}

Napi::Value Job::Snapshot(const Napi::CallbackInfo& info) {
  return Call(info.Env(), "IBackgroundCopyJob.GetState", [](ServiceJob& job) { return job.ReadRecord(); });
}

com::NativeProperties NotifyInterface::Methods() {
  return {
      InstanceAccessor("own", &NotifyInterface::IsOwn),
      InstanceMethod("restore", &NotifyInterface::Restore),
      InstanceMethod("release", &NotifyInterface::Release),
  };
}

Napi::Value NotifyInterface::IsOwn(const Napi::CallbackInfo& info) { return com::ToValue(info.Env(), origin().is_own); }

Napi::Value NotifyInterface::Restore(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyJob.SetNotifyInterface";
  return Call(info.Env(), kOperation,
              [](RegisteredSink& registered) { registered.job.Use(kOperation)->RestoreSink(registered.sink); });
}

// Succeeds also after the connection was closed, which has released it.
Napi::Value NotifyInterface::Release(const Napi::CallbackInfo& info) {
  changeable_origin().object.Reset();
  return com::Connection::ResolvedPromise(info.Env());
}

}  // namespace winprogress::bits
