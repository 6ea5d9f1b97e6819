#pragma once

#include <vector>

#include "bits/queue_manager_interfaces.h"
#include "bits/service_object.h"

namespace winprogress::bits {

// QueueManagerVerbs of lib/bits/verbs.ts.
class QueueManager final : public ServiceRemoteObject<QueueManager, legacy::IBackgroundCopyQMgr> {
 public:
  static constexpr char kName[] = "BackgroundCopyQMgr";
  static com::NativeProperties Methods();

  explicit QueueManager(const Napi::CallbackInfo& info) : ServiceRemoteObject(info) {}

 private:
  Napi::Value CreateGroup(const Napi::CallbackInfo& info);
  Napi::Value GetGroup(const Napi::CallbackInfo& info);
  Napi::Value EnumGroups(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
