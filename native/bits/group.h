#pragma once

#include <vector>

#include "bits/queue_manager_interfaces.h"
#include "bits/service_object.h"

namespace winprogress::bits {

// GroupVerbs of lib/bits/verbs.ts.
class Group final
    : public ServiceRemoteObject<Group, legacy::IBackgroundCopyGroup, ServiceObject<legacy::IBackgroundCopyGroup>,
                                 IdentifiedOrigin<ServiceObject<legacy::IBackgroundCopyGroup>>> {
 public:
  static constexpr char kName[] = "BackgroundCopyGroup";
  static com::NativeProperties Methods();

  explicit Group(const Napi::CallbackInfo& info) : ServiceRemoteObject(info) {}

 private:
  Napi::Value GetId(const Napi::CallbackInfo& info);
  Napi::Value GetProp(const Napi::CallbackInfo& info);
  Napi::Value SetProp(const Napi::CallbackInfo& info);
  Napi::Value GetProgress(const Napi::CallbackInfo& info);
  Napi::Value GetStatus(const Napi::CallbackInfo& info);
  Napi::Value SuspendGroup(const Napi::CallbackInfo& info);
  Napi::Value ResumeGroup(const Napi::CallbackInfo& info);
  Napi::Value CancelGroup(const Napi::CallbackInfo& info);
  Napi::Value GetSize(const Napi::CallbackInfo& info);
  Napi::Value GetGroupId(const Napi::CallbackInfo& info);
  Napi::Value CreateJob(const Napi::CallbackInfo& info);
  Napi::Value GetJob(const Napi::CallbackInfo& info);
  Napi::Value EnumJobs(const Napi::CallbackInfo& info);
  Napi::Value SwitchToForeground(const Napi::CallbackInfo& info);
  Napi::Value SetNotificationPointer(const Napi::CallbackInfo& info);
  Napi::Value QueryNewJobInterface(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
