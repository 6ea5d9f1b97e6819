#pragma once

#include <vector>

#include "bits/queue_manager_interfaces.h"
#include "bits/service_object.h"

namespace winprogress::bits {

// GroupJobVerbs of lib/bits/verbs.ts.
class GroupJob final
    : public ServiceRemoteObject<GroupJob, legacy::IBackgroundCopyJob1, ServiceObject<legacy::IBackgroundCopyJob1>,
                                 IdentifiedOrigin<ServiceObject<legacy::IBackgroundCopyJob1>>> {
 public:
  static constexpr char kName[] = "BackgroundCopyJob1";
  static com::NativeProperties Methods();

  explicit GroupJob(const Napi::CallbackInfo& info) : ServiceRemoteObject(info) {}

 private:
  Napi::Value GetId(const Napi::CallbackInfo& info);
  Napi::Value GetProgress(const Napi::CallbackInfo& info);
  Napi::Value GetStatus(const Napi::CallbackInfo& info);
  Napi::Value AddFiles(const Napi::CallbackInfo& info);
  Napi::Value GetFile(const Napi::CallbackInfo& info);
  Napi::Value GetFileCount(const Napi::CallbackInfo& info);
  Napi::Value CancelJob(const Napi::CallbackInfo& info);
  Napi::Value SwitchToForeground(const Napi::CallbackInfo& info);
  Napi::Value GetJobId(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
