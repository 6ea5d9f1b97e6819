#include "winsync/records.h"

#include <cstdint>

namespace winprogress::winsync {

namespace {

Napi::Value ToValue(Napi::Env env, const SyncVersion& version) {
  return com::ObjectWriter(env)
      .Set("replicaKey", version.replica_key)
      .Set("tickCount", static_cast<std::uint64_t>(version.tick_count))
      .object();
}

template <typename Value>
Napi::Value OrNull(Napi::Env env, const std::optional<Value>& value) {
  return value.has_value() ? ToValue(env, *value) : env.Null();
}

}  // namespace

Napi::Value ToValue(Napi::Env env, const ChangeRecord& record) {
  return com::ObjectWriter(env)
      .Set("ownerReplicaId", record.owner_replica_id)
      .Set("rootItemId", record.root_item_id)
      .Set("changeVersion", OrNull(env, record.change_version))
      .Set("creationVersion", OrNull(env, record.creation_version))
      .Set("flags", record.flags)
      .Set("workEstimate", record.work_estimate)
      .object();
}

Napi::Value ToValue(Napi::Env env, const ConflictRecord& record) {
  return com::ObjectWriter(env)
      .Set("destinationChange", record.destination_change)
      .Set("sourceChange", record.source_change)
      .object();
}

Napi::Value ToValue(Napi::Env env, const RecoverableErrorRecord& record) {
  com::ObjectWriter object(env);
  object.Set("stage", record.stage).Set("provider", record.provider).Set("change", record.change);
  object.Set("hresult", record.result.has_value() ? com::ToHResultValue(env, *record.result) : env.Null());
  object.Set("itemDisplayName", record.item_display_name).Set("errorDescription", record.error_description);
  return object.object();
}

}  // namespace winprogress::winsync

namespace winprogress::com {

template <>
struct Reader<winsync::SyncVersion> {
  static winsync::SyncVersion Read(const Napi::Value& value) {
    return {From<DWORD>(value, "replicaKey"), From<std::uint64_t>(value, "tickCount")};
  }
};

winsync::ChangeRecord Reader<winsync::ChangeRecord>::Read(const Napi::Value& value) {
  return {
      From<std::optional<Bytes>>(value, "ownerReplicaId"),
      From<std::optional<Bytes>>(value, "rootItemId"),
      From<std::optional<winsync::SyncVersion>>(value, "changeVersion"),
      From<std::optional<winsync::SyncVersion>>(value, "creationVersion"),
      From<std::optional<DWORD>>(value, "flags"),
      From<std::optional<DWORD>>(value, "workEstimate"),
  };
}

winsync::ConflictRecord Reader<winsync::ConflictRecord>::Read(const Napi::Value& value) {
  return {From<std::optional<winsync::ChangeRecord>>(value, "destinationChange"),
          From<std::optional<winsync::ChangeRecord>>(value, "sourceChange")};
}

winsync::RecoverableErrorRecord Reader<winsync::RecoverableErrorRecord>::Read(const Napi::Value& value) {
  return {
      From<std::optional<winsync::ProgressStage>>(value, "stage"),
      From<std::optional<winsync::ProviderRole>>(value, "provider"),
      From<std::optional<winsync::ChangeRecord>>(value, "change"),
      From<std::optional<HRESULT>>(value, "hresult"),
      From<std::optional<std::wstring>>(value, "itemDisplayName"),
      From<std::optional<std::wstring>>(value, "errorDescription"),
  };
}

}  // namespace winprogress::com
