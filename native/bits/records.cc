#include "bits/records.h"

#include <cstdint>

namespace winprogress::com {

template <>
struct Reader<bits::FileName> {
  static bits::FileName Read(const Napi::Value& value) {
    return {From<std::wstring>(value, "remoteName"), From<std::wstring>(value, "localName")};
  }
};

template <>
struct Reader<BG_FILE_RANGE> {
  static BG_FILE_RANGE Read(const Napi::Value& value) {
    return {From<std::uint64_t>(value, "offset"), From<std::uint64_t>(value, "length")};
  }
};

}  // namespace winprogress::com

namespace winprogress::bits {

namespace {

std::uint64_t ToBytes(UINT64 count) { return count; }

}  // namespace

FileName ToFileName(const Napi::Value& file) { return com::From<FileName>(file); }

std::vector<FileName> ToFileNames(const Napi::Value& files) { return com::From<std::vector<FileName>>(files); }

std::vector<BG_FILE_RANGE> ToFileRanges(const Napi::Value& ranges) {
  return com::From<std::vector<BG_FILE_RANGE>>(ranges);
}

Napi::Value ToValue(Napi::Env env, const FileName& name) {
  return com::ObjectWriter(env).Set("remoteName", name.remote_name).Set("localName", name.local_name).object();
}

Napi::Value ToValue(Napi::Env env, const FileRecord& file) {
  return com::ObjectWriter(env)
      .Set("remoteName", file.name.remote_name)
      .Set("localName", file.name.local_name)
      .Set("bytesTotal", ToBytes(file.progress.BytesTotal))
      .Set("bytesTransferred", ToBytes(file.progress.BytesTransferred))
      .Set("completed", file.progress.Completed != FALSE)
      .object();
}

Napi::Value ToValue(Napi::Env env, const FileRanges& ranges) {
  const Napi::Array array = Napi::Array::New(env, ranges.list.size());
  for (std::size_t index = 0; index < ranges.list.size(); ++index)
    com::SetElement(array, index,
                    com::ObjectWriter(env)
                        .Set("offset", ToBytes(ranges.list[index].InitialOffset))
                        .Set("length", ToBytes(ranges.list[index].Length))
                        .object());
  return array;
}

Napi::Value ToValue(Napi::Env env, const ErrorRecord& error) {
  return com::ObjectWriter(env)
      .Set("context", error.context)
      .SetHResult("hresult", error.hresult)
      .Set("file", error.file)
      .Set("protocol", error.protocol)
      .object();
}

Napi::Value ToValue(Napi::Env env, const BG_JOB_PROGRESS& progress) {
  return com::ObjectWriter(env)
      .Set("bytesTotal", ToBytes(progress.BytesTotal))
      .Set("bytesTransferred", ToBytes(progress.BytesTransferred))
      .Set("filesTotal", progress.FilesTotal)
      .Set("filesTransferred", progress.FilesTransferred)
      .object();
}

com::ObjectWriter ToObject(Napi::Env env, const JobRecord& job) {
  com::ObjectWriter object(env);
  object.Set("state", job.state).Set("progress", ToValue(env, job.progress)).Set("error", job.error);
  return object;
}

Napi::Value ToValue(Napi::Env env, const JobRecord& job) { return ToObject(env, job).object(); }

}  // namespace winprogress::bits
