#pragma once

#include <windows.h>

#include <optional>

#include "com/codec.h"
#include "com/com_ptr.h"
#include "com/remote_object.h"
#include "winsync/id_format.h"
#include "winsync/identifiers.h"

// The methods of ISyncSessionState as calls of plain data, in the lane of the states. They throw HResultFailure.
namespace winprogress::winsync {

// A method of ISyncSessionState that fills a buffer.
using BufferMethod = HRESULT (STDMETHODCALLTYPE ISyncSessionState::*)(BYTE* buffer, DWORD* size);

// BufferAnswer of lib/winsync/verbs.ts.
struct BufferAnswer {
  HRESULT result = S_OK;
  DWORD count = 0;
  std::optional<Bytes> bytes;
};

Napi::Value ToValue(Napi::Env env, const BufferAnswer& answer);

// `capacity`: std::nullopt is a null pointer.
BufferAnswer ReadBuffer(ISyncSessionState& state, const char* operation, BufferMethod method,
                        std::optional<DWORD> capacity);
void LoadInfo(ISyncSessionState& state, const std::optional<Bytes>& info);
void SetRange(ISyncSessionState& state, const std::optional<IdFormat>& format, const Bytes& lower_bound,
              const Bytes& upper_bound);
void SetProviderWithError(ISyncSessionState& state, bool self);
HRESULT GetSessionErrorStatus(ISyncSessionState& state);

// The native part of an object of SessionStateVerbs (lib/winsync/verbs.ts).
struct OwnedState {
  com::ComPtr<ISyncSessionState> state;
};

// The id format is known for sessions of the addon, and for others if the caller passes it.
struct StateOrigin : com::RemoteOrigin<OwnedState> {
  std::optional<IdFormat> item_id_format;
};

// SessionStateVerbs over an ISyncSessionState of the addon or of foreign code: both are called through their vtable.
// Origin is StateOrigin, or derives from it.
template <typename Derived, typename Origin = StateOrigin>
class StateObject : public com::RemoteObject<Derived, OwnedState, Origin> {
 public:
  using com::RemoteObject<Derived, OwnedState, Origin>::RemoteObject;

  static com::NativeProperties StateMethods() {
    return {
        Method("onProgress", &StateObject::OnProgress),
        Method("isCanceled", &StateObject::IsCanceled),
        Method("getInfoForChangeApplication", &StateObject::GetInfo),
        Method("loadInfoFromChangeApplication", &StateObject::LoadInfo),
        Method("getForgottenKnowledgeRecoveryRangeStart", &StateObject::GetRangeStart),
        Method("getForgottenKnowledgeRecoveryRangeEnd", &StateObject::GetRangeEnd),
        Method("setForgottenKnowledgeRecoveryRange", &StateObject::SetRange),
        Method("setProviderWithError", &StateObject::SetProviderWithError),
        Method("getSessionErrorStatus", &StateObject::GetSessionErrorStatus),
    };
  }

  Napi::Value OnProgress(const Napi::CallbackInfo& info) {
    return this->Invoke(
        info.Env(), "ISyncSessionState.OnProgress",
        [provider = com::From<ProviderRole>(info[0]), stage = com::From<ProgressStage>(info[1]),
         completed_work = com::From<DWORD>(info[2]), total_work = com::From<DWORD>(info[3])](OwnedState& owned) {
          return owned.state->OnProgress(provider, stage, completed_work, total_work);
        });
  }
  Napi::Value IsCanceled(const Napi::CallbackInfo& info) {
    constexpr const char* kOperation = "ISyncSessionState.IsCanceled";
    return this->Call(info.Env(), kOperation, [](OwnedState& owned) {
      BOOL is_canceled = FALSE;
      com::ThrowIfFailed(owned.state->IsCanceled(&is_canceled), kOperation);
      return is_canceled != FALSE;
    });
  }
  Napi::Value GetInfo(const Napi::CallbackInfo& info) {
    return Read(info, "ISyncSessionState.GetInfoForChangeApplication", &ISyncSessionState::GetInfoForChangeApplication);
  }
  Napi::Value LoadInfo(const Napi::CallbackInfo& info) {
    return this->Call(info.Env(), "ISyncSessionState.LoadInfoFromChangeApplication",
                      [bytes = com::From<std::optional<Bytes>>(info[0])](OwnedState& owned) {
                        winsync::LoadInfo(*owned.state, bytes);
                      });
  }
  Napi::Value GetRangeStart(const Napi::CallbackInfo& info) {
    return Read(info, "ISyncSessionState.GetForgottenKnowledgeRecoveryRangeStart",
                &ISyncSessionState::GetForgottenKnowledgeRecoveryRangeStart);
  }
  Napi::Value GetRangeEnd(const Napi::CallbackInfo& info) {
    return Read(info, "ISyncSessionState.GetForgottenKnowledgeRecoveryRangeEnd",
                &ISyncSessionState::GetForgottenKnowledgeRecoveryRangeEnd);
  }
  Napi::Value SetRange(const Napi::CallbackInfo& info) {
    return this->Call(info.Env(), "ISyncSessionState.SetForgottenKnowledgeRecoveryRange",
                      [format = this->origin().item_id_format, lower_bound = com::From<Bytes>(info[0]),
                       upper_bound = com::From<Bytes>(info[1])](OwnedState& owned) {
                        winsync::SetRange(*owned.state, format, lower_bound, upper_bound);
                      });
  }
  Napi::Value SetProviderWithError(const Napi::CallbackInfo& info) {
    return this->Call(
        info.Env(), "ISyncSessionState2.SetProviderWithError",
        [self = com::From<bool>(info[0])](OwnedState& owned) { winsync::SetProviderWithError(*owned.state, self); });
  }
  Napi::Value GetSessionErrorStatus(const Napi::CallbackInfo& info) {
    return this->Call(
        info.Env(), "ISyncSessionState2.GetSessionErrorStatus",
        [](OwnedState& owned) { return winsync::GetSessionErrorStatus(*owned.state); },
        [](com::Connection&, Napi::Env env, HRESULT status) { return com::ToHResultValue(env, status); });
  }

 private:
  static com::NativeProperty Method(const char* name, Napi::Value (StateObject::*method)(const Napi::CallbackInfo&)) {
    return {name, static_cast<com::NativeMethod>(method), false};
  }
  Napi::Value Read(const Napi::CallbackInfo& info, const char* operation, BufferMethod method) {
    return this->Call(info.Env(), operation,
                      [operation, method, capacity = com::From<std::optional<DWORD>>(info[0])](OwnedState& owned) {
                        return ReadBuffer(*owned.state, operation, method, capacity);
                      });
  }
};

}  // namespace winprogress::winsync
