// The exports for test/native/winsync-library.ts. A returned text stays valid until the next call of its function.
#include "changes.h"
#include "flood.h"
#include "provider.h"
#include "recording_callback.h"
#include "recording_state.h"
#include "server.h"

#define EXPORTED extern "C" __declspec(dllexport)

using namespace reference;

namespace {

template <typename Body>
HRESULT contained(Body&& body) noexcept {
  return guarded([&] {
    body();
    return S_OK;
  });
}

unsigned long long address_of(IUnknown* object) { return reinterpret_cast<ULONG_PTR>(object); }

template <typename Interface>
Interface* object_at(unsigned long long pointer) {
  return reinterpret_cast<Interface*>(static_cast<ULONG_PTR>(pointer));
}

}  // namespace

EXPORTED void ResetLibrary() {
  contained([] {
    library().gate.set(true);
    release_kept_states();
    withdraw_registration();
    library().script.change([](Script::Values& values) { values = {}; });
    library().log.clear();
  });
}

EXPORTED void ScriptReports(const DWORD* values, DWORD count) {
  contained([&] {
    std::vector<Report> reports;
    for (const DWORD* each = values; each != values + 4 * count; each += 4)
      reports.push_back(
          {static_cast<SYNC_PROVIDER_ROLE>(each[0]), static_cast<SYNC_PROGRESS_STAGE>(each[1]), each[2], each[3]});
    library().script.change([&](Script::Values& script) {
      script.reports = std::move(reports);
      script.default_run = false;
    });
  });
}

EXPORTED void ScriptWorkers(unsigned threads, int gated) {
  contained([&] {
    library().script.change([&](Script::Values& script) {
      script.threads = threads;
      script.gated = gated != 0;
    });
  });
}

EXPORTED void ScriptBeginResult(int result) {
  contained([&] { library().script.change([&](Script::Values& script) { script.begin_result = result; }); });
}

EXPORTED void ScriptEndResult(int result) {
  contained([&] { library().script.change([&](Script::Values& script) { script.end_result = result; }); });
}

EXPORTED void ScriptRecorders(int result, int canceled, int session_error, int resolve_action,
                              int full_enumeration_action) {
  contained([&] {
    library().script.change([&](Script::Values& script) {
      script.recorder_result = result;
      script.canceled = canceled != 0;
      script.session_error = session_error;
      script.resolve_action = static_cast<SYNC_RESOLVE_ACTION>(resolve_action);
      script.full_enumeration_action = static_cast<SYNC_FULL_ENUMERATION_ACTION>(full_enumeration_action);
    });
  });
}

EXPORTED void OpenGate() { library().gate.set(true); }

EXPORTED void CloseGate() { library().gate.set(false); }

EXPORTED unsigned CountWaiting() { return library().gate.waiting(); }

EXPORTED const char* LogText() {
  static std::string kept;
  contained([] { kept = library().log.json(); });
  return kept.c_str();
}

EXPORTED int CountReferences() { return library().references; }

EXPORTED int CountWorkers() { return library().workers; }

EXPORTED unsigned CountKeptStates() { return static_cast<unsigned>(count_kept_states()); }

EXPORTED void ReleaseKeptStates() { release_kept_states(); }

EXPORTED int ReportToKeptState(int provider, int stage, DWORD completed_work, DWORD total_work) {
  return guarded([&] {
    return report_to_kept_state({static_cast<SYNC_PROVIDER_ROLE>(provider), static_cast<SYNC_PROGRESS_STAGE>(stage),
                                 completed_work, total_work});
  });
}

EXPORTED unsigned long long CreateState(int second_version) {
  return address_of(new RecordingState(second_version != 0));
}

EXPORTED unsigned long long CreateCallback(int second_version) {
  return address_of(new RecordingCallback(second_version != 0));
}

EXPORTED unsigned long long CreateChange(int seed) { return address_of(new Change(static_cast<BYTE>(seed))); }

EXPORTED unsigned long long CreateConflict() { return address_of(new Conflict()); }

EXPORTED unsigned long long CreateRecoverableError() { return address_of(new RecoverableError()); }

EXPORTED int ConflictAction(unsigned long long conflict) {
  SYNC_RESOLVE_ACTION action = SRA_LAST;
  object_at<IChangeConflict>(conflict)->GetResolveActionForChange(&action);
  return action;
}

EXPORTED DWORD HoldObject(unsigned long long object) { return object_at<IUnknown>(object)->AddRef(); }

EXPORTED DWORD ReleaseObject(unsigned long long object) { return object_at<IUnknown>(object)->Release(); }

EXPORTED DWORD CountHolders(unsigned long long object) {
  object_at<IUnknown>(object)->AddRef();
  return object_at<IUnknown>(object)->Release();
}

EXPORTED int StartFlood(unsigned long long state, DWORD count) {
  return guarded([&] { return start_flood(object_at<ISyncSessionState>(state), count); });
}

EXPORTED int ReadFlood(double* values) {
  FloodResult result{};
  if (!read_flood(&result)) return 0;
  values[0] = result.median;
  values[1] = result.percentile99;
  values[2] = result.maximum;
  values[3] = result.failures;
  return 1;
}

EXPORTED int ServeRegistration() { return serve_registration(); }

EXPORTED int WithdrawRegistration() { return withdraw_registration(); }
