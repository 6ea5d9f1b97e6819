#pragma once

#include <windows.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "com/channel.h"
#include "com/guid.h"
#include "com/lane.h"
#include "syncmgr/interfaces.h"

namespace winprogress::syncmgr {

// HandlerCall of lib/syncmgr/verbs.ts, in the order of kCallNames.
enum class HandlerCall { kPrepareForSync, kSynchronize, kShowProperties, kShowError };
constexpr std::size_t kHandlerCalls = 4;
inline constexpr const char* kCallNames[kHandlerCalls] = {"prepareForSync", "synchronize", "showProperties",
                                                          "showError"};

// What EnableModeless(TRUE) returns.
enum class UserInterface { kAllow, kRefuse, kAsk };

// What one handler's callback sink, its JavaScript object and its listener (HandlerListener of lib/syncmgr/verbs.ts)
// share: the items and which of them are cancelled, the pending calls, and the queued events
// for the listener.
class HandlerChannel final : public com::Channel {
 public:
  HandlerChannel(std::shared_ptr<com::Mailbox> mailbox, Napi::FunctionReference listener, UserInterface user_interface,
                 DWORD answer_timeout) noexcept
      : Channel(std::move(mailbox), std::move(listener), com::QuestionBase::PatienceFor(answer_timeout)),
        user_interface_(user_interface) {}

  // In the lane of the handler, before it has the sink: it may ask from that lane.
  void SetLane(const std::shared_ptr<com::Lane>& lane) noexcept { lane_ = lane; }

  // Any thread.
  void AddItem(const GUID& item_id);
  // Resets the cancellations: items are about to be prepared.
  void ForgetCancels() noexcept;
  void CancelItem(const GUID& item_id) noexcept;
  void CancelAll() noexcept;
  // Stops reporting; every report returns S_SYNCMGR_CANCELALL.
  void Disconnect() noexcept;
  // A call can be completed from now on, or no longer if it has not returned S_OK.
  void Begin(HandlerCall call) noexcept;
  void Revoke(HandlerCall call) noexcept;
  bool HasPendingCall() noexcept;
  // The process of the handler has ended: pending calls never complete.
  void AddDisconnected(HRESULT result);

  // For the methods of the sink. `item` is valid.
  HRESULT AddProgress(const GUID& item_id, const SyncMgrProgressItem& item);
  HRESULT AddLogError(DWORD level, std::wstring text, const SyncMgrLogErrorInfo* info);
  HRESULT AddDeleteLogError(const GUID& error_id);
  HRESULT AddEstablishConnection(std::optional<std::wstring> connection);
  HRESULT Complete(HandlerCall call, HRESULT result, std::optional<std::vector<GUID>> item_ids);
  HRESULT EnableModeless(bool enable);

 private:
  struct Progress {
    GUID item_id;
    UINT mask;
    std::wstring status_text;
    DWORD status_type;
    INT progress_value;
    INT maximum_value;
    Napi::Value ToValue(Napi::Env env, DWORD folded) const;
  };
  struct Item {
    bool is_canceled = false;
    Latest<Progress> progress;
  };

  void OnClose() noexcept override { Disconnect(); }
  template <typename Record>
  HRESULT AddMessage(Record record);

  const UserInterface user_interface_;
  std::weak_ptr<com::Lane> lane_;
  // Under the lock of the channel.
  std::unordered_map<GUID, Item, com::GuidHash> items_;
  Queue messages_{4096};
  // Each of the four calls is completed once.
  Queue endings_;
  // A thread of the handler waits for each.
  Queue questions_;
  std::array<bool, kHandlerCalls> under_way_ = {};
  bool is_dialog_open_ = false;
  bool all_canceled_ = false;
  bool disconnected_ = false;
};

}  // namespace winprogress::syncmgr
