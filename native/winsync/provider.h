#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/com_ptr.h"
#include "com/connection.h"
#include "com/native_object.h"
#include "com/own_lane.h"
#include "winsync/interfaces.h"
#include "winsync/session_core.h"
#include "winsync/state_calls.h"

namespace winprogress::winsync {

// A provider with the session that it is opened for. Its methods run in its lane only.
class OpenProvider {
 public:
  OpenProvider(com::ComPtr<IKnowledgeSyncProvider> provider, std::shared_ptr<SessionCore> core,
               com::ComPtr<ISyncSessionState> state, ProviderRole role) noexcept
      : provider_(std::move(provider)), core_(std::move(core)), state_(std::move(state)), role_(role) {}
  OpenProvider(const OpenProvider&) = delete;
  OpenProvider& operator=(const OpenProvider&) = delete;

  void BeginSession();
  void EndSession();
  IdParameters GetIdParameters();
  // Ends the session if it runs, and lets everything go: what EndSession gave. Nothing is left to do the next time.
  HRESULT Close() noexcept;

 private:
  IKnowledgeSyncProvider& Open(const char* operation) const;

  com::ComPtr<IKnowledgeSyncProvider> provider_;
  std::shared_ptr<SessionCore> core_;
  com::ComPtr<ISyncSessionState> state_;
  const ProviderRole role_;
  bool begun_ = false;
};

struct ProviderOrigin {
  std::shared_ptr<com::Connection> connection;
  std::shared_ptr<com::OwnLane> lane;
  std::shared_ptr<OpenProvider> provider;
};

// ProviderVerbs of lib/winsync/verbs.ts. Each provider has a lane of its own: one that hangs delays no other.
class Provider final : public com::NativeObject<Provider, ProviderOrigin> {
 public:
  static constexpr char kName[] = "SyncProvider";
  static std::vector<Napi::ClassPropertyDescriptor<Provider>> Methods();

  // openProvider(clsid, role): activates the class in process, and gives a promise of the Provider.
  static Napi::Value Activate(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                              std::shared_ptr<SessionCore> core, StateReference state);

  // The end of its lane closes a provider that is collected without having been closed.
  explicit Provider(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value BeginSession(const Napi::CallbackInfo& info);
  Napi::Value EndSession(const Napi::CallbackInfo& info);
  Napi::Value GetIdParameters(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::winsync
