#include "syncmgr/report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "com/activation.h"
#include "com/foreign_pointer.h"
#include "com/task_memory.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::Connection;
using com::From;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kQueryForAdditionalItems[] = "ISyncMgrSyncCallback.QueryForAdditionalItems";

// An enumerator with more additions counts as endless.
constexpr std::size_t kMostAdditions = 100'000;

struct Additions {
  std::vector<std::wstring> item_ids;
  std::uint32_t objects = 0;
};

Napi::Value ToValue(Napi::Env env, const Additions& additions) {
  return com::ObjectWriter(env).Set("itemIds", additions.item_ids).Set("objects", additions.objects).object();
}

// Each of the two enumerators may be missing.
Additions ReadAdditions(ISyncMgrSyncCallback& callback) {
  ComPtr<IEnumString> strings;
  ComPtr<IEnumUnknown> objects;
  ThrowIfFailed(callback.QueryForAdditionalItems(strings.Receive(), objects.Receive()), kQueryForAdditionalItems);
  if (strings) com::SecureProxy(strings, com::Impersonation::kIdentify);
  if (objects) com::SecureProxy(objects, com::Impersonation::kIdentify);
  Additions additions;
  while (strings) {
    com::TaskString id;
    ULONG fetched = 0;
    ThrowIfFailed(strings->Next(1, id.Receive(), &fetched), "IEnumString.Next");
    if (fetched == 0) break;
    if (additions.item_ids.size() >= kMostAdditions)
      throw HResultFailure(E_UNEXPECTED, "IEnumString.Next", "it never ends");
    additions.item_ids.push_back(id.Text());
  }
  while (objects) {
    ComPtr<IUnknown> object;
    ULONG fetched = 0;
    ThrowIfFailed(objects->Next(1, object.Receive(), &fetched), "IEnumUnknown.Next");
    if (fetched == 0) break;
    if (++additions.objects > kMostAdditions) throw HResultFailure(E_UNEXPECTED, "IEnumUnknown.Next", "it never ends");
  }
  return additions;
}

}  // namespace

com::NativeProperties Report::Methods() {
  return {
      InstanceMethod("reportProgress", &Report::ReportProgress),
      InstanceMethod("setHandlerProgressText", &Report::SetHandlerProgressText),
      InstanceMethod("reportEvent", &Report::SendEvent),
      InstanceMethod("canContinue", &Report::CanContinue),
      InstanceMethod("queryForAdditionalItems", &Report::QueryForAdditionalItems),
      InstanceMethod("addItemToSession", &Report::AddItemToSession),
      InstanceMethod("addIUnknownToSession", &Report::AddIUnknownToSession),
      InstanceMethod("proposeItem", &Report::ProposeItem),
      InstanceMethod("commitItem", &Report::CommitItem),
      InstanceMethod("reportManualSync", &Report::ReportManualSync),
      InstanceMethod("close", &Report::Close),
  };
}

Napi::Value Report::CreateSession(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                                  const com::LaneHandle& lane) {
  return connection->Call(
      info.Env(), lane, "ISyncMgrSessionCreator.CreateSession",
      [of = lane.lane(), handler_id = From<std::wstring>(info[0]),
       item_ids = From<std::vector<std::wstring>>(info[1])] {
        const auto creator = com::Activate<ISyncMgrSessionCreator>(
            kClassSyncMgrClient, CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER, com::Impersonation::kIdentify);
        std::vector<LPCWSTR> pointers = com::ToPointers(item_ids);
        return com::LaneOwned<CenterSession>::Make(
            *of, CenterSession{com::ObtainProxy<ISyncMgrSyncCallback>(
                     "ISyncMgrSessionCreator.CreateSession", com::Impersonation::kIdentify,
                     [&](ISyncMgrSyncCallback** callback) {
                       return creator->CreateSession(handler_id.c_str(), pointers.data(),
                                                     static_cast<ULONG>(pointers.size()), callback);
                     })});
      },
      [lane](Connection& of, Napi::Env env, com::LaneOwned<CenterSession> session) {
        return Make(env, {of.shared_from_this(), lane, std::move(session)});
      });
}

template <typename Method>
Napi::Value Report::InvokeCallback(Napi::Env env, const char* operation, Method method) {
  return Invoke(env, operation,
                [method = std::move(method)](CenterSession& session) mutable { return method(*session.callback); });
}

