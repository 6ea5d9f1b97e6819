#pragma once

#include <napi.h>

#include <bits.h>

#include <optional>
#include <string>
#include <vector>

#include "com/codec.h"

// Readings of jobs, made in the lane and converted to the plain data of lib/bits/verbs.ts on the JavaScript thread.
namespace winprogress::bits {

struct FileName {
  std::wstring remote_name;
  std::wstring local_name;
};

struct FileRanges {
  std::vector<BG_FILE_RANGE> list;
};

struct FileRecord {
  FileName name;
  BG_FILE_PROGRESS progress = {};
};

struct ErrorRecord {
  BG_ERROR_CONTEXT context = BG_ERROR_CONTEXT_NONE;
  HRESULT hresult = S_OK;
  std::optional<FileName> file;
  std::optional<std::wstring> protocol;
};

struct JobRecord {
  BG_JOB_STATE state = BG_JOB_STATE_QUEUED;
  BG_JOB_PROGRESS progress = {};
  std::optional<ErrorRecord> error;
};

// The files as verbs take them.
FileName ToFileName(const Napi::Value& file);
std::vector<FileName> ToFileNames(const Napi::Value& files);
std::vector<BG_FILE_RANGE> ToFileRanges(const Napi::Value& ranges);

Napi::Value ToValue(Napi::Env env, const FileName& name);
Napi::Value ToValue(Napi::Env env, const FileRecord& file);
Napi::Value ToValue(Napi::Env env, const FileRanges& ranges);
Napi::Value ToValue(Napi::Env env, const ErrorRecord& error);
Napi::Value ToValue(Napi::Env env, const BG_JOB_PROGRESS& progress);
Napi::Value ToValue(Napi::Env env, const JobRecord& job);

// For records that have more than these.
com::ObjectWriter ToObject(Napi::Env env, const JobRecord& job);

// The array of a call: not null for no elements either, since a proxy refuses null before the service can answer.
template <typename Elements>
auto ToArray(Elements& elements, typename Elements::value_type& none) noexcept -> decltype(elements.data()) {
  return elements.empty() ? &none : elements.data();
}

}  // namespace winprogress::bits
