#pragma once

#include <napi.h>

#include <memory>
#include <utility>
#include <vector>

#include "com/com_ptr.h"
#include "com/remote_object.h"
#include "winsync/identifiers.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

// A provider with the session that it is opened for, in its lane.
class OpenProvider {
 public:
  OpenProvider(com::ComPtr<IKnowledgeSyncProvider> provider, std::shared_ptr<SessionCore> core,
               com::ComPtr<ISyncSessionState> state, ProviderRole role) noexcept
      : provider_(std::move(provider)), core_(std::move(core)), state_(std::move(state)), role_(role) {}
  OpenProvider(const OpenProvider&) = delete;
  OpenProvider& operator=(const OpenProvider&) = delete;
  ~OpenProvider() { Close(); }

  void BeginSession();
  void EndSession();
  IdParameters GetIdParameters();
  // Ends the session if it runs, and returns what EndSession returned. Doing so again does nothing.
  HRESULT Close() noexcept;

 private:
  const com::ComPtr<IKnowledgeSyncProvider> provider_;
  const std::shared_ptr<SessionCore> core_;
  const com::ComPtr<ISyncSessionState> state_;
  const ProviderRole role_;
  bool begun_ = false;
};

// ProviderVerbs of lib/winsync/verbs.ts. Each provider has a separate lane: one that hangs delays no other.
class Provider final : public com::RemoteObject<Provider, OpenProvider> {
 public:
  static constexpr char kName[] = "SyncProvider";
  static com::NativeProperties Methods();

  // openProvider(clsid, role): activates the class in process, and returns a promise of the Provider.
  static Napi::Value Activate(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                              std::shared_ptr<SessionCore> core, com::ComPtr<ISyncSessionState> state);

  explicit Provider(const Napi::CallbackInfo& info) : RemoteObject(info) {}

 private:
  Napi::Value BeginSession(const Napi::CallbackInfo& info);
  Napi::Value EndSession(const Napi::CallbackInfo& info);
  Napi::Value GetIdParameters(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::winsync
