#include "winsync/plain_objects.h"

#include <algorithm>
#include <string>
#include <utility>

#include "com/sink_result.h"
#include "winsync/session_state.h"

namespace winprogress::winsync {

using com::ComPtr;
using com::OrOutOfMemory;

namespace {

// For a null buffer, or one that is too small, the required size is returned.
template <typename Content, typename Unit>
HRESULT CopyOut(const Content& content, std::size_t length, Unit* buffer, DWORD* size) noexcept {
  if (size == nullptr) return E_POINTER;
  const DWORD capacity = buffer == nullptr ? 0 : *size;
  *size = static_cast<DWORD>(length);
  if (capacity < length) return kMoreData;
  std::copy_n(content.begin(), length, buffer);
  return S_OK;
}

HRESULT CopyId(const std::optional<Bytes>& id, BYTE* buffer, DWORD* size) noexcept {
  if (!id.has_value()) return E_NOTIMPL;
  return CopyOut(*id, id->size(), buffer, size);
}

// The length includes the terminator.
HRESULT CopyText(const std::optional<std::wstring>& text, LPWSTR buffer, DWORD* length) noexcept {
  if (!text.has_value()) return E_NOTIMPL;
  if (length == nullptr) return E_POINTER;
  const DWORD capacity = buffer == nullptr ? 0 : *length;
  *length = static_cast<DWORD>(text->size() + 1);
  if (capacity < *length) return kMoreData;
  std::copy_n(text->c_str(), text->size() + 1, buffer);
  return S_OK;
}

template <typename Value>
HRESULT CopyValue(const std::optional<Value>& value, Value* copy) noexcept {
  if (copy == nullptr) return E_POINTER;
  if (!value.has_value()) return E_NOTIMPL;
  *copy = *value;
  return S_OK;
}

template <typename Interface>
HRESULT Refuse(Interface** object) noexcept {
  if (object == nullptr) return E_POINTER;
  *object = nullptr;
  return E_NOTIMPL;
}

class Change final : public com::AgileObject<ISyncChange> {
 public:
  explicit Change(ChangeRecord record) : record_(std::move(record)) {}

  HRESULT STDMETHODCALLTYPE GetOwnerReplicaId(BYTE* id, DWORD* size) noexcept override {
    return CopyId(record_.owner_replica_id, id, size);
  }
  HRESULT STDMETHODCALLTYPE GetRootItemId(BYTE* id, DWORD* size) noexcept override {
    return CopyId(record_.root_item_id, id, size);
  }
  HRESULT STDMETHODCALLTYPE GetChangeVersion(const BYTE*, SyncVersion* version) noexcept override {
    return CopyValue(record_.change_version, version);
  }
  HRESULT STDMETHODCALLTYPE GetCreationVersion(const BYTE*, SyncVersion* version) noexcept override {
    return CopyValue(record_.creation_version, version);
  }
  HRESULT STDMETHODCALLTYPE GetFlags(DWORD* flags) noexcept override { return CopyValue(record_.flags, flags); }
  HRESULT STDMETHODCALLTYPE GetWorkEstimate(DWORD* work) noexcept override {
    return CopyValue(record_.work_estimate, work);
  }
  HRESULT STDMETHODCALLTYPE GetChangeUnits(IEnumSyncChangeUnits**) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetMadeWithKnowledge(ISyncKnowledge**) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetLearnedKnowledge(ISyncKnowledge**) noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetWorkEstimate(DWORD) noexcept override { return E_NOTIMPL; }

 private:
  const ChangeRecord record_;
};

HRESULT ReturnChange(const std::optional<ChangeRecord>& record, ISyncChange** change) noexcept {
  if (change == nullptr) return E_POINTER;
  *change = nullptr;
  if (!record.has_value()) return S_OK;
  return OrOutOfMemory([&] {
    com::Return(com::MakeObject<Change>(*record), change);
    return S_OK;
  });
}

class RecoverableErrorData final : public com::AgileObject<IRecoverableErrorData> {
 public:
  explicit RecoverableErrorData(const RecoverableErrorRecord& record)
      : name_(record.item_display_name), description_(record.error_description) {}

