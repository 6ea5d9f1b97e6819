// The exports for test/native/syncmgr-library.ts. Returned texts stay valid until the same function is called
// again.
#include "callback.h"
#include "objects.h"
#include "runs.h"
#include "sync_mgr.h"

#define EXPORTED extern "C" __declspec(dllexport)

using namespace reference;

namespace {

template <typename Body>
void contained(Body&& body) noexcept {
  guarded([&] {
    body();
    return S_OK;
  });
}

const char* keep(std::string text, std::string& kept) {
  kept = std::move(text);
  return kept.c_str();
}

unsigned long long address_of(IUnknown* object) { return reinterpret_cast<ULONG_PTR>(object); }

}  // namespace

EXPORTED void ResetLibrary() {
  contained([] {
    library().gate.set(true);
    reset_runs();
    reset_registrations();
    library().script.reset();
    library().center.reset();
    library().log.clear();
    library().measured_median = -1;
  });
}

EXPORTED void ScriptResult(const char* call, int result) {
  contained([&] { library().script.set_result(call, result); });
}

EXPORTED void ScriptHandler(const wchar_t* name, unsigned flags, int icon) {
  contained([&] { library().script.set_handler(name, flags, icon != 0); });
}

/** The caller still owns the icon. */
EXPORTED void ScriptHandlerIcon(unsigned long long icon) {
  contained([&] { library().script.set_handler_icon(reinterpret_cast<HICON>(icon)); });
}

EXPORTED void ScriptItemCount(unsigned count) {
  contained([&] { library().script.set_item_count(count); });
}

EXPORTED void ScriptItem(const wchar_t* id, const wchar_t* name, unsigned flags, unsigned state,
                         unsigned long long update, int icon) {
  contained([&] {
    GUID item;
    check(IIDFromString(id, &item));
    library().script.add_item({item, name, flags, state, update, icon != 0});
  });
}

EXPORTED void ScriptSteps(const char* call, const wchar_t* steps) {
  contained([&] { library().script.set_steps(call, parse_steps(steps)); });
}

EXPORTED void CloseGate() { library().gate.set(false); }

EXPORTED void OpenGate() { library().gate.set(true); }

EXPORTED const char* LogText() {
  static std::string kept;
  return keep(library().log.json(), kept);
}

EXPORTED int CountReferences() { return library().references; }

EXPORTED int CountWorkers() { return library().workers; }

EXPORTED double MeasuredMedian() { return library().measured_median; }

EXPORTED unsigned long long CreateCallback() { return address_of(new Callback()); }

EXPORTED unsigned CreateCallbackInTable() {
  DWORD cookie = 0;
  contained([&] { cookie = register_callback(); });
  return cookie;
}

EXPORTED void RevokeFromTable(unsigned cookie) {
  contained([&] { revoke_callback(cookie); });
}

EXPORTED void AddSyncCenterHandler(const wchar_t* id) {
  contained([&] { library().center.add_handler(id); });
}

EXPORTED void RequestCancel(const wchar_t* id) {
  contained([&] { library().center.request_cancel(id); });
}

EXPORTED void ScriptAdditionalItems(const wchar_t* ids, unsigned objects) {
  constexpr wchar_t kRecordSeparator = 0x1E;
  contained([&] { library().center.set_additional(split(ids, kRecordSeparator), objects); });
}

EXPORTED void ScriptSyncResult(int ending, unsigned status, unsigned errors, unsigned conflicts) {
  contained([&] {
    script_run(static_cast<Ending>(ending), static_cast<SYNCMGR_PROGRESS_STATUS>(status), errors, conflicts);
  });
}

EXPORTED const char* EventsText() {
  static std::string kept;
  return keep(library().center.events_json(), kept);
}

EXPORTED const char* SessionItemsText() {
  static std::string kept;
  return keep(library().center.items_json(), kept);
}

EXPORTED unsigned long long CreateSyncItem(const wchar_t* id) { return address_of(new SyncItem(id)); }

EXPORTED unsigned long long CreateConflict() { return address_of(new Conflict()); }

EXPORTED unsigned long long CreateSyncResult() { return address_of(new SyncResult()); }

EXPORTED void ReleaseObject(unsigned long long pointer) {
  reinterpret_cast<IUnknown*>(static_cast<ULONG_PTR>(pointer))->Release();
}
