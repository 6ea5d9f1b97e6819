#include "recording_callback.h"

#include <utility>

namespace reference {
namespace {

template <typename Body>
HRESULT answered(const char* call, Body&& body) noexcept {
  return guarded([&] {
    std::vector<DWORD> arguments;
    const HRESULT own = body(arguments);
    const HRESULT scripted = library().script.get().recorder_result;
    return logged(call, std::move(arguments), FAILED(scripted) ? scripted : own);
  });
}

/** Owner, item (ids by their first byte), version, flags and work estimate. */
void describe(ISyncChange* change, std::vector<DWORD>& arguments) {
  BYTE owner[sizeof(GUID)] = {};
  BYTE item[sizeof(GUID)] = {};
  DWORD owner_size = sizeof(owner);
  DWORD item_size = sizeof(item);
  SYNC_VERSION version = {};
  DWORD flags = 0;
  DWORD work = 0;
  check(change->GetOwnerReplicaId(owner, &owner_size));
  check(change->GetRootItemId(item, &item_size));
  check(change->GetChangeVersion(owner, &version));
  check(change->GetFlags(&flags));
  check(change->GetWorkEstimate(&work));
  for (const DWORD value : {static_cast<DWORD>(owner[0]), static_cast<DWORD>(item[0]), version.dwLastUpdatingReplicaKey,
                            static_cast<DWORD>(version.ullTickCount), flags, work})
    arguments.push_back(value);
}

void describe(const ComPtr<ISyncChange>& change, std::vector<DWORD>& arguments) {
  if (change) describe(change.get(), arguments);
}

}  // namespace

HRESULT WINAPI RecordingCallback::OnProgress(SYNC_PROVIDER_ROLE provider, SYNC_PROGRESS_STAGE stage,
                                             DWORD completed_work, DWORD total_work) noexcept {
  return answered("ISyncCallback.OnProgress", [&](std::vector<DWORD>& arguments) {
    arguments = {static_cast<DWORD>(provider), static_cast<DWORD>(stage), completed_work, total_work};
    return S_OK;
  });
}

HRESULT WINAPI RecordingCallback::OnChange(ISyncChange* change) noexcept {
  return answered("ISyncCallback.OnChange", [&](std::vector<DWORD>& arguments) {
    if (!change) return E_POINTER;
    describe(change, arguments);
    return S_OK;
  });
}

HRESULT WINAPI RecordingCallback::OnConflict(IChangeConflict* conflict) noexcept {
  return answered("ISyncCallback.OnConflict", [&](std::vector<DWORD>& arguments) {
    if (!conflict) return E_POINTER;
    ComPtr<ISyncChange> change;
    if (SUCCEEDED(conflict->GetDestinationProviderConflictingChange(change.put()))) describe(change, arguments);
    if (SUCCEEDED(conflict->GetSourceProviderConflictingChange(change.put()))) describe(change, arguments);
    return conflict->SetResolveActionForChange(library().script.get().resolve_action);
  });
}

HRESULT WINAPI RecordingCallback::OnFullEnumerationNeeded(SYNC_FULL_ENUMERATION_ACTION* action) noexcept {
  return answered("ISyncCallback.OnFullEnumerationNeeded", [&](std::vector<DWORD>&) {
    if (!action) return E_POINTER;
    *action = library().script.get().full_enumeration_action;
    return S_OK;
  });
}

HRESULT WINAPI RecordingCallback::OnRecoverableError(IRecoverableError* error) noexcept {
  return answered("ISyncCallback.OnRecoverableError", [&](std::vector<DWORD>& arguments) {
    if (!error) return E_POINTER;
    SYNC_PROGRESS_STAGE stage = SPS_CHANGE_DETECTION;
    SYNC_PROVIDER_ROLE provider = SPR_SOURCE;
    HRESULT result = S_OK;
    ComPtr<IRecoverableErrorData> data;
    check(error->GetStage(&stage));
    check(error->GetProvider(&provider));
    check(error->GetRecoverableErrorDataForChange(&result, data.put()));
    arguments = {static_cast<DWORD>(stage), static_cast<DWORD>(provider), static_cast<DWORD>(result)};
    return S_OK;
  });
}

HRESULT WINAPI RecordingCallback::OnChangeApplied(DWORD changes_applied, DWORD changes_failed) noexcept {
  return answered("ISyncCallback2.OnChangeApplied", [&](std::vector<DWORD>& arguments) {
    arguments = {changes_applied, changes_failed};
    return S_OK;
  });
}

HRESULT WINAPI RecordingCallback::OnChangeFailed(DWORD changes_applied, DWORD changes_failed) noexcept {
  return answered("ISyncCallback2.OnChangeFailed", [&](std::vector<DWORD>& arguments) {
    arguments = {changes_applied, changes_failed};
    return S_OK;
  });
}

}  // namespace reference
