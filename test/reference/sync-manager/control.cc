#include "control.h"

#include "runs.h"
#include "session.h"

namespace reference {
namespace {

/** The result of a method that only requests an update from Sync Center. */
HRESULT known(LPCWSTR handler) {
  if (!handler || *handler == 0) return E_INVALIDARG;
  return library().center.knows(handler) ? S_OK : kUnknownHandler;
}

/** The same for a method that requires items. */
HRESULT known(LPCWSTR handler, const LPCWSTR* items, ULONG count) {
  if (!items || count == 0) return E_INVALIDARG;
  for (ULONG index = 0; index < count; ++index)
    if (!items[index]) return E_INVALIDARG;
  return known(handler);
}

}  // namespace

HRESULT WINAPI Control::StartHandlerSync(LPCWSTR handler, HWND owner, IUnknown* object,
                                         SYNCMGR_SYNC_CONTROL_FLAGS flags, ISyncMgrSyncResult* result) noexcept {
  return answered("ISyncMgrControl.StartHandlerSync",
                  Arguments().text(handler).given(owner).given(object).number(flags).given(result), [&] {
                    const HRESULT answer = known(handler);
                    if (answer != S_OK) return answer;
                    start_run(handler, {}, (flags & SYNCMGR_SCF_IGNORE_IF_ALREADY_SYNCING) != 0, result);
                    return S_OK;
                  });
}

HRESULT WINAPI Control::StartItemSync(LPCWSTR handler, LPCWSTR* items, ULONG count, HWND owner, IUnknown* object,
                                      SYNCMGR_SYNC_CONTROL_FLAGS flags, ISyncMgrSyncResult* result) noexcept {
  return answered(
      "ISyncMgrControl.StartItemSync",
      Arguments().text(handler).texts(items, count).given(owner).given(object).number(flags).given(result), [&] {
        const HRESULT answer = known(handler, items, count);
        if (answer != S_OK) return answer;
        start_run(handler, {items, items + count}, (flags & SYNCMGR_SCF_IGNORE_IF_ALREADY_SYNCING) != 0, result);
        return S_OK;
      });
}

HRESULT WINAPI Control::StartSyncAll(HWND owner) noexcept {
  return answered("ISyncMgrControl.StartSyncAll", Arguments().given(owner), [] { return S_OK; });
}

HRESULT WINAPI Control::StopHandlerSync(LPCWSTR handler) noexcept {
  return answered("ISyncMgrControl.StopHandlerSync", Arguments().text(handler), [&] {
    const HRESULT answer = known(handler);
    if (answer == S_OK) stop_runs(handler, {});
    return answer;
  });
}

HRESULT WINAPI Control::StopItemSync(LPCWSTR handler, LPCWSTR* items, ULONG count) noexcept {
  return answered("ISyncMgrControl.StopItemSync", Arguments().text(handler).texts(items, count), [&] {
    const HRESULT answer = known(handler, items, count);
    if (answer == S_OK) stop_runs(handler, {items, items + count});
    return answer;
  });
}

HRESULT WINAPI Control::StopSyncAll() noexcept {
  return answered("ISyncMgrControl.StopSyncAll", Arguments(), [] {
    stop_runs(nullptr, {});
    return S_OK;
  });
}

HRESULT WINAPI Control::UpdateHandlerCollection(REFCLSID collection, SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.UpdateHandlerCollection", Arguments().id(&collection).number(flags),
                  [] { return S_OK; });
}

HRESULT WINAPI Control::UpdateHandler(LPCWSTR handler, SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.UpdateHandler", Arguments().text(handler).number(flags),
                  [&] { return known(handler); });
}

HRESULT WINAPI Control::UpdateItem(LPCWSTR handler, LPCWSTR item, SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.UpdateItem", Arguments().text(handler).text(item).number(flags),
                  [&] { return item ? known(handler) : E_INVALIDARG; });
}

HRESULT WINAPI Control::UpdateEvents(LPCWSTR handler, LPCWSTR item, SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.UpdateEvents", Arguments().text(handler).text(item).number(flags),
                  [&] { return known(handler); });
}

HRESULT WINAPI Control::UpdateConflict(LPCWSTR handler, LPCWSTR item, ISyncMgrConflict* conflict,
                                       SYNCMGR_UPDATE_REASON reason) noexcept {
  return answered("ISyncMgrControl.UpdateConflict", Arguments().text(handler).text(item).given(conflict).number(reason),
                  [&] { return conflict ? known(handler) : E_INVALIDARG; });
}

HRESULT WINAPI Control::UpdateConflicts(LPCWSTR handler, LPCWSTR item, SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.UpdateConflicts", Arguments().text(handler).text(item).number(flags),
                  [&] { return known(handler); });
}

HRESULT WINAPI Control::ActivateHandler(WINBOOL activate, LPCWSTR handler, HWND owner,
                                        SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.ActivateHandler",
                  Arguments().number(activate).text(handler).given(owner).number(flags),
                  [&] { return known(handler); });
}

HRESULT WINAPI Control::EnableHandler(WINBOOL enable, LPCWSTR handler, HWND owner,
                                      SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.EnableHandler", Arguments().number(enable).text(handler).given(owner).number(flags),
                  [&] { return known(handler); });
}

HRESULT WINAPI Control::EnableItem(WINBOOL enable, LPCWSTR handler, LPCWSTR item, HWND owner,
                                   SYNCMGR_CONTROL_FLAGS flags) noexcept {
  return answered("ISyncMgrControl.EnableItem",
                  Arguments().number(enable).text(handler).text(item).given(owner).number(flags),
                  [&] { return item ? known(handler) : E_INVALIDARG; });
}

}  // namespace reference
