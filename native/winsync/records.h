#pragma once

#include <windows.h>

#include <napi.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "com/com_ptr.h"
#include "winsync/interfaces.h"

namespace winprogress::winsync {

using Bytes = std::vector<std::uint8_t>;

// ChangeRecord of lib/winsync/verbs.ts: what an ISyncChange tells, and nothing where it refuses to.
struct ChangeRecord {
  std::optional<Bytes> owner_replica_id;
  std::optional<Bytes> root_item_id;
  std::optional<SyncVersion> change_version;
  std::optional<SyncVersion> creation_version;
  std::optional<DWORD> flags;
  std::optional<DWORD> work_estimate;
};

// ConflictRecord.
struct ConflictRecord {
  std::optional<ChangeRecord> destination_change;
  std::optional<ChangeRecord> source_change;
};

// RecoverableErrorRecord.
struct RecoverableErrorRecord {
  std::optional<ProgressStage> stage;
  std::optional<ProviderRole> provider;
  std::optional<ChangeRecord> change;
  std::optional<HRESULT> result;
  std::optional<std::wstring> item_display_name;
  std::optional<std::wstring> error_description;
};

// On the JavaScript thread.
Napi::Value ToValue(Napi::Env env, const ChangeRecord& record);
Napi::Value ToValue(Napi::Env env, const ConflictRecord& record);
Napi::Value ToValue(Napi::Env env, const RecoverableErrorRecord& record);
Napi::Value ToValue(Napi::Env env, const std::optional<Bytes>& bytes);
ChangeRecord ToChangeRecord(const Napi::Value& value);
ConflictRecord ToConflictRecord(const Napi::Value& value);
RecoverableErrorRecord ToRecoverableErrorRecord(const Napi::Value& value);
Bytes ToBytes(const Napi::Value& value);

}  // namespace winprogress::winsync
