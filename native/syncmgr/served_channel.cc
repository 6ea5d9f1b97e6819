#include "syncmgr/served_channel.h"

#include <algorithm>
#include <utility>

#include "com/text.h"
#include "syncmgr/guids.h"
#include "syncmgr/item_reader.h"

namespace winprogress::syncmgr {

using com::LockGuard;

namespace {

constexpr const char* kCallNames[kHandlerCalls] = {"prepareForSync", "synchronize", "showProperties", "showError"};

FILETIME ToFileTime(const Napi::Value& value) {
  bool lossless = false;
  const std::uint64_t time = value.As<Napi::BigInt>().Uint64Value(&lossless);
  return {static_cast<DWORD>(time), static_cast<DWORD>(time >> 32)};
}

Item ToItem(const Napi::Value& value) {
  const auto object = value.As<Napi::Object>();
  Item item = {};
  item.size = sizeof(item);
  item.item_id = ToGuid(object.Get("itemId"));
  item.flags = object.Get("flags").As<Napi::Number>().Uint32Value();
  item.state = object.Get("checked").As<Napi::Boolean>().Value() ? 1 : 0;
  item.last_update = ToFileTime(object.Get("lastUpdate"));
  const std::wstring name = com::ToWide(object.Get("name"));
  std::copy_n(name.begin(), std::min(name.size(), kItemNameLength - 1), item.name);
  return item;
}

ItemsAnswer ToAnswer(const Napi::Value& value) {
  if (!value.IsObject()) return {};
  const auto object = value.As<Napi::Object>();
  const auto array = object.Get("items").As<Napi::Array>();
  std::vector<Item> items;
  items.reserve(array.Length());
  for (std::uint32_t index = 0; index < array.Length(); ++index)
    items.push_back(ToItem(array.Get(index)));
  return {static_cast<HRESULT>(object.Get("hresult").As<Napi::Number>().Uint32Value()),
          std::make_shared<const std::vector<Item>>(std::move(items))};
}

}  // namespace

bool ServedChannel::is_open() noexcept {
  const LockGuard guard(lock_);
  return !closed_;
}

void ServedChannel::Disconnect() noexcept {
  std::vector<Event> dropped;
  std::vector<std::weak_ptr<com::QuestionBase>> open_questions;
  {
    const LockGuard guard(lock_);
    closed_ = true;
    std::swap(dropped, events_);
    std::swap(open_questions, open_questions_);
  }
  for (const auto& open : open_questions)
    if (const auto question = open.lock()) question->GiveUp();
}

bool ServedChannel::Add(std::uint32_t instance, Content content) {
  const LockGuard guard(lock_);
  if (closed_) return false;
  events_.push_back({instance, std::move(content)});
  if (!std::exchange(awake_, true)) Wake();
  return true;
}

bool ServedChannel::AddQuestion(std::uint32_t instance, Content content, std::shared_ptr<com::QuestionBase> question) {
  // The JavaScript thread cannot wait for itself.
  if (IsJavaScriptThread() || !Add(instance, std::move(content))) return false;
  bool is_closed = false;
  {
    const LockGuard guard(lock_);
    open_questions_.erase(
        std::remove_if(open_questions_.begin(), open_questions_.end(), [](const auto& open) { return open.expired(); }),
        open_questions_.end());
    is_closed = closed_;
    if (!is_closed) open_questions_.push_back(question);
  }
  if (is_closed) question->GiveUp();
  return true;
}

HRESULT ServedChannel::AskToInitialize(std::uint32_t instance, DWORD flags,
                                       std::optional<std::vector<std::uint8_t>> cookie) {
  const auto question = std::make_shared<InitializeQuestion>(false);
  if (!AddQuestion(instance, Initialize{flags, std::move(cookie), question}, question)) return RPC_E_DISCONNECTED;
  const bool is_handled = question->Wait();
  if (!is_open()) return RPC_E_DISCONNECTED;
  return is_handled ? S_OK : S_FALSE;
}

ItemsAnswer ServedChannel::AskForItems(std::uint32_t instance) {
  const auto question = std::make_shared<ItemsQuestion>(ItemsAnswer{});
  if (!AddQuestion(instance, EnumItems{question}, question)) return {RPC_E_DISCONNECTED, nullptr};
  ItemsAnswer answer = question->Wait();
  if (answer.items == nullptr && !is_open()) answer.result = RPC_E_DISCONNECTED;
  return answer;
}

void ServedChannel::AddStarted(std::uint32_t instance, HandlerCall call, std::vector<GUID> item_ids, const GUID& id) {
  Add(instance, Started{call, std::move(item_ids), id});
}

void ServedChannel::AddItemStatus(std::uint32_t instance, const GUID& item_id, DWORD status) {
  Add(instance, ItemStatus{item_id, status});
}

void ServedChannel::AddCallback(std::uint32_t instance, std::shared_ptr<KeptCallback> callback) {
  Add(instance, Callback{std::move(callback)});
}

void ServedChannel::AddReleased(std::uint32_t instance) { Add(instance, Released{}); }

Napi::Object ServedChannel::ToObject(Napi::Env env, Event& event) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("instance", Napi::Number::New(env, event.instance));
  const auto set_type = [&](const char* type) { object.Set("type", Napi::String::New(env, type)); };
  if (auto* initialize = std::get_if<Initialize>(&event.content)) {
    set_type("initialize");
    object.Set("flags", Napi::Number::New(env, initialize->flags));
    object.Set("cookie", ToValue(env, initialize->cookie));
    object.Set("answer", com::MakeAnswerFunction(env, initialize->question, [](const Napi::Value& handled) {
                 return handled.As<Napi::Boolean>().Value();
               }));
  } else if (auto* enumeration = std::get_if<EnumItems>(&event.content)) {
    set_type("enumItems");
    object.Set("answer", com::MakeAnswerFunction(env, enumeration->question, ToAnswer));
  } else if (auto* started = std::get_if<Started>(&event.content)) {
    set_type(kCallNames[static_cast<std::size_t>(started->call)]);
    object.Set("itemIds", FromGuids(env, started->item_ids));
    object.Set("id", FromGuid(env, started->id));
  } else if (auto* status = std::get_if<ItemStatus>(&event.content)) {
    set_type("setItemStatus");
    object.Set("itemId", FromGuid(env, status->item_id));
    object.Set("status", Napi::Number::New(env, status->status));
  } else if (auto* callback = std::get_if<Callback>(&event.content)) {
    set_type("setProgressCallback");
    const auto connection = connection_.lock();
    const bool is_given = callback->kept != nullptr && connection != nullptr;
    object.Set("callback",
               is_given ? Napi::Value(CallbackProxy::MakeIn(env, connection, std::move(callback->kept))) : env.Null());
  } else {
    set_type("released");
  }
  return object;
}

void ServedChannel::Tell(Napi::Env env, const Napi::FunctionReference& listener) {
  std::vector<Event> events;
  {
    const LockGuard guard(lock_);
    awake_ = false;
    std::swap(events, events_);
  }
  if (events.empty()) return;
  Napi::Array list = Napi::Array::New(env, events.size());
  for (std::size_t index = 0; index < events.size(); ++index)
    list.Set(static_cast<std::uint32_t>(index), ToObject(env, events[index]));
  listener.Call({list});
}

}  // namespace winprogress::syncmgr
