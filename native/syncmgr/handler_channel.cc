#include "syncmgr/handler_channel.h"

#include <algorithm>

namespace winprogress::syncmgr {

using com::LockGuard;
using com::MakeEventObject;

namespace {

std::size_t IndexOf(HandlerCall call) noexcept { return static_cast<std::size_t>(call); }

struct LogError {
  DWORD level;
  std::wstring text;
  std::optional<DWORD> error_flags;
  std::optional<GUID> error_id;
  std::optional<GUID> item_id;

  Napi::Value ToValue(Napi::Env env, DWORD folded) const {
    return MakeEventObject(env, "logError", folded)
        .Set("level", level)
        .Set("text", text)
        .Set("errorFlags", error_flags)
        .Set("errorId", error_id)
        .Set("itemId", item_id)
        .object();
  }
};

struct DeleteLogError {
  GUID error_id;

  Napi::Value ToValue(Napi::Env env, DWORD folded) const {
    return MakeEventObject(env, "deleteLogError", folded).Set("errorId", error_id).object();
  }
};

struct EstablishConnection {
  std::optional<std::wstring> connection;

  Napi::Value ToValue(Napi::Env env, DWORD folded) const {
    return MakeEventObject(env, "establishConnection", folded).Set("connection", connection).object();
  }
};

struct Completed {
  HandlerCall call;
  HRESULT result;
  std::optional<std::vector<GUID>> item_ids;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeEventObject(env, "completed")
        .Set("call", kCallNames[IndexOf(call)])
        .SetHResult("hresult", result)
        .Set("itemIds", item_ids)
        .object();
  }
};

struct Disconnected {
  HRESULT result;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeEventObject(env, "disconnected").SetHResult("hresult", result).object();
  }
};

struct AllowQuestion {
  std::shared_ptr<com::Question<bool>> question;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeEventObject(env, "enableModeless").Set("answer", com::MakeAnswerFunction(env, question)).object();
  }
};

}  // namespace

Napi::Value HandlerChannel::Progress::ToValue(Napi::Env env, DWORD folded) const {
  com::ObjectWriter object = MakeEventObject(env, "progress", folded);
  object.Set("itemId", item_id).Set("mask", mask);
  object.Set("statusText", (mask & kStatusText) != 0 ? std::optional(status_text) : std::nullopt);
  object.Set("statusType", status_type).Set("progressValue", progress_value).Set("maximumValue", maximum_value);
  return object.object();
}

void HandlerChannel::AddItem(const GUID& item_id) {
  const LockGuard guard = Enter();
  items_.try_emplace(item_id);
}

void HandlerChannel::ForgetCancels() noexcept {
  const LockGuard guard = Enter();
  all_canceled_ = false;
  for (auto& [id, item] : items_)
    item.is_canceled = false;
}

void HandlerChannel::CancelItem(const GUID& item_id) noexcept {
  const LockGuard guard = Enter();
  const auto found = items_.find(item_id);
  if (found != items_.end()) found->second.is_canceled = true;
}

void HandlerChannel::CancelAll() noexcept {
  const LockGuard guard = Enter();
  all_canceled_ = true;
}

void HandlerChannel::Disconnect() noexcept {
  const LockGuard guard = Enter();
  disconnected_ = true;
}

void HandlerChannel::Begin(HandlerCall call) noexcept {
  const LockGuard guard = Enter();
  under_way_[IndexOf(call)] = true;
}

void HandlerChannel::Revoke(HandlerCall call) noexcept {
  const LockGuard guard = Enter();
  under_way_[IndexOf(call)] = false;
}

bool HandlerChannel::HasPendingCall() noexcept {
  const LockGuard guard = Enter();
  return !disconnected_ && std::find(under_way_.begin(), under_way_.end(), true) != under_way_.end();
}

void HandlerChannel::AddDisconnected(HRESULT result) {
  const LockGuard guard = Enter();
  if (disconnected_ || std::find(under_way_.begin(), under_way_.end(), true) == under_way_.end()) return;
  under_way_ = {};
  Add(endings_, Disconnected{result});
}

// Unflagged fields are not read.
HRESULT HandlerChannel::AddProgress(const GUID& item_id, const SyncMgrProgressItem& item) {
  const LockGuard guard = Enter();
  if (disconnected_) return kCancelAll;
  const auto found = items_.find(item_id);
  if (found == items_.end()) return E_INVALIDARG;
  Progress& progress = found->second.progress.record();
  if (!found->second.progress.waits()) {
    progress.item_id = item_id;
    progress.mask = 0;
  }
  if ((item.mask & kStatusText) != 0) progress.status_text = item.status_text == nullptr ? L"" : item.status_text;
  if ((item.mask & kStatusType) != 0) progress.status_type = item.status_type;
  if ((item.mask & kProgressValue) != 0) progress.progress_value = item.progress_value;
  if ((item.mask & kMaximumValue) != 0) progress.maximum_value = item.maximum_value;
  progress.mask |= item.mask & (kStatusText | kStatusType | kProgressValue | kMaximumValue);
  Renew(found->second.progress);
  if (all_canceled_) return kCancelAll;
  return found->second.is_canceled ? kCancelItem : S_OK;
}

HRESULT HandlerChannel::AddLogError(DWORD level, std::wstring text, const SyncMgrLogErrorInfo* info) {
  LogError entry = {level, std::move(text), std::nullopt, std::nullopt, std::nullopt};
  if (info != nullptr) {
    if ((info->mask & kErrorFlags) != 0) entry.error_flags = info->error_flags;
    if ((info->mask & kErrorId) != 0) entry.error_id = info->error_id;
    if ((info->mask & kItemId) != 0) entry.item_id = info->item_id;
  }
  return AddMessage(std::move(entry));
}

HRESULT HandlerChannel::AddDeleteLogError(const GUID& error_id) { return AddMessage(DeleteLogError{error_id}); }

HRESULT HandlerChannel::AddEstablishConnection(std::optional<std::wstring> connection) {
  return AddMessage(EstablishConnection{std::move(connection)});
}

template <typename Record>
HRESULT HandlerChannel::AddMessage(Record record) {
  const LockGuard guard = Enter();
  if (!disconnected_) Add(messages_, std::move(record));
  return S_OK;
}

HRESULT HandlerChannel::Complete(HandlerCall call, HRESULT result, std::optional<std::vector<GUID>> item_ids) {
  const LockGuard guard = Enter();
  if (disconnected_ || !std::exchange(under_way_[IndexOf(call)], false)) return E_UNEXPECTED;
  Add(endings_, Completed{call, result, std::move(item_ids)});
  return S_OK;
}

HRESULT HandlerChannel::EnableModeless(bool enable) {
  {
    const LockGuard guard = Enter();
    if (!enable) {
      is_dialog_open_ = false;
      return S_OK;
    }
    if (is_dialog_open_ || disconnected_ || user_interface_ == UserInterface::kRefuse) return S_FALSE;
    if (user_interface_ == UserInterface::kAllow) {
      is_dialog_open_ = true;
      return S_OK;
    }
  }
  const std::shared_ptr<com::Lane> lane = lane_.lock();
  const bool is_allowed = Ask(
      questions_, false, [](const auto& question) { return AllowQuestion{question}; }, lane.get());
  const LockGuard guard = Enter();
  if (!is_allowed || is_dialog_open_) return S_FALSE;
  is_dialog_open_ = true;
  return S_OK;
}

}  // namespace winprogress::syncmgr
