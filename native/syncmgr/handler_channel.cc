#include "syncmgr/handler_channel.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "com/event_list.h"
#include "syncmgr/guids.h"

namespace winprogress::syncmgr {

using com::EventList;
using com::LockGuard;

namespace {

constexpr std::size_t kMostMessages = 4096;

constexpr const char* kCallNames[kHandlerCalls] = {"prepareForSync", "synchronize", "showProperties", "showError"};

Napi::Value ToValue(Napi::Env env, const GUID& id) { return FromGuid(env, id); }

Napi::Value ToValue(Napi::Env env, DWORD number) { return Napi::Number::New(env, number); }

Napi::Value ToValue(Napi::Env env, const std::wstring& text) { return com::FromWide(env, text); }

template <typename Value>
Napi::Value OrNull(Napi::Env env, const std::optional<Value>& value) {
  return value.has_value() ? ToValue(env, *value) : env.Null();
}

std::size_t IndexOf(HandlerCall call) noexcept { return static_cast<std::size_t>(call); }

}  // namespace

std::size_t GuidHash::operator()(const GUID& id) const noexcept {
  std::size_t parts[sizeof(GUID) / sizeof(std::size_t)] = {};
  std::memcpy(parts, &id, sizeof(id));
  std::size_t hash = 0;
  for (const std::size_t part : parts)
    hash = hash * 31 + part;
  return hash;
}

void HandlerChannel::AddItem(const GUID& item_id) {
  const LockGuard guard(lock_);
  items_.try_emplace(item_id);
}

void HandlerChannel::ForgetCancels() noexcept {
  const LockGuard guard(lock_);
  all_canceled_ = false;
  for (auto& [id, item] : items_)
    item.is_canceled = false;
}

void HandlerChannel::CancelItem(const GUID& item_id) noexcept {
  const LockGuard guard(lock_);
  const auto found = items_.find(item_id);
  if (found != items_.end()) found->second.is_canceled = true;
}

void HandlerChannel::CancelAll() noexcept {
  const LockGuard guard(lock_);
  all_canceled_ = true;
}

void HandlerChannel::Disconnect() noexcept {
  const LockGuard guard(lock_);
  disconnected_ = true;
}

void HandlerChannel::Begin(HandlerCall call) noexcept {
  const LockGuard guard(lock_);
  under_way_[IndexOf(call)] = true;
}

void HandlerChannel::TakeBack(HandlerCall call) noexcept {
  const LockGuard guard(lock_);
  under_way_[IndexOf(call)] = false;
}

// Fields that are not flagged are not even read.
HRESULT HandlerChannel::AddProgress(const GUID& item_id, const ProgressItem& item) {
  const LockGuard guard(lock_);
  if (disconnected_) return kCancelAll;
  const auto found = items_.find(item_id);
  if (found == items_.end()) return E_INVALIDARG;
  ItemState& state = found->second;
  if (!state.is_new) {
    changed_.push_back(item_id);
    state.is_new = true;
    state.mask = 0;
    state.folded = 0;
  } else {
    ++state.folded;
  }
  state.sequence = ++sequence_;
  if ((item.mask & kStatusText) != 0) state.status_text = item.status_text == nullptr ? L"" : item.status_text;
  if ((item.mask & kStatusType) != 0) state.status_type = item.status_type;
  if ((item.mask & kProgressValue) != 0) state.progress_value = item.progress_value;
  if ((item.mask & kMaximumValue) != 0) state.maximum_value = item.maximum_value;
  state.mask |= item.mask & (kStatusText | kStatusType | kProgressValue | kMaximumValue);
  WakeOnce();
  if (all_canceled_) return kCancelAll;
  return state.is_canceled ? kCancelItem : S_OK;
}

HRESULT HandlerChannel::AddLogError(DWORD level, std::wstring text, const LogErrorInfo* info) {
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

HRESULT HandlerChannel::AddMessage(Message message) {
  const LockGuard guard(lock_);
  if (disconnected_) return S_OK;
  contents_.messages.push_back({++sequence_, std::move(message)});
  if (contents_.messages.size() > kMostMessages) {
    contents_.messages.pop_front();
    ++contents_.dropped_messages;
  }
  WakeOnce();
  return S_OK;
}

HRESULT HandlerChannel::Complete(HandlerCall call, HRESULT result, std::optional<std::vector<GUID>> item_ids) {
  const LockGuard guard(lock_);
  if (disconnected_ || !std::exchange(under_way_[IndexOf(call)], false)) return E_UNEXPECTED;
  contents_.endings.push_back({++sequence_, Completed{call, result, std::move(item_ids)}});
  WakeOnce();
  return S_OK;
}

HRESULT HandlerChannel::EnableModeless(bool enable) {
  std::shared_ptr<AllowQuestion> question;
  {
    const LockGuard guard(lock_);
    if (!enable) {
      is_dialog_open_ = false;
      return S_OK;
    }
    if (is_dialog_open_ || disconnected_ || user_interface_ == UserInterface::kRefuse) return S_FALSE;
    if (user_interface_ == UserInterface::kAllow) {
      is_dialog_open_ = true;
      return S_OK;
    }
    // The JavaScript thread cannot wait for itself.
    if (IsJavaScriptThread()) return S_FALSE;
    question = std::make_shared<AllowQuestion>(false);
    contents_.questions.push_back({++sequence_, question});
    WakeOnce();
  }
  const std::shared_ptr<com::LaneCore> lane = lane_.lock();
  const bool is_allowed = question->Wait(lane.get());
  const LockGuard guard(lock_);
  if (!is_allowed || is_dialog_open_) return S_FALSE;
  is_dialog_open_ = true;
  return S_OK;
}

// Called under the lock.
void HandlerChannel::WakeOnce() noexcept {
  if (std::exchange(awake_, true)) return;
  Wake();
}

// Called under the lock.
HandlerChannel::Contents HandlerChannel::TakeContents() {
  awake_ = pace_.IsFlood(sequence_);
  if (awake_) WakeLater();
  Contents contents = std::exchange(contents_, {});
  for (const GUID& id : std::exchange(changed_, {})) {
    ItemState& item = items_[id];
    item.is_new = false;
    contents.progress.push_back({item.sequence, {id, item}});
  }
  open_questions_.erase(std::remove_if(open_questions_.begin(), open_questions_.end(),
                                       [](const auto& question) { return question.expired(); }),
                        open_questions_.end());
  for (const auto& [sequence, question] : contents.questions)
    open_questions_.push_back(question);
  return contents;
}

void HandlerChannel::Tell(Napi::Env env, const Napi::FunctionReference& listener) {
  if (!Enter(lock_)) return;
  Contents contents;
  {
    const LockGuard guard(lock_, std::adopt_lock);
    contents = TakeContents();
  }
  com::EventList events;
  for (const auto& [sequence, progress] : contents.progress)
    events.Add(sequence, ToEvent(env, progress.first, progress.second));
  for (const auto& [sequence, message] : contents.messages)
    events.Add(sequence, ToEvent(env, message, std::exchange(contents.dropped_messages, 0)));
  for (const auto& [sequence, ending] : contents.endings)
    events.Add(sequence, ToEvent(env, ending));
  for (const auto& [sequence, question] : contents.questions) {
    Napi::Object object = EventList::MakeEvent(env, "enableModeless");
    object.Set("answer", com::MakeAnswerFunction(env, question, [](const Napi::Value& allowed) {
                 return allowed.As<Napi::Boolean>().Value();
               }));
    events.Add(sequence, object);
  }
  events.Tell(env, listener);
}

void HandlerChannel::OnClose() noexcept {
  Contents contents;
  std::vector<std::weak_ptr<AllowQuestion>> open_questions;
  {
    const LockGuard guard(lock_);
    disconnected_ = true;
    std::swap(contents, contents_);
    std::swap(open_questions, open_questions_);
  }
  for (const auto& [sequence, question] : contents.questions)
    question->GiveUp();
  for (const auto& open : open_questions)
    if (const auto question = open.lock()) question->GiveUp();
}

Napi::Object HandlerChannel::ToEvent(Napi::Env env, const GUID& item_id, const ItemState& item) {
  Napi::Object object = EventList::MakeEvent(env, "progress");
  object.Set("itemId", ToValue(env, item_id));
  object.Set("mask", Napi::Number::New(env, item.mask));
  object.Set("statusText", (item.mask & kStatusText) != 0 ? ToValue(env, item.status_text) : env.Null());
  object.Set("statusType", Napi::Number::New(env, item.status_type));
  object.Set("progressValue", Napi::Number::New(env, item.progress_value));
  object.Set("maximumValue", Napi::Number::New(env, item.maximum_value));
  object.Set("folded", Napi::Number::New(env, item.folded));
  return object;
}

Napi::Object HandlerChannel::ToEvent(Napi::Env env, const Message& message, DWORD folded) {
  if (const auto* entry = std::get_if<LogError>(&message)) {
    Napi::Object object = EventList::MakeEvent(env, "logError");
    object.Set("level", Napi::Number::New(env, entry->level));
    object.Set("text", ToValue(env, entry->text));
    object.Set("errorFlags", OrNull(env, entry->error_flags));
    object.Set("errorId", OrNull(env, entry->error_id));
    object.Set("itemId", OrNull(env, entry->item_id));
    object.Set("folded", Napi::Number::New(env, folded));
    return object;
  }
  if (const auto* deletion = std::get_if<DeleteLogError>(&message)) {
    Napi::Object object = EventList::MakeEvent(env, "deleteLogError");
    object.Set("errorId", ToValue(env, deletion->error_id));
    return object;
  }
  Napi::Object object = EventList::MakeEvent(env, "establishConnection");
  object.Set("connection", OrNull(env, std::get<EstablishConnection>(message).connection));
  return object;
}

Napi::Object HandlerChannel::ToEvent(Napi::Env env, const Completed& ending) {
  Napi::Object object = EventList::MakeEvent(env, "completed");
  object.Set("call", Napi::String::New(env, kCallNames[IndexOf(ending.call)]));
  object.Set("hresult", Napi::Number::New(env, static_cast<DWORD>(ending.result)));
  object.Set("itemIds", ending.item_ids.has_value() ? FromGuids(env, *ending.item_ids) : env.Null());
  return object;
}

}  // namespace winprogress::syncmgr
