#pragma once

#include <windows.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "com/channel.h"
#include "com/connection.h"
#include "com/lock.h"
#include "com/question.h"
#include "syncmgr/callback_proxy.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/item_enumerator.h"

namespace winprogress::syncmgr {

// What EnumSyncMgrItems answers: a failure has no items.
struct ItemsAnswer {
  HRESULT result = E_FAIL;
  ItemList items;
};

using InitializeQuestion = com::Question<bool>;
using ItemsQuestion = com::Question<ItemsAnswer>;

// The way from the handlers of one class that we serve to its ServedHandlerListener (lib/syncmgr/verbs.ts).
class ServedChannel final : public com::Channel {
 public:
  using Channel::Channel;

  // JavaScript thread, before the class is served: whose lanes call the callbacks of clients.
  void SetConnection(const std::shared_ptr<com::Connection>& connection) noexcept { connection_ = connection; }

  // Any thread. False once nobody listens.
  bool is_open() noexcept;
  // Any thread: nobody listens any more.
  void Disconnect() noexcept;
  // Waits for JavaScript; the result is RPC_E_DISCONNECTED when it cannot answer any more.
  HRESULT AskToInitialize(std::uint32_t instance, DWORD flags, std::optional<std::vector<std::uint8_t>> cookie);
  ItemsAnswer AskForItems(std::uint32_t instance);
  void AddStarted(std::uint32_t instance, HandlerCall call, std::vector<GUID> item_ids, const GUID& id);
  void AddItemStatus(std::uint32_t instance, const GUID& item_id, DWORD status);
  void AddCallback(std::uint32_t instance, std::shared_ptr<KeptCallback> callback);
  void AddReleased(std::uint32_t instance);

 private:
  struct Initialize {
    DWORD flags;
    std::optional<std::vector<std::uint8_t>> cookie;
    std::shared_ptr<InitializeQuestion> question;
  };
  struct EnumItems {
    std::shared_ptr<ItemsQuestion> question;
  };
  struct Started {
    HandlerCall call;
    std::vector<GUID> item_ids;
    GUID id;
  };
  struct ItemStatus {
    GUID item_id;
    DWORD status;
  };
  struct Callback {
    std::shared_ptr<KeptCallback> kept;
  };
  struct Released {};
  using Content = std::variant<Initialize, EnumItems, Started, ItemStatus, Callback, Released>;
  struct Event {
    std::uint32_t instance;
    Content content;
  };

  void Tell(Napi::Env env, const Napi::FunctionReference& listener) override;
  void OnClose() noexcept override { Disconnect(); }
  bool Add(std::uint32_t instance, Content content);
  bool AddQuestion(std::uint32_t instance, Content content, std::shared_ptr<com::QuestionBase> question);
  Napi::Object ToObject(Napi::Env env, Event& event);

  std::weak_ptr<com::Connection> connection_;
  com::Lock lock_;
  std::vector<Event> events_;
  bool awake_ = false;
  bool closed_ = false;
  // Not answered yet, perhaps.
  std::vector<std::weak_ptr<com::QuestionBase>> open_questions_;
};

}  // namespace winprogress::syncmgr
