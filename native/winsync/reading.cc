#include "winsync/reading.h"

#include <cwchar>

#include "com/com_ptr.h"

namespace winprogress::winsync {

using com::ComPtr;

namespace {

// More than any id or text needs; an object that requires more is faulty.
constexpr DWORD kLargest = 0x10000;

// read(buffer, &size) follows the contract of the buffers: a null buffer returns the size. Units are bytes or
// characters.
template <typename Buffer, typename Read>
std::optional<Buffer> ReadBuffer(Read read) {
  DWORD size = 0;
  const HRESULT asked = read(nullptr, &size);
  if (FAILED(asked) && asked != kMoreData) return std::nullopt;
  if (size == 0) return Buffer();
  if (size > kLargest) return std::nullopt;
  Buffer buffer(size, typename Buffer::value_type());
  if (FAILED(read(buffer.data(), &size)) || size > buffer.size()) return std::nullopt;
  buffer.resize(size);
  return buffer;
}

template <typename Value, typename Read>
std::optional<Value> ReadValue(Read read) {
  Value value = {};
  if (FAILED(read(&value))) return std::nullopt;
  return value;
}

template <typename Get>
std::optional<ChangeRecord> ReadChangeOf(Get get) {
  ComPtr<ISyncChange> change;
  if (FAILED(get(change.Receive())) || !change) return std::nullopt;
  return ReadChange(*change);
}

// The length includes the terminator, which the text omits.
template <typename Read>
std::optional<std::wstring> ReadText(Read read) {
  std::optional<std::wstring> text = ReadBuffer<std::wstring>(read);
  if (text.has_value()) text->resize(std::wcslen(text->c_str()));
  return text;
}

}  // namespace

ChangeRecord ReadChange(ISyncChange& change) {
  ChangeRecord record;
  record.owner_replica_id =
      ReadBuffer<Bytes>([&](BYTE* id, DWORD* size) { return change.GetOwnerReplicaId(id, size); });
  record.root_item_id = ReadBuffer<Bytes>([&](BYTE* id, DWORD* size) { return change.GetRootItemId(id, size); });
  const BYTE* replica = record.owner_replica_id.has_value() ? record.owner_replica_id->data() : nullptr;
  record.change_version =
      ReadValue<SyncVersion>([&](SyncVersion* version) { return change.GetChangeVersion(replica, version); });
  record.creation_version =
      ReadValue<SyncVersion>([&](SyncVersion* version) { return change.GetCreationVersion(replica, version); });
  record.flags = ReadValue<DWORD>([&](DWORD* flags) { return change.GetFlags(flags); });
  record.work_estimate = ReadValue<DWORD>([&](DWORD* work) { return change.GetWorkEstimate(work); });
  return record;
}

ConflictRecord ReadConflict(IChangeConflict& conflict) {
  return {
      ReadChangeOf([&](ISyncChange** change) { return conflict.GetDestinationProviderConflictingChange(change); }),
      ReadChangeOf([&](ISyncChange** change) { return conflict.GetSourceProviderConflictingChange(change); }),
  };
}

RecoverableErrorRecord ReadRecoverableError(IRecoverableError& error) {
  RecoverableErrorRecord record;
  record.stage = ReadValue<ProgressStage>([&](ProgressStage* stage) { return error.GetStage(stage); });
  record.provider = ReadValue<ProviderRole>([&](ProviderRole* provider) { return error.GetProvider(provider); });
  record.change = ReadChangeOf([&](ISyncChange** change) { return error.GetChangeWithRecoverableError(change); });
  HRESULT result = S_OK;
  ComPtr<IRecoverableErrorData> data;
  if (FAILED(error.GetRecoverableErrorDataForChange(&result, data.Receive()))) return record;
  // S_OK is no error: the object has texts alone.
  if (result != S_OK) record.result = result;
  if (!data) return record;
  record.item_display_name =
      ReadText([&](LPWSTR text, DWORD* length) { return data->GetItemDisplayName(text, length); });
  record.error_description =
      ReadText([&](LPWSTR text, DWORD* length) { return data->GetErrorDescription(text, length); });
  return record;
}

}  // namespace winprogress::winsync
