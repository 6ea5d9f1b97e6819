#pragma once

#include <bits.h>

#include <vector>

#include "bits/service.h"

namespace winprogress::bits {

// ManagerVerbs of lib/bits/verbs.ts.
class Manager final : public ServiceRemoteObject<Manager, IBackgroundCopyManager, ServiceManager> {
 public:
  static constexpr char kName[] = "BackgroundCopyManager";
  static com::NativeProperties Methods();

  explicit Manager(const Napi::CallbackInfo& info) : ServiceRemoteObject(info) {}

 private:
  Napi::Value CreateJob(const Napi::CallbackInfo& info);
  Napi::Value GetJob(const Napi::CallbackInfo& info);
  Napi::Value EnumJobs(const Napi::CallbackInfo& info);
  Napi::Value SnapshotJobs(const Napi::CallbackInfo& info);
  Napi::Value GetErrorDescription(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
