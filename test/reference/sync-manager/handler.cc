#include "handler.h"

#include <algorithm>
#include <cstring>

#include "items.h"

namespace reference {
namespace {

Steps default_steps(const std::string& call) {
  const std::optional<std::wstring> name(std::wstring(call.begin(), call.end()));
  const Step completed{L"completed", {name, L"0"}};
  if (call != "synchronize") return {completed};
  return {{L"synchronizeItems", {std::wstring(L"1")}}, completed};
}

}  // namespace

HRESULT WINAPI Handler::Initialize(DWORD reserved, DWORD flags, DWORD cookie_size, const BYTE* cookie) noexcept {
  return answered("ISyncMgrSynchronize.Initialize",
                  Arguments().number(reserved).number(flags).bytes(cookie, cookie_size), [] { return S_OK; });
}

HRESULT WINAPI Handler::GetHandlerInfo(SYNCMGRHANDLERINFO** information) noexcept {
  return answered("ISyncMgrSynchronize.GetHandlerInfo", Arguments(), [&] {
    if (!information) return E_POINTER;
    const Script& script = library().script;
    auto* const result = static_cast<SYNCMGRHANDLERINFO*>(CoTaskMemAlloc(sizeof **information));
    *information = result;
    if (!result) return E_OUTOFMEMORY;
    std::memset(result, 0, sizeof *result);
    result->cbSize = sizeof *result;
    result->hIcon = script.handler_icon();
    result->SyncMgrHandlerFlags = script.handler_flags();
    copy_text(script.handler_name(), result->wszHandlerName);
    return S_OK;
  });
}

HRESULT WINAPI Handler::EnumSyncMgrItems(ISyncMgrEnumItems** items) noexcept {
  return answered("ISyncMgrSynchronize.EnumSyncMgrItems", Arguments(), [&] {
    if (!items) return E_POINTER;
    hand_out<ItemEnumerator>(items, library().script.items());
    return S_OK;
  });
}

HRESULT WINAPI Handler::GetItemObject(REFSYNCMGRITEMID item, REFIID identifier, void** object) noexcept {
  return answered("ISyncMgrSynchronize.GetItemObject", Arguments().id(&item).id(&identifier), [&] {
    if (object) *object = nullptr;
    return E_NOTIMPL;
  });
}

HRESULT WINAPI Handler::ShowProperties(HWND parent, REFSYNCMGRITEMID item) noexcept {
  return start("ISyncMgrSynchronize.ShowProperties", "showProperties", Arguments().given(parent).id(&item));
}

HRESULT WINAPI Handler::SetProgressCallback(ISyncMgrSynchronizeCallback* callback) noexcept {
  return answered("ISyncMgrSynchronize.SetProgressCallback", Arguments().given(callback), [&] {
    if (callback) callback->AddRef();
    callback_ = ComPtr<ISyncMgrSynchronizeCallback>::attach(callback);
    return S_OK;
  });
}

HRESULT WINAPI Handler::PrepareForSync(ULONG count, SYNCMGRITEMID* items, HWND parent, DWORD reserved) noexcept {
  return guarded([&] {
    preparation_ = std::make_shared<Preparation>(items ? std::vector<GUID>(items, items + count) : std::vector<GUID>());
    return start("ISyncMgrSynchronize.PrepareForSync", "prepareForSync",
                 Arguments().ids(items, count).given(parent).number(reserved));
  });
}

HRESULT WINAPI Handler::Synchronize(HWND parent) noexcept {
  return start("ISyncMgrSynchronize.Synchronize", "synchronize", Arguments().given(parent));
}

HRESULT WINAPI Handler::SetItemStatus(REFSYNCMGRITEMID item, DWORD status) noexcept {
  return answered("ISyncMgrSynchronize.SetItemStatus", Arguments().id(&item).number(status), [&] {
    if (item == GUID_NULL && status == SYNCMGRSTATUS_STOPPED) preparation_->stop();
    if (item != GUID_NULL && status == SYNCMGRSTATUS_SKIPPED) preparation_->skip(item);
    return S_OK;
  });
}

HRESULT WINAPI Handler::ShowError(HWND parent, REFSYNCMGRERRORID error) noexcept {
  return start("ISyncMgrSynchronize.ShowError", "showError", Arguments().given(parent).id(&error));
}

HRESULT Handler::start(const char* call, const char* name, const Arguments& arguments) noexcept {
  return guarded([&] {
    return recorded(call, arguments, [&]() -> HRESULT {
      const HRESULT result = library().script.result_of(call).value_or(S_OK);
      const std::optional<Steps> scripted = library().script.steps_of(name);
      // A handler that returns a failure plays no steps unless a test scripts them.
      if (result != S_OK && !scripted) return result;
      const HRESULT failure = guarded([&] {
        const Steps steps = scripted ? *scripted : default_steps(name);
        const auto is_return = [](const Step& step) { return step.name == L"return"; };
        const auto point = std::find_if(steps.begin(), steps.end(), is_return);
        const bool returns = point != steps.end();
        if (returns) perform(steps.begin(), point, callback_.get(), preparation_);
        const Steps rest(returns ? point + 1 : steps.begin(), steps.end());
        if (rest.empty()) return S_OK;
        start_worker(callback_.get(), [rest, preparation = preparation_](ISyncMgrSynchronizeCallback* callback) {
          perform(rest.begin(), rest.end(), callback, preparation);
        });
        return S_OK;
      });
      return FAILED(failure) ? failure : result;
    });
  });
}

}  // namespace reference
