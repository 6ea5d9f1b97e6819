#include "winsync/records.h"

#include "com/text.h"

namespace winprogress::winsync {

namespace {

Napi::Value ToValue(Napi::Env env, DWORD number) { return Napi::Number::New(env, number); }

Napi::Value ToValue(Napi::Env env, int number) { return Napi::Number::New(env, number); }

Napi::Value ToValue(Napi::Env env, const std::wstring& text) { return com::FromWide(env, text); }

Napi::Value ToValue(Napi::Env env, const SyncVersion& version) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("replicaKey", Napi::Number::New(env, version.replica_key));
  object.Set("tickCount", Napi::BigInt::New(env, static_cast<std::uint64_t>(version.tick_count)));
  return object;
}

template <typename Value>
Napi::Value OrNull(Napi::Env env, const std::optional<Value>& value) {
  return value.has_value() ? ToValue(env, *value) : env.Null();
}

template <typename Convert>
auto IfGiven(const Napi::Value& value, Convert convert) -> std::optional<decltype(convert(value))> {
  if (value.IsNull()) return std::nullopt;
  return convert(value);
}

DWORD ToDword(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

int ToInt(const Napi::Value& value) { return value.As<Napi::Number>().Int32Value(); }

SyncVersion ToVersion(const Napi::Value& value) {
  const auto object = value.As<Napi::Object>();
  bool lossless = false;
  return {ToDword(object.Get("replicaKey")), object.Get("tickCount").As<Napi::BigInt>().Uint64Value(&lossless)};
}

}  // namespace

Napi::Value ToValue(Napi::Env env, const std::optional<Bytes>& bytes) {
  if (!bytes.has_value()) return env.Null();
  Napi::Uint8Array array = Napi::Uint8Array::New(env, bytes->size());
  std::copy(bytes->begin(), bytes->end(), array.Data());
  return array;
}

Napi::Value ToValue(Napi::Env env, const ChangeRecord& record) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("ownerReplicaId", ToValue(env, record.owner_replica_id));
  object.Set("rootItemId", ToValue(env, record.root_item_id));
  object.Set("changeVersion", OrNull(env, record.change_version));
  object.Set("creationVersion", OrNull(env, record.creation_version));
  object.Set("flags", OrNull(env, record.flags));
  object.Set("workEstimate", OrNull(env, record.work_estimate));
  return object;
}

Napi::Value ToValue(Napi::Env env, const ConflictRecord& record) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("destinationChange", OrNull(env, record.destination_change));
  object.Set("sourceChange", OrNull(env, record.source_change));
  return object;
}

Napi::Value ToValue(Napi::Env env, const RecoverableErrorRecord& record) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("stage", OrNull(env, record.stage));
  object.Set("provider", OrNull(env, record.provider));
  object.Set("change", OrNull(env, record.change));
  object.Set("hresult", record.result.has_value() ? ToValue(env, static_cast<DWORD>(*record.result)) : env.Null());
  object.Set("itemDisplayName", OrNull(env, record.item_display_name));
  object.Set("errorDescription", OrNull(env, record.error_description));
  return object;
}

Bytes ToBytes(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint8Array>();
  return Bytes(array.Data(), array.Data() + array.ByteLength());
}

ChangeRecord ToChangeRecord(const Napi::Value& value) {
  const auto object = value.As<Napi::Object>();
  return {
      IfGiven(object.Get("ownerReplicaId"), ToBytes),  IfGiven(object.Get("rootItemId"), ToBytes),
      IfGiven(object.Get("changeVersion"), ToVersion), IfGiven(object.Get("creationVersion"), ToVersion),
      IfGiven(object.Get("flags"), ToDword),           IfGiven(object.Get("workEstimate"), ToDword),
  };
}

ConflictRecord ToConflictRecord(const Napi::Value& value) {
  const auto object = value.As<Napi::Object>();
  return {IfGiven(object.Get("destinationChange"), ToChangeRecord),
          IfGiven(object.Get("sourceChange"), ToChangeRecord)};
}

RecoverableErrorRecord ToRecoverableErrorRecord(const Napi::Value& value) {
  const auto object = value.As<Napi::Object>();
  RecoverableErrorRecord record;
  record.stage = IfGiven(object.Get("stage"), ToInt);
  record.provider = IfGiven(object.Get("provider"), ToInt);
  record.change = IfGiven(object.Get("change"), ToChangeRecord);
  if (const auto result = IfGiven(object.Get("hresult"), ToDword)) record.result = static_cast<HRESULT>(*result);
  record.item_display_name = IfGiven(object.Get("itemDisplayName"), com::ToWide);
  record.error_description = IfGiven(object.Get("errorDescription"), com::ToWide);
  return record;
}

}  // namespace winprogress::winsync
