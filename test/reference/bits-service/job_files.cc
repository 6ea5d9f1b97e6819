#include <algorithm>

#include "enumerator.h"
#include "job_object.h"
#include "names.h"

namespace reference {
namespace {

constexpr UINT64 kToTheEnd = BG_LENGTH_TO_EOF;

/** Throws for ranges that pass the end of 64 bits or overlap. */
void check_ranges(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const BG_FILE_RANGE& left, const BG_FILE_RANGE& right) {
    return left.InitialOffset < right.InitialOffset;
  });
  UINT64 end = 0;
  for (const BG_FILE_RANGE& range : ranges) {
    if (range.Length == 0) throw Failure(kInvalidRange);
    if (range.Length != kToTheEnd && range.InitialOffset + range.Length < range.InitialOffset)
      throw Failure(kInvalidRange);
    if (range.InitialOffset < end) throw Failure(kOverlappingRanges);
    end = range.Length == kToTheEnd ? kToTheEnd : range.InitialOffset + range.Length;
  }
}

/** A folder cannot be written as a file. */
bool is_folder(const wchar_t* path) noexcept {
  const DWORD attributes = GetFileAttributesW(path);
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

}  // namespace

HRESULT JobObject::AddFileSet(ULONG count, BG_FILE_INFO* set) noexcept {
  return guarded([&] {
    json::Array files;
    for (ULONG index = 0; index < count; ++index)
      files.push_back(json::Object{{"RemoteName", set[index].RemoteName}, {"LocalName", set[index].LocalName}});
    const json::Object arguments{{"cFileCount", count}, {"pFileSet", std::move(files)}};
    return change("IBackgroundCopyJob.AddFileSet", arguments, [&] {
      if (count == 0) return E_INVALIDARG;
      // All of them or none.
      const std::size_t before = job_->files.size();
      const HRESULT result = guarded([&] {
        for (ULONG index = 0; index < count; ++index)
          add(set[index].RemoteName, set[index].LocalName, {});
        return S_OK;
      });
      if (FAILED(result)) job_->files.resize(before);
      return result;
    });
  });
}

HRESULT JobObject::AddFile(LPCWSTR remote, LPCWSTR local) noexcept {
  return guarded([&] {
    const json::Object arguments{{"RemoteUrl", remote}, {"LocalName", local}};
    return change("IBackgroundCopyJob.AddFile", arguments, [&] {
      add(remote, local, {});
      return S_OK;
    });
  });
}

HRESULT JobObject::AddFileWithRanges(LPCWSTR remote, LPCWSTR local, DWORD count, BG_FILE_RANGE* ranges) noexcept {
  return guarded([&] {
    const json::Object arguments{
        {"RemoteUrl", remote}, {"LocalName", local}, {"RangeCount", count}, {"Ranges", json_of(ranges, count)}};
    return change("IBackgroundCopyJob3.AddFileWithRanges", arguments, [&] {
      if (!job_->download()) return E_NOTIMPL;
      if (count == 0) return E_INVALIDARG;
      if (count > service_.settings.ranges_per_file) return kTooManyRangesInFile;
      const Ranges list(ranges, ranges + count);
      check_ranges(list);
      add(remote, local, list);
      return S_OK;
    });
  });
}

void JobObject::add(const wchar_t* remote, const wchar_t* local, Ranges ranges) {
  if (!job_->download() && !job_->files.empty()) throw Failure(kTooManyFiles);
  if (job_->files.size() >= service_.settings.files_per_job) throw Failure(kTooManyFilesInJob);
  if (!is_remote_name(remote) || !is_local_name(local)) throw Failure(E_INVALIDARG);
  if (is_folder(local)) throw Failure(E_ACCESSDENIED);
  const auto file = std::make_shared<FileState>();
  file->remote_name = remote;
  file->local_name = local;
  file->ranges = std::move(ranges);
  job_->files.push_back(file);
}

HRESULT JobObject::EnumFiles(IEnumBackgroundCopyFiles** out) noexcept {
  return answer("IBackgroundCopyJob.EnumFiles", [&] {
    std::vector<FileEnumerator::Element> files;
    for (const File& file : job_->files)
      files.push_back(FileEnumerator::Element::attach(make_file(service_, job_, file).detach()));
    *out = new FileEnumerator(service_, job_->id, std::move(files));
    return S_OK;
  });
}

HRESULT JobObject::ReplaceRemotePrefix(LPCWSTR old_prefix, LPCWSTR new_prefix) noexcept {
  return guarded([&] {
    const json::Object arguments{{"OldPrefix", old_prefix}, {"NewPrefix", new_prefix}};
    return change("IBackgroundCopyJob3.ReplaceRemotePrefix", arguments, [&] {
      const std::wstring from = old_prefix;
      if (!job_->download()) return E_NOTIMPL;
      if (from.empty() || *new_prefix == L'\0') return E_INVALIDARG;
      std::vector<std::pair<File, std::wstring>> renamed;
      for (const File& file : job_->files) {
        if (file->remote_name.compare(0, from.size(), from) != 0) continue;
        renamed.emplace_back(file, new_prefix + file->remote_name.substr(from.size()));
        if (!is_remote_name(renamed.back().second.c_str())) return E_INVALIDARG;
      }
      for (auto& [file, name] : renamed)
        file->remote_name = std::move(name);
      return renamed.empty() ? S_FALSE : S_OK;
    });
  });
}

}  // namespace reference
