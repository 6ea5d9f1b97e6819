#pragma once

#include <windows.h>

#include <napi.h>

#include <optional>
#include <string>

#include "com/codec.h"
#include "winsync/id_format.h"
#include "winsync/interfaces.h"

namespace winprogress::winsync {

// ChangeRecord of lib/winsync/verbs.ts: the values of an ISyncChange; std::nullopt for those that it refuses.
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

Napi::Value ToValue(Napi::Env env, const ChangeRecord& record);
Napi::Value ToValue(Napi::Env env, const ConflictRecord& record);
Napi::Value ToValue(Napi::Env env, const RecoverableErrorRecord& record);

}  // namespace winprogress::winsync

namespace winprogress::com {

template <>
struct Reader<winsync::ChangeRecord> {
  static winsync::ChangeRecord Read(const Napi::Value& value);
};

template <>
struct Reader<winsync::ConflictRecord> {
  static winsync::ConflictRecord Read(const Napi::Value& value);
};

template <>
struct Reader<winsync::RecoverableErrorRecord> {
  static winsync::RecoverableErrorRecord Read(const Napi::Value& value);
};

}  // namespace winprogress::com