  HRESULT STDMETHODCALLTYPE Initialize(LPCWSTR, LPCWSTR) noexcept override { return kInvalidOperation; }
  HRESULT STDMETHODCALLTYPE GetItemDisplayName(LPWSTR name, DWORD* length) noexcept override {
    return CopyText(name_, name, length);
  }
  HRESULT STDMETHODCALLTYPE GetErrorDescription(LPWSTR description, DWORD* length) noexcept override {
    return CopyText(description_, description, length);
  }

 private:
  const std::optional<std::wstring> name_;
  const std::optional<std::wstring> description_;
};

class RecoverableError final : public com::AgileObject<IRecoverableError> {
 public:
  explicit RecoverableError(RecoverableErrorRecord record) : record_(std::move(record)) {}

  HRESULT STDMETHODCALLTYPE GetStage(ProgressStage* stage) noexcept override { return CopyValue(record_.stage, stage); }
  HRESULT STDMETHODCALLTYPE GetProvider(ProviderRole* provider) noexcept override {
    return CopyValue(record_.provider, provider);
  }
  HRESULT STDMETHODCALLTYPE GetChangeWithRecoverableError(ISyncChange** change) noexcept override {
    return ReturnChange(record_.change, change);
  }
  HRESULT STDMETHODCALLTYPE GetRecoverableErrorDataForChange(HRESULT* error,
                                                             IRecoverableErrorData** data) noexcept override {
    if (error == nullptr || data == nullptr) return E_POINTER;
    *data = nullptr;
    if (!record_.result.has_value() && !record_.item_display_name.has_value() && !record_.error_description.has_value())
      return E_NOTIMPL;
    *error = record_.result.value_or(S_OK);
    return OrOutOfMemory([&] {
      com::Return(com::MakeObject<RecoverableErrorData>(record_), data);
      return S_OK;
    });
  }
  HRESULT STDMETHODCALLTYPE GetRecoverableErrorDataForChangeUnit(ISyncChangeUnit*, HRESULT*,
                                                                 IRecoverableErrorData** data) noexcept override {
    return Refuse(data);
  }

 private:
  const RecoverableErrorRecord record_;
};

}  // namespace

ComPtr<ISyncChange> MakeChange(ChangeRecord record) {
  return ComPtr<ISyncChange>(com::MakeObject<Change>(std::move(record)).Get());
}

ComPtr<IRecoverableError> MakeRecoverableError(RecoverableErrorRecord record) {
  return ComPtr<IRecoverableError>(com::MakeObject<RecoverableError>(std::move(record)).Get());
}

HRESULT Conflict::GetDestinationProviderConflictingChange(ISyncChange** change) noexcept {
  return ReturnChange(record_.destination_change, change);
}

HRESULT Conflict::GetSourceProviderConflictingChange(ISyncChange** change) noexcept {
  return ReturnChange(record_.source_change, change);
}

HRESULT Conflict::GetDestinationProviderConflictingData(IUnknown** data) noexcept { return Refuse(data); }

HRESULT Conflict::GetSourceProviderConflictingData(IUnknown** data) noexcept { return Refuse(data); }

HRESULT Conflict::GetResolveActionForChange(ResolveAction* action) noexcept {
  if (action == nullptr) return E_POINTER;
  *action = action_;
  return S_OK;
}

HRESULT Conflict::SetResolveActionForChange(ResolveAction action) noexcept {
  if (action < kDefer || action > kTransferAndDefer) return E_INVALIDARG;
  action_ = action;
  return S_OK;
}

HRESULT Conflict::GetResolveActionForChangeUnit(ISyncChangeUnit*, ResolveAction*) noexcept { return E_NOTIMPL; }

HRESULT Conflict::SetResolveActionForChangeUnit(ISyncChangeUnit*, ResolveAction) noexcept { return E_NOTIMPL; }

}  // namespace winprogress::winsync
