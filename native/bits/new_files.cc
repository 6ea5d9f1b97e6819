#include "bits/new_files.h"

#include <string>
#include <utility>

#include "bits/job_interfaces.h"
#include "com/codec.h"
#include "com/hresult.h"

namespace winprogress::bits {

using com::ThrowIfFailed;

NewFile ToNewFile(const Napi::Value& name, const Napi::Value& ranges) {
  return {ToFileName(name), ranges.IsUndefined() ? std::vector<BG_FILE_RANGE>() : ToFileRanges(ranges)};
}

std::vector<NewFile> ToNewFiles(const Napi::Value& files) {
  std::vector<NewFile> made;
  if (files.IsUndefined()) return made;
  const auto array = files.As<Napi::Array>();
  for (std::uint32_t index = 0; index < array.Length(); ++index) {
    const Napi::Value file = array.Get(index);
    made.push_back(ToNewFile(file, com::Property(file, "ranges")));
  }
  return made;
}

HRESULT AddFileSet(IBackgroundCopyJob& job, std::vector<FileName> names) {
  std::vector<BG_FILE_INFO> files;
  files.reserve(names.size());
  for (FileName& name : names)
    files.push_back({name.remote_name.data(), name.local_name.data()});
  BG_FILE_INFO none = {};
  return job.AddFileSet(static_cast<ULONG>(files.size()), ToArray(files, none));
}

HRESULT AddWithRanges(IBackgroundCopyJob& job, NewFile file) {
  BG_FILE_RANGE none = {};
  return JobInterfaces(job)
      .Get<IBackgroundCopyJob3>(kAddFileWithRanges)
      .AddFileWithRanges(file.name.remote_name.c_str(), file.name.local_name.c_str(),
                         static_cast<DWORD>(file.ranges.size()), ToArray(file.ranges, none));
}

void AddFiles(IBackgroundCopyJob& job, const std::vector<NewFile>& files) {
  std::vector<FileName> whole;
  const auto add_whole = [&] {
    if (!whole.empty()) ThrowIfFailed(AddFileSet(job, std::exchange(whole, {})), "IBackgroundCopyJob.AddFileSet");
  };
  for (const NewFile& file : files) {
    if (file.ranges.empty()) {
      whole.push_back(file.name);
    } else {
      add_whole();
      ThrowIfFailed(AddWithRanges(job, file), kAddFileWithRanges);
    }
  }
  add_whole();
}

}  // namespace winprogress::bits
