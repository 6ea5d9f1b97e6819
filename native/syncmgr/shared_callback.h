#pragma once

#include <windows.h>

#include <utility>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

// The callback of a client, in the multi-threaded apartment, where every lane may call it. It is released by a thread
// of that apartment, and never by the JavaScript thread, which may be the last to drop it.
class SharedCallback {
 public:
  SharedCallback(com::ComPtr<ISyncMgrSynchronizeCallback> callback, DWORD javascript_thread_id) noexcept
      : callback_(std::move(callback)), javascript_thread_id_(javascript_thread_id) {}
  SharedCallback(const SharedCallback&) = delete;
  SharedCallback& operator=(const SharedCallback&) = delete;
  ~SharedCallback() {
    if (GetCurrentThreadId() != javascript_thread_id_) return;
    ISyncMgrSynchronizeCallback* released = callback_.Detach();
    // Without a thread of the pool (out of memory) it is not released.
    TrySubmitThreadpoolCallback(&SharedCallback::Release, released, nullptr);
  }

  ISyncMgrSynchronizeCallback& operator*() const noexcept { return *callback_; }

 private:
  static void CALLBACK Release(PTP_CALLBACK_INSTANCE, void* callback) noexcept {
    static_cast<ISyncMgrSynchronizeCallback*>(callback)->Release();
  }

  com::ComPtr<ISyncMgrSynchronizeCallback> callback_;
  const DWORD javascript_thread_id_;
};

}  // namespace winprogress::syncmgr
