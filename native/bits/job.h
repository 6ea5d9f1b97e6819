#pragma once

#include <bits.h>

#include <vector>

#include "bits/remote_object.h"
#include "com/event_channel.h"

namespace winprogress::bits {

// JobVerbs of lib/bits/verbs.ts.
class Job final : public RemoteObject<Job, IBackgroundCopyJob> {
 public:
  static constexpr char kName[] = "BackgroundCopyJob";
  static std::vector<Napi::ClassPropertyDescriptor<Job>> Methods();

  explicit Job(const Napi::CallbackInfo& info) : RemoteObject(info) {}

  // In the lane: reads the id of a job that a call has brought.
  static Found<IBackgroundCopyJob> Adopt(const std::shared_ptr<com::LaneCore>& lane,
                                         com::ComPtr<IBackgroundCopyJob> job);

 private:
  Napi::Value GetId(const Napi::CallbackInfo& info);
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
  Napi::Value SetDisplayName(const Napi::CallbackInfo& info);
  Napi::Value GetDisplayName(const Napi::CallbackInfo& info);
  Napi::Value SetDescription(const Napi::CallbackInfo& info);
  Napi::Value GetDescription(const Napi::CallbackInfo& info);
  Napi::Value SetPriority(const Napi::CallbackInfo& info);
  Napi::Value GetPriority(const Napi::CallbackInfo& info);
  Napi::Value SetNotifyFlags(const Napi::CallbackInfo& info);
  Napi::Value GetNotifyFlags(const Napi::CallbackInfo& info);
  Napi::Value SetNotifyInterface(const Napi::CallbackInfo& info);
  Napi::Value SetMinimumRetryDelay(const Napi::CallbackInfo& info);
  Napi::Value GetMinimumRetryDelay(const Napi::CallbackInfo& info);
  Napi::Value SetNoProgressTimeout(const Napi::CallbackInfo& info);
  Napi::Value GetNoProgressTimeout(const Napi::CallbackInfo& info);
  Napi::Value Snapshot(const Napi::CallbackInfo& info);

  template <typename Method>
  Napi::Value GetText(Napi::Env env, const char* operation, Method method);

  // Where the sink that is registered now sends its events.
  std::shared_ptr<com::EventChannel> channel_;
};

}  // namespace winprogress::bits
