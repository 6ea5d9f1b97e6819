#pragma once

#include <windows.h>

#include <napi.h>

#include <atomic>
#include <memory>
#include <optional>

#include "com/channel.h"
#include "com/connection.h"
#include "com/lock.h"
#include "syncmgr/center_interfaces.h"

namespace winprogress::syncmgr {

// The way from one ISyncMgrSyncResult to the promise that it settles: called once, with the result, or with nothing
// when nobody will tell one.
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
  };

  void Tell(Napi::Env env, const Napi::FunctionReference& listener) override;

  com::Lock lock_;
  std::optional<Result> result_;
  bool is_told_ = false;
};

// Our ISyncMgrSyncResult, for what Sync Center was asked to start. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/syncmgr/nn-syncmgr-isyncmgrsyncresult
class SyncResult final : public ISyncResult {
 public:
  explicit SyncResult(std::shared_ptr<ResultChannel> channel) noexcept : channel_(std::move(channel)) {}
  SyncResult(const SyncResult&) = delete;
  SyncResult& operator=(const SyncResult&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  HRESULT STDMETHODCALLTYPE Result(CenterStatus status, UINT errors, UINT conflicts) noexcept override;

 private:
  virtual ~SyncResult() { channel_->End(); }

  const std::shared_ptr<ResultChannel> channel_;
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::syncmgr
