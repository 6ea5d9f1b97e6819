#pragma once

#include <bits.h>

#include <memory>
#include <utility>
#include <vector>

#include "bits/job_interfaces.h"
#include "bits/notification_sink.h"
#include "bits/service_job.h"
#include "com/lane_owned.h"

namespace winprogress::bits {

// A job, and what the setters reported that CreateJob has called.
struct JobOrigin : IdentifiedOrigin<ServiceJob> {
  std::vector<SuccessCode> setting_codes;
};

// JobVerbs of lib/bits/verbs.ts.
class Job final : public ServiceRemoteObject<Job, IBackgroundCopyJob, ServiceJob, JobOrigin> {
 public:
  static constexpr char kName[] = "BackgroundCopyJob";
  static com::NativeProperties Methods();

  // A job with its id, passed from its lane to JavaScript.
  struct Identified {
    com::LaneOwned<ServiceJob> job;
    GUID id = {};
    std::vector<SuccessCode> setting_codes = {};

    // In the lane.
    static Identified Make(com::Lane& lane, com::ComPtr<IBackgroundCopyJob> proxy, const GUID& id,
                           ServiceJob::Find find) {
      return {com::LaneOwned<ServiceJob>::Make(lane, std::move(proxy), std::move(find)), id};
    }
  };
  // Wraps it in an object of this class: convert(connection, env, identified).
  static auto MakeIn(const com::LaneHandle& lane) {
    return [lane](com::Connection& connection, Napi::Env env, Identified identified) -> Napi::Value {
      return Make(env, {{{connection.shared_from_this(), lane, std::move(identified.job)}, identified.id},
                        std::move(identified.setting_codes)});
    };
  }

  explicit Job(const Napi::CallbackInfo& info) : ServiceRemoteObject(info) {}

 private:
  Napi::Value GetId(const Napi::CallbackInfo& info);
  Napi::Value GetSettingCodes(const Napi::CallbackInfo& info);
  Napi::Value AddFileSet(const Napi::CallbackInfo& info);
  Napi::Value EnumFiles(const Napi::CallbackInfo& info);
  Napi::Value Suspend(const Napi::CallbackInfo& info);
  Napi::Value Resume(const Napi::CallbackInfo& info);
  Napi::Value Cancel(const Napi::CallbackInfo& info);
  Napi::Value Complete(const Napi::CallbackInfo& info);
  Napi::Value GetType(const Napi::CallbackInfo& info);
  Napi::Value GetProgress(const Napi::CallbackInfo& info);
  Napi::Value GetState(const Napi::CallbackInfo& info);
  Napi::Value GetError(const Napi::CallbackInfo& info);
  Napi::Value GetErrorCount(const Napi::CallbackInfo& info);
  Napi::Value SetDisplayName(const Napi::CallbackInfo& info);
  Napi::Value GetDisplayName(const Napi::CallbackInfo& info);
  Napi::Value SetDescription(const Napi::CallbackInfo& info);
  Napi::Value GetDescription(const Napi::CallbackInfo& info);
  Napi::Value SetPriority(const Napi::CallbackInfo& info);
  Napi::Value GetPriority(const Napi::CallbackInfo& info);
  Napi::Value SetNotifyFlags(const Napi::CallbackInfo& info);
  Napi::Value GetNotifyFlags(const Napi::CallbackInfo& info);
  Napi::Value SetNotifyInterface(const Napi::CallbackInfo& info);
  Napi::Value GetNotifyInterface(const Napi::CallbackInfo& info);
  Napi::Value SetMinimumRetryDelay(const Napi::CallbackInfo& info);
  Napi::Value GetMinimumRetryDelay(const Napi::CallbackInfo& info);
  Napi::Value SetNoProgressTimeout(const Napi::CallbackInfo& info);
  Napi::Value GetNoProgressTimeout(const Napi::CallbackInfo& info);
  Napi::Value Snapshot(const Napi::CallbackInfo& info);
  Napi::Value AddFileWithRanges(const Napi::CallbackInfo& info);
  Napi::Value OpenFiles(const Napi::CallbackInfo& info);
  Napi::Value Configure(const Napi::CallbackInfo& info);
  Napi::Value Details(const Napi::CallbackInfo& info);
  Napi::Value Detail(const Napi::CallbackInfo& info);
  Napi::Value TakeOwnership(const Napi::CallbackInfo& info);
  Napi::Value SetCredentials(const Napi::CallbackInfo& info);
  Napi::Value RemoveCredentials(const Napi::CallbackInfo& info);
  Napi::Value GetReplyProgress(const Napi::CallbackInfo& info);
  Napi::Value GetReplyData(const Napi::CallbackInfo& info);
  Napi::Value ReplaceRemotePrefix(const Napi::CallbackInfo& info);
  Napi::Value SetHelperToken(const Napi::CallbackInfo& info);
  Napi::Value ClearHelperToken(const Napi::CallbackInfo& info);

  // The channel of the sink that is registered now.
  std::shared_ptr<NotificationChannel> channel_;
};

// A sink that is registered with a job, by this connection or another one.
struct RegisteredSink {
  com::LaneOwned<ServiceJob> job;
  com::ComPtr<IUnknown> sink;
};

struct NotifyInterfaceOrigin : com::RemoteOrigin<RegisteredSink> {
  bool is_own;
};

// NotifyInterfaceVerbs of lib/bits/verbs.ts.
class NotifyInterface final : public com::RemoteObject<NotifyInterface, RegisteredSink, NotifyInterfaceOrigin> {
 public:
  static constexpr char kName[] = "BackgroundCopyNotifyInterface";
  static com::NativeProperties Methods();

  explicit NotifyInterface(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value IsOwn(const Napi::CallbackInfo& info);
  Napi::Value Restore(const Napi::CallbackInfo& info);
  Napi::Value Release(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
