#pragma once

#include <windows.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "com/channel.h"
#include "com/connection.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/item_enumerator.h"
#include "syncmgr/shared_callback.h"

namespace winprogress::syncmgr {

// The result of EnumSyncMgrItems: a failure has no items.
struct ItemsAnswer {
  HRESULT result = E_FAIL;
  ItemList items;
};

// The channel from the handlers of one served class to its ServedHandlerListener (lib/syncmgr/verbs.ts). Clients are
// other programs, so the numbers of handlers and events are limited, and requests above the limits are refused.
class ServedChannel final : public com::Channel {
 public:
  // The result for a client above a limit: HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_QUOTA).
  static constexpr HRESULT kTooMuch = static_cast<HRESULT>(0x80070718);

  ServedChannel(std::shared_ptr<com::Mailbox> mailbox, Napi::FunctionReference listener,
                std::weak_ptr<com::Connection> connection, DWORD answer_timeout) noexcept
      : Channel(std::move(mailbox), std::move(listener), com::QuestionBase::PatienceFor(answer_timeout)),
        connection_(std::move(connection)) {}

  // Any thread. S_OK, or RPC_E_DISCONNECTED after the listener was released.
  HRESULT status() noexcept;
  // Any thread: ends the delivery to the listener.
  void Disconnect() noexcept;

  // A new handler. The number identifies it among those of the class.
  HRESULT AddInstance(std::uint32_t& instance) noexcept;
  void RemoveInstance(std::uint32_t instance);
  // The last object of the process with clients was released, and COM starts another process for the next client.
  HRESULT AddUnused();

  // These methods wait for JavaScript.
  HRESULT AskToInitialize(std::uint32_t instance, DWORD flags, std::optional<com::Bytes> cookie);
  ItemsAnswer AskForItems(std::uint32_t instance);

  HRESULT AddStarted(std::uint32_t instance, HandlerCall call, std::vector<GUID> item_ids, const GUID& id);
  HRESULT AddItemStatus(std::uint32_t instance, const GUID& item_id, DWORD status);
  // Null removes it.
  HRESULT AddCallback(std::uint32_t instance, com::ComPtr<ISyncMgrSynchronizeCallback> callback);

 private:
  struct CallbackSet {
    ServedChannel& channel;
    std::uint32_t instance;
    std::shared_ptr<SharedCallback> callback;
    Napi::Value ToValue(Napi::Env env, DWORD folded);
  };
  struct Released {
    ServedChannel& channel;
    std::uint32_t instance;
    Napi::Value ToValue(Napi::Env env, DWORD folded);
  };

  void OnClose() noexcept override { Disconnect(); }
  // Under the lock. An event of a closed channel would be destroyed under it, with the callback that it may hold.
  bool IsConnected() const noexcept { return !disconnected_ && is_open(); }
  // Under the lock: whether a client may add an event.
  HRESULT Admit() const noexcept;
  // The same, without the lock.
  HRESULT AdmitQuestion() noexcept;
  template <typename Record>
  HRESULT AddEvent(Record record);

  const std::weak_ptr<com::Connection> connection_;
  // JavaScript thread only: the lane for all callbacks of an instance.
  std::unordered_map<std::uint32_t, com::LaneHandle> lanes_;
  // Under the lock of the channel. Its bound is that of Admit.
  Queue events_;
  std::uint32_t instances_ = 0;
  std::uint32_t last_instance_ = 0;
  bool disconnected_ = false;
};

}  // namespace winprogress::syncmgr
