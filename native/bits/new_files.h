#pragma once

#include <napi.h>

#include <bits.h>

#include <vector>

#include "bits/records.h"

// Files that are added to a job. The functions that take a job run in the lane.
namespace winprogress::bits {

inline constexpr char kAddFileWithRanges[] = "IBackgroundCopyJob3.AddFileWithRanges";

// NewFile of lib/bits/file-verbs.ts.
struct NewFile {
  FileName name;
  // Empty for the whole file.
  std::vector<BG_FILE_RANGE> ranges;
};

NewFile ToNewFile(const Napi::Value& name, const Napi::Value& ranges);
// Undefined for none.
std::vector<NewFile> ToNewFiles(const Napi::Value& files);

HRESULT AddFileSet(IBackgroundCopyJob& job, std::vector<FileName> names);
// Throws HResultFailure for a version of BITS that has no ranges.
HRESULT AddWithRanges(IBackgroundCopyJob& job, NewFile file);
// All in their order, those without ranges in as few calls as possible. Throws HResultFailure.
void AddFiles(IBackgroundCopyJob& job, const std::vector<NewFile>& files);

}  // namespace winprogress::bits
