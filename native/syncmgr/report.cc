#include "syncmgr/report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "com/foreign_pointer.h"
#include "com/hresult.h"
#include "com/task_memory.h"
#include "com/text.h"
#include "syncmgr/guids.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/session_creator.h"

namespace winprogress::syncmgr {

using com::ComPtr;
using com::Connection;
using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

constexpr char kQueryForAdditionalItems[] = "ISyncMgrSyncCallback.QueryForAdditionalItems";

// More than anybody adds; an enumerator that goes on beyond it never ends.
constexpr std::size_t kMostAdditions = 100'000;

int ToInt(const Napi::Value& value) { return value.As<Napi::Number>().Int32Value(); }

ULONG ToUlong(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

napi_value FromInt(Connection&, Napi::Env env, int number) { return Napi::Number::New(env, number); }

struct Additions {
  std::vector<std::wstring> item_ids;
  std::uint32_t objects = 0;
};

Additions ReadAdditions(ISyncCallback& callback) {
  ComPtr<IEnumString> strings;
  ComPtr<IEnumUnknown> objects;
  ThrowIfFailed(callback.QueryForAdditionalItems(strings.Receive(), objects.Receive()), kQueryForAdditionalItems);
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

std::vector<Napi::ClassPropertyDescriptor<Report>> Report::Methods() {
  return {
      InstanceMethod<&Report::ReportProgress>("reportProgress"),
      InstanceMethod<&Report::SetHandlerProgressText>("setHandlerProgressText"),
      InstanceMethod<&Report::ReportEventOf>("reportEvent"),
      InstanceMethod<&Report::CanContinue>("canContinue"),
      InstanceMethod<&Report::QueryForAdditionalItems>("queryForAdditionalItems"),
      InstanceMethod<&Report::AddItemToSession>("addItemToSession"),
      InstanceMethod<&Report::AddIUnknownToSession>("addIUnknownToSession"),
      InstanceMethod<&Report::ProposeItem>("proposeItem"),
      InstanceMethod<&Report::CommitItem>("commitItem"),
      InstanceMethod<&Report::ReportManualSync>("reportManualSync"),
      InstanceMethod<&Report::Close>("close"),
  };
}

Napi::Value Report::CreateSession(const Napi::CallbackInfo& info, const std::shared_ptr<Connection>& connection,
                                  com::Lane& lane) {
  return connection->Call(
      info.Env(), lane, "ISyncMgrSessionCreator.CreateSession",
      [core = lane.core(), handler_id = com::ToWide(info[0]), item_ids = ToTexts(info[1])] {
        return com::LaneReference<ISyncCallback>::Adopt(core, syncmgr::CreateSession(handler_id, item_ids));
      },
      [&lane](Connection& of, Napi::Env env, SyncCallbackReference callback) -> napi_value {
        return Make(env, ReportOrigin{of.shared_from_this(), &lane, std::move(callback)});
      });
}

template <typename Call, typename Convert>
Napi::Value Report::Ask(Napi::Env env, const char* operation, Call call, Convert convert) {
  return origin().connection->Call(
      env, *origin().lane, operation,
      [callback = origin().callback, operation, call = std::move(call)]() mutable {
        if (callback == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, operation);
        return call(**callback);
      },
      convert);
}

template <typename Call>
Napi::Value Report::Invoke(Napi::Env env, const char* operation, Call call) {
  return Ask(
      env, operation,
      [operation, call = std::move(call)](ISyncCallback& callback) mutable {
        return ThrowIfFailed(call(callback), operation);
      },
      [](Connection&, Napi::Env value_env, HRESULT) -> napi_value { return value_env.Undefined(); });
}

Napi::Value Report::ReportProgress(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.ReportProgress";
  return Ask(
      info.Env(), kOperation,
      [item_id = com::ToWide(info[0]), text = com::ToOptionalWide(info[1]), status = ToInt(info[2]),
       current_step = ToUlong(info[3]), maximum_step = ToUlong(info[4]),
       request = ToInt(info[5])](ISyncCallback& callback) mutable {
        ThrowIfFailed(callback.ReportProgress(item_id.c_str(), com::ToPointer(text), status, current_step, maximum_step,
                                              &request),
                      kOperation);
        return request;
      },
      FromInt);
}

Napi::Value Report::SetHandlerProgressText(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.SetHandlerProgressText";
  return Ask(
      info.Env(), kOperation,
      [text = com::ToWide(info[0]), request = ToInt(info[1])](ISyncCallback& callback) mutable {
        ThrowIfFailed(callback.SetHandlerProgressText(text.c_str(), &request), kOperation);
        return request;
      },
      FromInt);
}

Napi::Value Report::ReportEventOf(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.ReportEvent";
  const auto event = info[0].As<Napi::Object>();
  return Ask(
      info.Env(), kOperation,
      [item_id = com::ToOptionalWide(event.Get("itemId")), level = ToInt(event.Get("level")),
       flags = ToInt(event.Get("flags")), name = com::ToWide(event.Get("name")),
       description = com::ToWide(event.Get("description")), link_text = com::ToOptionalWide(event.Get("linkText")),
       link_reference = com::ToOptionalWide(event.Get("linkReference")),
       context = com::ToOptionalWide(event.Get("context"))](ISyncCallback& callback) {
        GUID event_id = {};
        ThrowIfFailed(callback.ReportEvent(com::ToPointer(item_id), level, flags, name.c_str(), description.c_str(),
                                           com::ToPointer(link_text), com::ToPointer(link_reference),
                                           com::ToPointer(context), &event_id),
                      kOperation);
        return event_id;
      },
      [](Connection&, Napi::Env env, const GUID& event_id) -> napi_value { return FromGuid(env, event_id); });
}

Napi::Value Report::CanContinue(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncMgrSyncCallback.CanContinue";
  return Ask(
      info.Env(), kOperation,
      [item_id = com::ToWide(info[0])](ISyncCallback& callback) {
        return ThrowIfFailed(callback.CanContinue(item_id.c_str()), kOperation) == S_OK;
      },
      [](Connection&, Napi::Env env, bool can_continue) -> napi_value {
        return Napi::Boolean::New(env, can_continue);
      });
}

Napi::Value Report::QueryForAdditionalItems(const Napi::CallbackInfo& info) {
  return Ask(info.Env(), kQueryForAdditionalItems, ReadAdditions,
             [](Connection&, Napi::Env env, const Additions& additions) -> napi_value {
               Napi::Array item_ids = Napi::Array::New(env, additions.item_ids.size());
               for (std::size_t index = 0; index < additions.item_ids.size(); ++index)
                 item_ids.Set(static_cast<std::uint32_t>(index), com::FromWide(env, additions.item_ids[index]));
               Napi::Object object = Napi::Object::New(env);
               object.Set("itemIds", item_ids);
               object.Set("objects", Napi::Number::New(env, additions.objects));
               return object;
             });
}

Napi::Value Report::AddItemToSession(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrSyncCallback.AddItemToSession",
      [item_id = com::ToWide(info[0])](ISyncCallback& callback) { return callback.AddItemToSession(item_id.c_str()); });
}

Napi::Value Report::AddIUnknownToSession(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrSyncCallback.AddIUnknownToSession",
                [address = com::ToAddress(info[0])](ISyncCallback& callback) {
                  const auto object = com::QueryForeign<IUnknown>(address, IID_IUnknown, "IUnknown.QueryInterface");
                  return callback.AddIUnknownToSession(object.Get());
                });
}

Napi::Value Report::ProposeItem(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrSyncCallback.ProposeItem", [address = com::ToAddress(info[0])](ISyncCallback& callback) {
        const auto item = com::QueryForeign<IUnknown>(address, kInterfaceSyncItem, "ISyncMgrSyncItem.QueryInterface");
        return callback.ProposeItem(reinterpret_cast<ISyncItem*>(item.Get()));
      });
}

Napi::Value Report::CommitItem(const Napi::CallbackInfo& info) {
  return Invoke(
      info.Env(), "ISyncMgrSyncCallback.CommitItem",
      [item_id = com::ToWide(info[0])](ISyncCallback& callback) { return callback.CommitItem(item_id.c_str()); });
}

Napi::Value Report::ReportManualSync(const Napi::CallbackInfo& info) {
  return Invoke(info.Env(), "ISyncMgrSyncCallback.ReportManualSync",
                [](ISyncCallback& callback) { return callback.ReportManualSync(); });
}

Napi::Value Report::Close(const Napi::CallbackInfo& info) {
  return origin().connection->Call(
      info.Env(), *origin().lane, "ISyncMgrSyncCallback.Release",
      [callback = std::exchange(changeable_origin().callback, nullptr)]() mutable { callback.reset(); });
}

}  // namespace winprogress::syncmgr
