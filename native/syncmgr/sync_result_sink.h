#pragma once

#include <windows.h>

#include <napi.h>

#include <memory>
#include <vector>

#include "com/channel.h"
#include "com/object.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

// The channel from one ISyncMgrSyncResult to the promise that it settles: the listener is called once, with the result,
// or with null if none can arrive any more.
class ResultChannel final : public com::Channel {
 public:
  using Channel::Channel;

  // Any thread. Only the first result counts.
  void SetResult(CenterStatus status, UINT errors, UINT conflicts) noexcept;

 private:
  struct Result {
    CenterStatus status;
    UINT errors;
    UINT conflicts;
    Napi::Value ToValue(Napi::Env env, DWORD folded) const;
  };

  void CallListener(Napi::Env env, const Napi::FunctionReference& listener,
                    const std::vector<napi_value>& events) override;
  void OnEnd(Napi::Env env, const Napi::FunctionReference& listener) override;

  Latest<Result> result_;
  bool has_result_ = false;
  // JavaScript thread only.
  bool is_delivered_ = false;
};

// The addon's ISyncMgrSyncResult, for a synchronisation that Sync Center starts. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/syncmgr/nn-syncmgr-isyncmgrsyncresult
class SyncResultSink final : public com::AgileObject<ISyncMgrSyncResult> {
 public:
  explicit SyncResultSink(std::shared_ptr<ResultChannel> channel) noexcept : channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE Result(CenterStatus status, UINT errors, UINT conflicts) noexcept override {
    channel_->SetResult(status, errors, conflicts);
    return S_OK;
  }

 private:
  ~SyncResultSink() override { channel_->End(); }

  const std::shared_ptr<ResultChannel> channel_;
};

}  // namespace winprogress::syncmgr
