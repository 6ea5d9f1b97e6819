#include "provider.h"

#include <utility>

namespace reference {
namespace {

struct KeptStates {
  std::mutex mutex;
  std::vector<ComPtr<ISyncSessionState>> states;
};

KeptStates& kept() {
  static KeptStates* const instance = new KeptStates();
  return *instance;
}

constexpr DWORD kSteps = 10;

/** Detection, enumeration, application in steps. */
std::vector<Report> default_run(SYNC_PROVIDER_ROLE role) {
  std::vector<Report> reports;
  for (const SYNC_PROGRESS_STAGE stage : {SPS_CHANGE_DETECTION, SPS_CHANGE_ENUMERATION})
    for (DWORD done = 1; done <= kSteps; ++done)
      reports.push_back({role, stage, done, kSteps});
  // Work done since the last report, and work that remains.
  for (DWORD left = kSteps; left-- > 0;)
    reports.push_back({role, SPS_CHANGE_APPLICATION, 1, left});
  return reports;
}

HRESULT make_report(ISyncSessionState* state, const Report& report) {
  return logged(
      "ISyncSessionState.OnProgress",
      {static_cast<DWORD>(report.provider), static_cast<DWORD>(report.stage), report.completed_work, report.total_work},
      state->OnProgress(report.provider, report.stage, report.completed_work, report.total_work));
}

void work(ISyncSessionState* state, const std::vector<Report>& reports, bool gated) {
  for (const Report& report : reports) {
    if (gated) library().gate.wait();
    BOOL canceled = FALSE;
    if (FAILED(state->IsCanceled(&canceled)) || canceled) {
      logged("ISyncSessionState.IsCanceled", {static_cast<DWORD>(canceled)}, S_OK);
      return;
    }
    make_report(state, report);
  }
}

template <typename Interface>
ComPtr<Interface> query(IUnknown* object) {
  ComPtr<Interface> result;
  if (FAILED(object->QueryInterface(__uuidof(Interface), result.put_void()))) result = {};
  return result;
}

}  // namespace

HRESULT WINAPI Provider::GetIdParameters(ID_PARAMETERS* parameters) noexcept {
  if (!parameters) return E_POINTER;
  const ID_PARAMETER_PAIR guid = {FALSE, sizeof(GUID)};
  *parameters = {sizeof(ID_PARAMETERS), guid, guid, {FALSE, 4}};
  return S_OK;
}

HRESULT WINAPI Provider::BeginSession(SYNC_PROVIDER_ROLE role, ISyncSessionState* state) noexcept {
  return guarded(
      [&] { return logged("IKnowledgeSyncProvider.BeginSession", {static_cast<DWORD>(role)}, begin(role, state)); });
}

HRESULT Provider::begin(SYNC_PROVIDER_ROLE role, ISyncSessionState* state) {
  if (!state) return E_POINTER;
  if (role != SPR_SOURCE && role != SPR_DESTINATION) return E_INVALIDARG;
  const Script::Values script = library().script.get();
  if (kind_ == ProviderKind::kHanging) library().gate.wait();
  const std::lock_guard<std::mutex> guard(mutex_);
  if (state_) return kInvalidOperation;
  if (kind_ == ProviderKind::kFailing) return script.begin_result;
  identity_ = query<IUnknown>(state);
  state_ = query<ISyncSessionState>(state);
  second_state_ = query<ISyncSessionState2>(state);
  if (!identity_ || !state_) {
    state_.reset();
    return E_INVALIDARG;
  }
  const std::vector<Report> reports = script.default_run ? default_run(role) : script.reports;
  for (unsigned index = 0; index < script.threads; ++index) {
    ++library().workers;
    workers_.emplace_back([state = state_, reports, gated = script.gated]() mutable {
      guarded([&] {
        work(state.get(), reports, gated);
        return S_OK;
      });
      state.reset();
      --library().workers;
    });
  }
  return S_OK;
}

HRESULT WINAPI Provider::EndSession(ISyncSessionState* state) noexcept {
  return guarded([&] { return logged("IKnowledgeSyncProvider.EndSession", {}, end(state)); });
}

HRESULT Provider::end(ISyncSessionState* state) {
  if (!state) return E_POINTER;
  const std::lock_guard<std::mutex> guard(mutex_);
  if (!state_) return kInvalidOperation;
  if (query<IUnknown>(state).get() != identity_.get()) return E_INVALIDARG;
  join();
  if (second_state_) {
    HRESULT status = S_OK;
    const HRESULT result = second_state_->GetSessionErrorStatus(&status);
    logged("ISyncSessionState2.GetSessionErrorStatus", {static_cast<DWORD>(status)}, result);
  }
  if (kind_ == ProviderKind::kOutliving) {
    const std::lock_guard<std::mutex> keeping(kept().mutex);
    kept().states.push_back(state_);
  }
  second_state_.reset();
  identity_.reset();
  state_.reset();
  return library().script.get().end_result;
}

void Provider::join() noexcept {
  for (std::thread& worker : workers_)
    worker.join();
  workers_.clear();
}

// No changes are requested from this provider: its sessions only report progress.
HRESULT WINAPI Provider::GetSyncBatchParameters(IUnknown**, DWORD*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Provider::GetChangeBatch(DWORD, IUnknown*, IUnknown**, IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Provider::GetFullEnumerationChangeBatch(DWORD, const BYTE*, IUnknown*, IUnknown**, IUnknown**) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI Provider::ProcessChangeBatch(int, IUnknown*, IUnknown*, ISyncCallback*, void*) noexcept {
  return E_NOTIMPL;
}
HRESULT WINAPI Provider::ProcessFullEnumerationChangeBatch(int, IUnknown*, IUnknown*, ISyncCallback*, void*) noexcept {
  return E_NOTIMPL;
}

std::size_t count_kept_states() {
  const std::lock_guard<std::mutex> guard(kept().mutex);
  return kept().states.size();
}

void release_kept_states() {
  std::vector<ComPtr<ISyncSessionState>> states;
  const std::lock_guard<std::mutex> guard(kept().mutex);
  states.swap(kept().states);
}

HRESULT report_to_kept_state(const Report& report) {
  ComPtr<ISyncSessionState> state;
  {
    const std::lock_guard<std::mutex> guard(kept().mutex);
    if (kept().states.empty()) return E_UNEXPECTED;
    state = kept().states.back();
  }
  BOOL canceled = FALSE;
  const HRESULT result = state->IsCanceled(&canceled);
  logged("ISyncSessionState.IsCanceled", {static_cast<DWORD>(canceled)}, result);
  return make_report(state.get(), report);
}

}  // namespace reference
