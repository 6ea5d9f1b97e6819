#include "session.h"

#include "objects.h"

namespace reference {
namespace {

/** The input requests a cancellation, the output is the pending cancel request. */
void exchange_request(const std::wstring& item, SYNCMGR_CANCEL_REQUEST* request) {
  if (!request) return;
  Center& center = library().center;
  if (*request == SYNCMGR_CR_CANCEL_ITEM && !item.empty()) center.request_cancel(item);
  if (*request == SYNCMGR_CR_CANCEL_ALL) center.request_cancel(L"");
  *request = center.cancel_request(item);
}

Arguments& add_request(Arguments& arguments, const SYNCMGR_CANCEL_REQUEST* request) {
  return request ? arguments.number(*request) : arguments.text(nullptr);
}

}  // namespace

HRESULT WINAPI SessionCreator::CreateSession(LPCWSTR handler, LPCWSTR* items, ULONG count,
                                             ISyncMgrSyncCallback** callback) noexcept {
  return answered("ISyncMgrSessionCreator.CreateSession", Arguments().text(handler).texts(items, count), [&] {
    if (!callback) return E_POINTER;
    *callback = nullptr;
    if (!handler || *handler == 0 || !items || count == 0) return E_INVALIDARG;
    if (!library().center.knows(handler)) return kUnknownHandler;
    auto session = ComPtr<Session>::attach(new Session(handler));
    for (ULONG index = 0; index < count; ++index) {
      if (!items[index] || *items[index] == 0) return E_INVALIDARG;
      session->add(items[index]);
    }
    *callback = session.detach();
    return S_OK;
  });
}

void Session::add(const std::wstring& item) {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    if (!items_.insert(item).second) return;
  }
  library().center.add_item(handler_, item);
}

bool Session::has(const std::wstring& item) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return items_.count(item) != 0;
}

HRESULT WINAPI Session::ReportProgress(LPCWSTR item, LPCWSTR text, SYNCMGR_PROGRESS_STATUS status, ULONG current,
                                       ULONG maximum, SYNCMGR_CANCEL_REQUEST* request) noexcept {
  Arguments arguments;
  arguments.text(item).text(text).number(status).number(current).number(maximum);
  return answered("ISyncMgrSyncCallback.ReportProgress", add_request(arguments, request), [&] {
    if (!item || !has(item) || status < SYNCMGR_PS_UPDATING || status > SYNCMGR_PS_DISCONNECTED) return E_INVALIDARG;
    const HRESULT result = library().center.report(handler_, item, text, status, current, maximum);
    if (result == S_OK) exchange_request(item, request);
    return result;
  });
}

HRESULT WINAPI Session::SetHandlerProgressText(LPCWSTR text, SYNCMGR_CANCEL_REQUEST* request) noexcept {
  Arguments arguments;
  arguments.text(text);
  return answered("ISyncMgrSyncCallback.SetHandlerProgressText", add_request(arguments, request), [&] {
    if (!text) return E_INVALIDARG;
    exchange_request(L"", request);
    return S_OK;
  });
}

HRESULT WINAPI Session::ReportEvent(LPCWSTR item, SYNCMGR_EVENT_LEVEL level, SYNCMGR_EVENT_FLAGS flags, LPCWSTR name,
                                    LPCWSTR description, LPCWSTR link_text, LPCWSTR link_reference, LPCWSTR context,
                                    GUID* event) noexcept {
  const Arguments arguments = Arguments()
                                  .text(item)
                                  .number(level)
                                  .number(flags)
                                  .text(name)
                                  .text(description)
                                  .text(link_text)
                                  .text(link_reference)
                                  .text(context);
  return answered("ISyncMgrSyncCallback.ReportEvent", arguments, [&] {
    if (!event) return E_POINTER;
    if (!name || !description || (item && !has(item))) return E_INVALIDARG;
    if (level < SYNCMGR_EL_INFORMATION || level > SYNCMGR_EL_ERROR || flags != SYNCMGR_EF_NONE) return E_INVALIDARG;
    check(CoCreateGuid(event));
    library().center.add_event(
        "{\"id\":" + quoted(text_of(*event).c_str()) + ",\"handlerId\":" + quoted(handler_.c_str()) +
        ",\"itemId\":" + quoted(item) + ",\"level\":" + std::to_string(level) + ",\"flags\":" + std::to_string(flags) +
        ",\"name\":" + quoted(name) + ",\"description\":" + quoted(description) + ",\"linkText\":" + quoted(link_text) +
        ",\"linkReference\":" + quoted(link_reference) + ",\"context\":" + quoted(context) + "}");
    return S_OK;
  });
}

HRESULT WINAPI Session::CanContinue(LPCWSTR item) noexcept {
  return answered("ISyncMgrSyncCallback.CanContinue", Arguments().text(item), [&] {
    const std::wstring id = item ? item : L"";
    if (!id.empty() && !has(id)) return E_INVALIDARG;
    return library().center.cancel_request(id) == SYNCMGR_CR_NONE ? S_OK : S_FALSE;
  });
}

HRESULT WINAPI Session::QueryForAdditionalItems(IEnumString** items, IEnumUnknown** objects) noexcept {
  return answered("ISyncMgrSyncCallback.QueryForAdditionalItems", Arguments(), [&] {
    if (!items || !objects) return E_POINTER;
    *items = nullptr;
    *objects = nullptr;
    auto strings = ComPtr<IEnumString>::attach(new StringEnumerator(library().center.additional_items()));
    *objects = new UnknownEnumerator(library().center.additional_objects());
    *items = strings.detach();
    return S_OK;
  });
}

HRESULT WINAPI Session::AddItemToSession(LPCWSTR item) noexcept {
  return answered("ISyncMgrSyncCallback.AddItemToSession", Arguments().text(item), [&] {
    if (!item || *item == 0) return E_INVALIDARG;
    add(item);
    return S_OK;
  });
}

HRESULT WINAPI Session::AddIUnknownToSession(IUnknown* object) noexcept {
  return answered("ISyncMgrSyncCallback.AddIUnknownToSession", Arguments().given(object),
                  [&] { return object ? S_OK : E_INVALIDARG; });
}

HRESULT WINAPI Session::ProposeItem(ISyncMgrSyncItem* item) noexcept {
  TaskString id;
  const HRESULT result = item ? item->GetItemID(id.put()) : E_INVALIDARG;
  return answered("ISyncMgrSyncCallback.ProposeItem", Arguments().text(item ? id.get() : nullptr), [&] {
    if (FAILED(result)) return result;
    const std::lock_guard<std::mutex> guard(mutex_);
    proposed_.insert(id.get());
    return S_OK;
  });
}

HRESULT WINAPI Session::CommitItem(LPCWSTR item) noexcept {
  return answered("ISyncMgrSyncCallback.CommitItem", Arguments().text(item), [&] {
    {
      const std::lock_guard<std::mutex> guard(mutex_);
      if (!item || proposed_.erase(item) == 0) return E_INVALIDARG;
    }
    add(item);
    return S_OK;
  });
}

HRESULT WINAPI Session::ReportManualSync() noexcept {
  return answered("ISyncMgrSyncCallback.ReportManualSync", Arguments(), [] { return S_OK; });
}

}  // namespace reference
