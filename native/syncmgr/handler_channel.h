#pragma once

#include <windows.h>

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "com/channel.h"
#include "com/lane.h"
#include "com/lock.h"
#include "com/pace.h"
#include "com/question.h"
#include "syncmgr/interfaces.h"

namespace winprogress::syncmgr {

// HandlerCall of lib/syncmgr/verbs.ts, in the order of kCallNames.
enum class HandlerCall { kPrepareForSync, kSynchronize, kShowProperties, kShowError };
constexpr std::size_t kHandlerCalls = 4;

// What EnableModeless(TRUE) answers.
enum class UserInterface { kAllow, kRefuse, kAsk };

using AllowQuestion = com::Question<bool>;

struct GuidHash {
  std::size_t operator()(const GUID& id) const noexcept;
};

// What one handler's callback object, its JavaScript object and its listener (HandlerListener of lib/syncmgr/verbs.ts)
// share: which items there are and which of them are cancelled, which calls are under way, and what is still to be
// told. However much a handler reports, no more than the latest of each item waits, and so many messages.
class HandlerChannel final : public com::Channel {
 public:
  using Channel::Channel;

  // JavaScript thread, before the handler is called.
  void SetUserInterface(UserInterface user_interface) noexcept { user_interface_ = user_interface; }
  // The same: where the handler is called, and may ask.
  void SetLane(const std::shared_ptr<com::LaneCore>& lane) noexcept { lane_ = lane; }

  // Any thread.
  void AddItem(const GUID& item_id);
  // Nothing is cancelled any more: items are about to be prepared.
  void ForgetCancels() noexcept;
  void CancelItem(const GUID& item_id) noexcept;
  void CancelAll() noexcept;
  // Nothing is told any more, and every report is answered with S_SYNCMGR_CANCELALL.
  void Disconnect() noexcept;
  // A call may be completed from now on, or no longer: it has answered something other than S_OK.
  void Begin(HandlerCall call) noexcept;
  void TakeBack(HandlerCall call) noexcept;

  // What the callback object is told. `item` is valid.
  HRESULT AddProgress(const GUID& item_id, const ProgressItem& item);
  HRESULT AddLogError(DWORD level, std::wstring text, const LogErrorInfo* info);
  HRESULT AddDeleteLogError(const GUID& error_id);
  HRESULT AddEstablishConnection(std::optional<std::wstring> connection);
  HRESULT Complete(HandlerCall call, HRESULT result, std::optional<std::vector<GUID>> item_ids);
  HRESULT EnableModeless(bool enable);

 private:
  struct ItemState {
    bool is_canceled = false;
    bool is_new = false;
    std::uint64_t sequence = 0;
    DWORD folded = 0;
    UINT mask = 0;
    std::wstring status_text;
    DWORD status_type = 0;
    INT progress_value = 0;
    INT maximum_value = 0;
  };
  struct LogError {
    DWORD level;
    std::wstring text;
    std::optional<DWORD> error_flags;
    std::optional<GUID> error_id;
    std::optional<GUID> item_id;
  };
  struct DeleteLogError {
    GUID error_id;
  };
  struct EstablishConnection {
    std::optional<std::wstring> connection;
  };
  struct Completed {
    HandlerCall call;
    HRESULT result;
    std::optional<std::vector<GUID>> item_ids;
  };
  using Message = std::variant<LogError, DeleteLogError, EstablishConnection>;
  template <typename Content>
  struct Sequenced {
    std::uint64_t sequence;
    Content content;
  };
  struct Contents {
    std::vector<Sequenced<std::pair<GUID, ItemState>>> progress;
    std::deque<Sequenced<Message>> messages;
    DWORD dropped_messages = 0;
    std::vector<Sequenced<Completed>> endings;
    std::vector<Sequenced<std::shared_ptr<AllowQuestion>>> questions;
  };

  void Tell(Napi::Env env, const Napi::FunctionReference& listener) override;
  void OnClose() noexcept override;
  Contents TakeContents();
  HRESULT AddMessage(Message message);
  void WakeOnce() noexcept;
  static Napi::Object ToEvent(Napi::Env env, const GUID& item_id, const ItemState& item);
  static Napi::Object ToEvent(Napi::Env env, const Message& message, DWORD folded);
  static Napi::Object ToEvent(Napi::Env env, const Completed& ending);

  com::Lock lock_;
  std::unordered_map<GUID, ItemState, GuidHash> items_;
  // The items that have something new to tell.
  std::vector<GUID> changed_;
  Contents contents_;
  std::array<bool, kHandlerCalls> under_way_ = {};
  std::uint64_t sequence_ = 0;
  std::weak_ptr<com::LaneCore> lane_;
  UserInterface user_interface_ = UserInterface::kRefuse;
  bool is_dialog_open_ = false;
  bool all_canceled_ = false;
  com::Pace pace_;
  bool awake_ = false;
  bool disconnected_ = false;
  // Asked in JavaScript, and not answered there yet.
  std::vector<std::weak_ptr<AllowQuestion>> open_questions_;
};

}  // namespace winprogress::syncmgr
