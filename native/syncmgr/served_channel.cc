#include "syncmgr/served_channel.h"

#include <algorithm>

#include "com/proxy_security.h"
#include "syncmgr/callback_proxy.h"

namespace winprogress::com {

template <>
struct Reader<syncmgr::SyncMgrItem> {
  static syncmgr::SyncMgrItem Read(const Napi::Value& value) {
    syncmgr::SyncMgrItem item = {};
    item.size = sizeof(item);
    item.item_id = From<GUID>(value, "itemId");
    item.flags = From<DWORD>(value, "flags");
    item.state = From<bool>(value, "checked") ? 1 : 0;
    item.last_update = From<FILETIME>(value, "lastUpdate");
    const auto name = From<std::wstring>(value, "name");
    std::copy_n(name.begin(), std::min(name.size(), syncmgr::kItemNameLength - 1), item.name);
    return item;
  }
};

template <>
struct Reader<syncmgr::ItemsAnswer> {
  static syncmgr::ItemsAnswer Read(const Napi::Value& value) {
    if (!value.IsObject()) return {};
    return {From<HRESULT>(value, "hresult"), std::make_shared<const std::vector<syncmgr::SyncMgrItem>>(
                                                 From<std::vector<syncmgr::SyncMgrItem>>(value, "items"))};
  }
};

}  // namespace winprogress::com

namespace winprogress::syncmgr {

using com::LockGuard;

namespace {

constexpr std::uint32_t kMostInstances = 256;
constexpr std::size_t kMostEvents = 16'384;

com::ObjectWriter MakeServedEvent(Napi::Env env, const char* type, std::uint32_t instance) {
  return com::MakeEventObject(env, type).Set("instance", instance);
}

struct InitializeQuestion {
  std::uint32_t instance;
  DWORD flags;
  std::optional<com::Bytes> cookie;
  std::shared_ptr<com::Question<std::optional<bool>>> question;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeServedEvent(env, "initialize", instance)
        .Set("flags", flags)
        .Set("cookie", cookie)
        .Set("answer", com::MakeAnswerFunction(env, question))
        .object();
  }
};

struct EnumItemsQuestion {
  std::uint32_t instance;
  std::shared_ptr<com::Question<ItemsAnswer>> question;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeServedEvent(env, "enumItems", instance).Set("answer", com::MakeAnswerFunction(env, question)).object();
  }
};

struct Started {
  std::uint32_t instance;
  HandlerCall call;
  std::vector<GUID> item_ids;
  GUID id;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeServedEvent(env, kCallNames[static_cast<std::size_t>(call)], instance)
        .Set("itemIds", item_ids)
        .Set("id", id)
        .object();
  }
};

struct ItemStatus {
  std::uint32_t instance;
  GUID item_id;
  DWORD status;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeServedEvent(env, "setItemStatus", instance).Set("itemId", item_id).Set("status", status).object();
  }
};

struct Unused {
  Napi::Value ToValue(Napi::Env env, DWORD) const { return com::MakeEventObject(env, "unused").object(); }
};

}  // namespace

Napi::Value ServedChannel::CallbackSet::ToValue(Napi::Env env, DWORD) {
  com::ObjectWriter object = MakeServedEvent(env, "setProgressCallback", instance);
  const auto connection = channel.connection_.lock();
  if (callback == nullptr || connection == nullptr) {
    object.Set("callback", env.Null());
  } else {
    auto lane = channel.lanes_.find(instance);
    if (lane == channel.lanes_.end())
      lane = channel.lanes_.emplace(instance, connection->OpenLane(L"winprogress syncmgr callback")).first;
    object.Set("callback",
               Napi::Value(CallbackProxy::MakeFor(env, connection, lane->second, false, std::move(callback))));
  }
  return object.object();
}

Napi::Value ServedChannel::Released::ToValue(Napi::Env env, DWORD) {
  channel.lanes_.erase(instance);
  return MakeServedEvent(env, "released", instance).object();
}

HRESULT ServedChannel::status() noexcept {
  const LockGuard guard = Enter();
  return IsConnected() ? S_OK : RPC_E_DISCONNECTED;
}

void ServedChannel::Disconnect() noexcept {
  const LockGuard guard = Enter();
  disconnected_ = true;
}

HRESULT ServedChannel::AddInstance(std::uint32_t& instance) noexcept {
  const LockGuard guard = Enter();
  if (!IsConnected()) return RPC_E_DISCONNECTED;
  if (instances_ >= kMostInstances) return kTooMuch;
  ++instances_;
  instance = ++last_instance_;
  return S_OK;
}

void ServedChannel::RemoveInstance(std::uint32_t instance) {
  const LockGuard guard = Enter();
  --instances_;
  Add(events_, Released{*this, instance});
}

HRESULT ServedChannel::AddUnused() {
  const LockGuard guard = Enter();
  if (!IsConnected()) return RPC_E_DISCONNECTED;
  Add(events_, Unused{});
  return S_OK;
}

HRESULT ServedChannel::Admit() const noexcept {
  if (!IsConnected()) return RPC_E_DISCONNECTED;
  return events_.size() >= kMostEvents ? kTooMuch : S_OK;
}

template <typename Record>
HRESULT ServedChannel::AddEvent(Record record) {
  const LockGuard guard = Enter();
  const HRESULT result = Admit();
  if (SUCCEEDED(result)) Add(events_, std::move(record));
  return result;
}

HRESULT ServedChannel::AdmitQuestion() noexcept {
  const LockGuard guard = Enter();
  return Admit();
}

HRESULT ServedChannel::AskToInitialize(std::uint32_t instance, DWORD flags, std::optional<com::Bytes> cookie) {
  const HRESULT admitted = AdmitQuestion();
  if (FAILED(admitted)) return admitted;
  const std::optional<bool> is_handled = Ask(events_, std::optional<bool>(), [&](const auto& question) {
    return InitializeQuestion{instance, flags, std::move(cookie), question};
  });
  if (!is_handled.has_value()) return status() == S_OK ? S_FALSE : RPC_E_DISCONNECTED;
  return *is_handled ? S_OK : S_FALSE;
}

ItemsAnswer ServedChannel::AskForItems(std::uint32_t instance) {
  const HRESULT admitted = AdmitQuestion();
  if (FAILED(admitted)) return {admitted, nullptr};
  ItemsAnswer answer = Ask(events_, ItemsAnswer(), [&](const auto& question) {
    return EnumItemsQuestion{instance, question};
  });
  if (answer.items == nullptr && status() != S_OK) answer.result = RPC_E_DISCONNECTED;
  return answer;
}

HRESULT ServedChannel::AddStarted(std::uint32_t instance, HandlerCall call, std::vector<GUID> item_ids,
                                  const GUID& id) {
  return AddEvent(Started{instance, call, std::move(item_ids), id});
}

HRESULT ServedChannel::AddItemStatus(std::uint32_t instance, const GUID& item_id, DWORD status) {
  return AddEvent(ItemStatus{instance, item_id, status});
}

HRESULT ServedChannel::AddCallback(std::uint32_t instance, com::ComPtr<ISyncMgrSynchronizeCallback> callback) {
  std::shared_ptr<SharedCallback> shared;
  if (callback) {
    com::SecureProxy(callback, com::Impersonation::kIdentify);
    shared = std::make_shared<SharedCallback>(std::move(callback), thread_id());
  }
  return AddEvent(CallbackSet{*this, instance, std::move(shared)});
}

}  // namespace winprogress::syncmgr