Napi::Value Report::ReportProgress(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.ReportProgress";
  return Call(info.Env(), kOperation,
              [item_id = From<std::wstring>(info[0]), text = From<std::optional<std::wstring>>(info[1]),
               status = From<int>(info[2]), current_step = From<ULONG>(info[3]), maximum_step = From<ULONG>(info[4]),
               request = From<int>(info[5])](CenterSession& session) mutable {
                ThrowIfFailed(session.callback->ReportProgress(item_id.c_str(), com::ToPointer(text), status,
                                                               current_step, maximum_step, &request),
                              kOperation);
                return request;
              });
}

Napi::Value Report::SetHandlerProgressText(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.SetHandlerProgressText";
  return Call(info.Env(), kOperation,
              [text = From<std::wstring>(info[0]), request = From<int>(info[1])](CenterSession& session) mutable {
                ThrowIfFailed(session.callback->SetHandlerProgressText(text.c_str(), &request), kOperation);
                return request;
              });
}

Napi::Value Report::SendEvent(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.ReportEvent";
  return Call(info.Env(), kOperation,
              [item_id = From<std::optional<std::wstring>>(info[0], "itemId"), level = From<int>(info[0], "level"),
               flags = From<int>(info[0], "flags"), name = From<std::wstring>(info[0], "name"),
               description = From<std::wstring>(info[0], "description"),
               link_text = From<std::optional<std::wstring>>(info[0], "linkText"),
               link_reference = From<std::optional<std::wstring>>(info[0], "linkReference"),
               context = From<std::optional<std::wstring>>(info[0], "context")](CenterSession& session) {
                GUID event_id = {};
                ThrowIfFailed(
                    session.callback->ReportEvent(com::ToPointer(item_id), level, flags, name.c_str(),
                                                  description.c_str(), com::ToPointer(link_text),
                                                  com::ToPointer(link_reference), com::ToPointer(context), &event_id),
                    kOperation);
                return event_id;
              });
}

Napi::Value Report::CanContinue(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.CanContinue";
  return Call(info.Env(), kOperation, [item_id = From<std::wstring>(info[0])](CenterSession& session) {
    return ThrowIfFailed(session.callback->CanContinue(item_id.c_str()), kOperation) == S_OK;
  });
}

Napi::Value Report::QueryForAdditionalItems(const Napi::CallbackInfo& info) {
  return Call(
      info.Env(), kQueryForAdditionalItems, [](CenterSession& session) { return ReadAdditions(*session.callback); },
      [](Connection&, Napi::Env env, const Additions& additions) { return ToValue(env, additions); });
}

Napi::Value Report::AddItemToSession(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncMgrSyncCallback.AddItemToSession",
                        [item_id = From<std::wstring>(info[0])](ISyncMgrSyncCallback& callback) {
                          return callback.AddItemToSession(item_id.c_str());
                        });
}

Napi::Value Report::AddIUnknownToSession(const Napi::CallbackInfo& info) {
  return InvokeCallback(
      info.Env(), "ISyncMgrSyncCallback.AddIUnknownToSession",
      [pointer = com::ForeignPointer(info[0])](ISyncMgrSyncCallback& callback) {
        return callback.AddIUnknownToSession(pointer.Query<IUnknown>("IUnknown.QueryInterface").Get());
      });
}

Napi::Value Report::ProposeItem(const Napi::CallbackInfo& info) {
  return InvokeCallback(
      info.Env(), "ISyncMgrSyncCallback.ProposeItem",
      [pointer = com::ForeignPointer(info[0])](ISyncMgrSyncCallback& callback) {
        return callback.ProposeItem(pointer.Query<ISyncMgrSyncItem>("ISyncMgrSyncItem.QueryInterface").Get());
      });
}

Napi::Value Report::CommitItem(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncMgrSyncCallback.CommitItem",
                        [item_id = From<std::wstring>(info[0])](ISyncMgrSyncCallback& callback) {
                          return callback.CommitItem(item_id.c_str());
                        });
}

Napi::Value Report::ReportManualSync(const Napi::CallbackInfo& info) {
  return InvokeCallback(info.Env(), "ISyncMgrSyncCallback.ReportManualSync",
                        [](ISyncMgrSyncCallback& callback) { return callback.ReportManualSync(); });
}

Napi::Value Report::Close(const Napi::CallbackInfo& info) {
  return connection().Call(info.Env(), lane(), "ISyncMgrSyncCallback.Release",
                           [session = object()] { session.Destroy(); });
}

}  // namespace winprogress::syncmgr
