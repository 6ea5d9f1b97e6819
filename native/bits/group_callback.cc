#include "bits/group_callback.h"

#include "com/hresult.h"
#include "com/proxy_security.h"
#include "com/sink_result.h"

namespace winprogress::bits {

using com::Connection;
using com::From;

namespace {

constexpr std::size_t kMostCalls = 16'384;
constexpr HRESULT kTooMuch = static_cast<HRESULT>(0x80070718);

// Creates an object for each activation.
class GroupCallbackFactory final : public com::Object<IClassFactory> {
 public:
  explicit GroupCallbackFactory(std::shared_ptr<GroupCallbackChannel> channel) noexcept
      : channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID interface_id, void** object) noexcept override {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    if (outer != nullptr) return CLASS_E_NOAGGREGATION;
    const HRESULT status = channel_->status();
    if (FAILED(status)) return status;
    return com::OrOutOfMemory(
        [&] { return com::MakeObject<GroupCallbackSink>(channel_)->QueryInterface(interface_id, object); });
  }
  // The class is served until JavaScript closes it, whatever its clients hold.
  HRESULT STDMETHODCALLTYPE LockServer(BOOL) noexcept override { return S_OK; }

 private:
  const std::shared_ptr<GroupCallbackChannel> channel_;
};

template <typename Interface>
com::ComPtr<Interface> Secured(Interface* proxy) {
  com::ComPtr<Interface> secured(proxy);
  com::SecureProxy(secured, com::Impersonation::kImpersonate);
  return secured;
}

}  // namespace

Napi::Value GroupStatusCall::ToValue(Napi::Env env, DWORD) const {
  return com::ObjectWriter(env)
      .Set("groupId", group_id)
      .Set("jobId", job_id)
      .Set("fileIndex", file_index)
      .Set("status", status)
      .Set("retries", retries)
      .Set("win32Result", win32_result)
      .Set("transportResult", transport_result)
      .object();
}

HRESULT GroupCallbackChannel::AddStatus(const GroupStatusCall& call) {
  const com::LockGuard guard = Enter();
  if (!is_open()) return RPC_E_DISCONNECTED;
  if (calls_.size() >= kMostCalls) return kTooMuch;
  Add(calls_, call);
  return S_OK;
}

HRESULT GroupCallbackChannel::status() noexcept {
  const com::LockGuard guard = Enter();
  return is_open() ? S_OK : RPC_E_DISCONNECTED;
}

HRESULT GroupCallbackSink::OnStatus(legacy::IBackgroundCopyGroup* group, legacy::IBackgroundCopyJob1* job,
                                    DWORD file_index, DWORD status, DWORD retries, DWORD win32_result,
                                    DWORD transport_result) noexcept {
  if (group == nullptr) return E_INVALIDARG;
  return com::OrOutOfMemory([&] {
    try {
      GroupStatusCall call = {{}, {}, file_index, status, retries, win32_result, transport_result};
      com::ThrowIfFailed(Secured(group)->get_GroupID(&call.group_id), "IBackgroundCopyGroup.get_GroupID");
      if (job != nullptr) {
        GUID job_id = {};
        com::ThrowIfFailed(Secured(job)->get_JobID(&job_id), "IBackgroundCopyJob1.get_JobID");
        call.job_id = job_id;
      }
      return channel_->AddStatus(call);
    } catch (const com::HResultFailure& failure) {
      return failure.hresult();
    }
  });
}

com::NativeProperties GroupCallbackServer::Methods() { return {InstanceMethod("close", &GroupCallbackServer::Close)}; }

Napi::Value GroupCallbackServer::Serve(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection) {
  const auto class_id = From<GUID>(info[0]);
  const auto channel = connection->OpenChannel<GroupCallbackChannel>(info[1]);
  // A lane of its own: a call of BITS that hangs does not delay it.
  const com::LaneHandle lane = connection->OpenLane(L"winprogress bits class");
  return Register(info.Env(), connection, lane, class_id, channel,
                  [channel] { return com::MakeObject<GroupCallbackFactory>(channel); });
}

Napi::Value GroupCallbackServer::Close(const Napi::CallbackInfo& info) {
  channel()->End();
  return Revoke(info.Env());
}

}  // namespace winprogress::bits
