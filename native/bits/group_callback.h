#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "bits/identifiers.h"
#include "com/channel.h"
#include "com/codec.h"
#include "com/object.h"
#include "com/served_class.h"

namespace winprogress::bits {

// A call of IBackgroundCopyCallback1::OnStatus: GroupStatusCallRecord of lib/bits/verbs.ts.
struct GroupStatusCall {
  GUID group_id = {};
  std::optional<GUID> job_id;
  DWORD file_index = 0;
  DWORD status = 0;
  DWORD retries = 0;
  DWORD win32_result = 0;
  DWORD transport_result = 0;

  Napi::Value ToValue(Napi::Env env, DWORD) const;
};

// The channel from the objects of a served class to their GroupCallbackListener. The queue manager repeats a call that
// fails, so that a call above the limit is not lost.
class GroupCallbackChannel final : public com::Channel {
 public:
  using Channel::Channel;

  // Any thread. RPC_E_DISCONNECTED after the listener was released, HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_QUOTA) above
  // the limit.
  HRESULT AddStatus(const GroupStatusCall& call);
  HRESULT status() noexcept;

 private:
  Queue calls_;
};

// The addon's IBackgroundCopyCallback1. The queue manager calls it in any thread; each call returns at once.
// https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopycallback1
class GroupCallbackSink final : public com::Object<legacy::IBackgroundCopyCallback1> {
 public:
  explicit GroupCallbackSink(std::shared_ptr<GroupCallbackChannel> channel) noexcept : channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE OnStatus(legacy::IBackgroundCopyGroup* group, legacy::IBackgroundCopyJob1* job,
                                     DWORD file_index, DWORD status, DWORD retries, DWORD win32_result,
                                     DWORD transport_result) noexcept override;
  // The queue manager never calls these, as documented.
  HRESULT STDMETHODCALLTYPE OnProgress(DWORD, legacy::IBackgroundCopyGroup*, legacy::IBackgroundCopyJob1*, DWORD,
                                       DWORD) noexcept override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE OnProgressEx(DWORD, legacy::IBackgroundCopyGroup*, legacy::IBackgroundCopyJob1*, DWORD,
                                         DWORD, DWORD, BYTE*) noexcept override {
    return E_NOTIMPL;
  }

 private:
  const std::shared_ptr<GroupCallbackChannel> channel_;
};

// GroupCallbackServerVerbs of lib/bits/verbs.ts.
class GroupCallbackServer final : public com::ServedClass<GroupCallbackServer, GroupCallbackChannel> {
 public:
  static constexpr char kName[] = "BackgroundCopyCallback1Server";
  static com::NativeProperties Methods();

  // serveGroupCallback(clsid, listener): returns a promise of the GroupCallbackServer.
  static Napi::Value Serve(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection);

  explicit GroupCallbackServer(const Napi::CallbackInfo& info) : ServedClass(info) {}

 private:
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
