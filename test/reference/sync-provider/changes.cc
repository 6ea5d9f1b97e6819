#include "changes.h"

namespace reference {
namespace {

HRESULT copy_id(BYTE value, BYTE* id, DWORD* size) noexcept {
  return guarded([&] { return copy_out(std::vector<BYTE>(sizeof(GUID), value), id, size); });
}

template <typename Value>
HRESULT give(Value value, Value* out) noexcept {
  if (!out) return E_POINTER;
  *out = value;
  return S_OK;
}

HRESULT give_change(BYTE seed, ISyncChange** change) noexcept {
  return guarded([&] {
    if (!change) return E_POINTER;
    hand_out<Change>(change, seed);
    return S_OK;
  });
}

/** Lengths are in characters, with the terminator. */
HRESULT copy_text(const std::wstring& text, LPWSTR out, DWORD* length) noexcept {
  if (!length) return E_POINTER;
  const auto needed = static_cast<DWORD>(text.size() + 1);
  const DWORD capacity = out ? *length : 0;
  *length = needed;
  if (capacity < needed) return kMoreData;
  text.copy(out, text.size());
  out[text.size()] = L'\0';
  return S_OK;
}

}  // namespace

HRESULT WINAPI Change::GetOwnerReplicaId(BYTE* id, DWORD* size) noexcept { return copy_id(seed_, id, size); }
HRESULT WINAPI Change::GetRootItemId(BYTE* id, DWORD* size) noexcept {
  return copy_id(static_cast<BYTE>(0x80 + seed_), id, size);
}
HRESULT WINAPI Change::GetChangeVersion(const BYTE*, SYNC_VERSION* version) noexcept {
  return give({seed_, 0xFFFFFFFF00000000ULL + seed_}, version);
}
HRESULT WINAPI Change::GetCreationVersion(const BYTE*, SYNC_VERSION* version) noexcept {
  return give({seed_, seed_}, version);
}
HRESULT WINAPI Change::GetFlags(DWORD* flags) noexcept { return give<DWORD>(1, flags); }
HRESULT WINAPI Change::GetWorkEstimate(DWORD* work) noexcept { return give<DWORD>(100u + seed_, work); }
HRESULT WINAPI Change::GetChangeUnits(IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Change::GetMadeWithKnowledge(IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Change::GetLearnedKnowledge(IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Change::SetWorkEstimate(DWORD) noexcept { return E_NOTIMPL; }

HRESULT WINAPI Conflict::GetDestinationProviderConflictingChange(ISyncChange** change) noexcept {
  return give_change(2, change);
}
HRESULT WINAPI Conflict::GetSourceProviderConflictingChange(ISyncChange** change) noexcept {
  return give_change(1, change);
}
HRESULT WINAPI Conflict::GetDestinationProviderConflictingData(IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Conflict::GetSourceProviderConflictingData(IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Conflict::GetResolveActionForChange(SYNC_RESOLVE_ACTION* action) noexcept {
  return give(action_.load(), action);
}
HRESULT WINAPI Conflict::SetResolveActionForChange(SYNC_RESOLVE_ACTION action) noexcept {
  if (action < SRA_DEFER || action >= SRA_LAST) return E_INVALIDARG;
  action_ = action;
  return S_OK;
}
HRESULT WINAPI Conflict::GetResolveActionForChangeUnit(IUnknown*, SYNC_RESOLVE_ACTION*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI Conflict::SetResolveActionForChangeUnit(IUnknown*, SYNC_RESOLVE_ACTION) noexcept { return E_NOTIMPL; }

HRESULT WINAPI RecoverableError::GetStage(SYNC_PROGRESS_STAGE* stage) noexcept {
  return give(SPS_CHANGE_APPLICATION, stage);
}
HRESULT WINAPI RecoverableError::GetProvider(SYNC_PROVIDER_ROLE* provider) noexcept {
  return give(SPR_DESTINATION, provider);
}
HRESULT WINAPI RecoverableError::GetChangeWithRecoverableError(ISyncChange** change) noexcept {
  return give_change(3, change);
}
HRESULT WINAPI RecoverableError::GetRecoverableErrorDataForChange(HRESULT* error,
                                                                  IRecoverableErrorData** data) noexcept {
  return guarded([&] {
    if (!error || !data) return E_POINTER;
    *error = E_ACCESSDENIED;
    hand_out<RecoverableErrorData>(data);
    return (*data)->Initialize(L"item", L"reason");
  });
}
HRESULT WINAPI RecoverableError::GetRecoverableErrorDataForChangeUnit(IUnknown*, HRESULT*,
                                                                      IRecoverableErrorData**) noexcept {
  return E_NOTIMPL;
}

HRESULT WINAPI RecoverableErrorData::Initialize(LPCWSTR name, LPCWSTR description) noexcept {
  return guarded([&] {
    name_ = name ? name : L"";
    description_ = description ? description : L"";
    return S_OK;
  });
}
HRESULT WINAPI RecoverableErrorData::GetItemDisplayName(LPWSTR name, DWORD* length) noexcept {
  return copy_text(name_, name, length);
}
HRESULT WINAPI RecoverableErrorData::GetErrorDescription(LPWSTR description, DWORD* length) noexcept {
  return copy_text(description_, description, length);
}

}  // namespace reference
