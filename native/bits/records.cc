#include "bits/records.h"

#include <cstdint>

#include "com/text.h"

namespace winprogress::bits {

std::vector<FileName> ToFileNames(const Napi::Value& files) {
  const Napi::Array array = files.As<Napi::Array>();
  std::vector<FileName> names;
  names.reserve(array.Length());
  for (std::uint32_t index = 0; index < array.Length(); ++index) {
    const Napi::Object file = Napi::Value(array[index]).As<Napi::Object>();
    names.push_back({com::ToWide(file.Get("remoteName")), com::ToWide(file.Get("localName"))});
  }
  return names;
}

Napi::Object ToObject(Napi::Env env, const FileName& name) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("remoteName", com::FromWide(env, name.remote_name));
  object.Set("localName", com::FromWide(env, name.local_name));
  return object;
}

Napi::Object ToObject(Napi::Env env, const FileRecord& file) {
  Napi::Object object = ToObject(env, file.name);
  object.Set("bytesTotal", Napi::BigInt::New(env, static_cast<std::uint64_t>(file.progress.BytesTotal)));
  object.Set("bytesTransferred", Napi::BigInt::New(env, static_cast<std::uint64_t>(file.progress.BytesTransferred)));
  object.Set("completed", Napi::Boolean::New(env, file.progress.Completed != FALSE));
  return object;
}

Napi::Object ToObject(Napi::Env env, const ErrorRecord& error) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("context", Napi::Number::New(env, error.context));
  object.Set("hresult", Napi::Number::New(env, static_cast<std::uint32_t>(error.hresult)));
  if (error.file.has_value()) {
    object.Set("file", ToObject(env, *error.file));
  } else {
    object.Set("file", env.Null());
  }
  return object;
}

Napi::Object ToObject(Napi::Env env, const BG_JOB_PROGRESS& progress) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("bytesTotal", Napi::BigInt::New(env, static_cast<std::uint64_t>(progress.BytesTotal)));
  object.Set("bytesTransferred", Napi::BigInt::New(env, static_cast<std::uint64_t>(progress.BytesTransferred)));
  object.Set("filesTotal", Napi::Number::New(env, progress.FilesTotal));
  object.Set("filesTransferred", Napi::Number::New(env, progress.FilesTransferred));
  return object;
}

Napi::Object ToObject(Napi::Env env, const JobRecord& job) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("state", Napi::Number::New(env, job.state));
  object.Set("progress", ToObject(env, job.progress));
  if (job.error.has_value()) {
    object.Set("error", ToObject(env, *job.error));
  } else {
    object.Set("error", env.Null());
  }
  return object;
}

}  // namespace winprogress::bits
