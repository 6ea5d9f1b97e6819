#include "bits/file.h"

#include <string>
#include <utility>

#include "bits/identifiers.h"
#include "bits/job_reader.h"
#include "bits/modern_interfaces.h"
#include "bits/records.h"
#include "com/activation.h"
#include "com/codec.h"
#include "com/plain_value.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::From;
using com::ThrowIfFailed;

namespace {

// The interface that a later version of BITS has added.
template <typename Interface>
com::ComPtr<Interface> Added(IBackgroundCopyFile& file, const char* operation) {
  return com::QueryProxy<Interface>(file, operation, com::Impersonation::kImpersonate);
}

// A method of such an interface with one out parameter: BOOL or a text.
template <typename Interface>
com::PlainValue GetFlag(IBackgroundCopyFile& file, const char* operation,
                        HRESULT (STDMETHODCALLTYPE Interface::*method)(BOOL*)) {
  BOOL flag = FALSE;
  ThrowIfFailed((*Added<Interface>(file, operation).*method)(&flag), operation);
  return flag != FALSE;
}

// A method of such an interface that gives ranges.
template <typename Interface>
com::PlainValue GetRanges(IBackgroundCopyFile& file, const char* operation,
                          HRESULT (STDMETHODCALLTYPE Interface::*method)(DWORD*, BG_FILE_RANGE**)) {
  DWORD count = 0;
  BG_FILE_RANGE* received = nullptr;
  ThrowIfFailed((*Added<Interface>(file, operation).*method)(&count, &received), operation);
  const com::TaskMemory<BG_FILE_RANGE> ranges(received);
  com::PlainList list;
  for (DWORD index = 0; ranges != nullptr && index < count; ++index)
    list.push_back(com::PlainObject{{"offset", std::uint64_t{ranges.get()[index].InitialOffset}},
                                    {"length", std::uint64_t{ranges.get()[index].Length}}});
  return list;
}

}  // namespace

com::NativeProperties File::Methods() {
  return {
      InstanceMethod("read", &File::ReadRecord),
      InstanceMethod("getFileRanges", &File::GetFileRanges),
      InstanceMethod("setRemoteName", &File::SetRemoteName),
      InstanceMethod("getTemporaryName", &File::GetTemporaryName),
      InstanceMethod("setValidationState", &File::SetValidationState),
      InstanceMethod("getValidationState", &File::GetValidationState),
      InstanceMethod("isDownloadedFromPeer", &File::IsDownloadedFromPeer),
      InstanceMethod("getPeerDownloadStats", &File::GetPeerDownloadStats),
      InstanceMethod("getResponseHeaders", &File::GetResponseHeaders),
      InstanceMethod("updateDownloadPosition", &File::UpdateDownloadPosition),
      InstanceMethod("requestFileRanges", &File::RequestFileRanges),
      InstanceMethod("getFilledFileRanges", &File::GetFilledFileRanges),
  };
}

Napi::Value File::ReadRecord(const Napi::CallbackInfo& info) {
  return Read(info.Env(), "IBackgroundCopyFile.GetProgress", ReadFile);
}

Napi::Value File::GetFileRanges(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile2.GetFileRanges";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyFile& file) {
    return GetRanges(file, kOperation, &IBackgroundCopyFile2::GetFileRanges);
  });
}

Napi::Value File::SetRemoteName(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile2.SetRemoteName";
  return Invoke(info.Env(), kOperation, [name = From<std::wstring>(info[0])](IBackgroundCopyFile& file) {
    return Added<IBackgroundCopyFile2>(file, kOperation)->SetRemoteName(name.c_str());
  });
}

Napi::Value File::GetTemporaryName(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile3.GetTemporaryName";
  return GetText(info.Env(), kOperation, [](IBackgroundCopyFile& file, LPWSTR* name) {
    return Added<modern::IBackgroundCopyFile3>(file, kOperation)->GetTemporaryName(name);
  });
}

Napi::Value File::SetValidationState(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile3.SetValidationState";
  return Invoke(info.Env(), kOperation, [is_valid = From<bool>(info[0])](IBackgroundCopyFile& file) {
    return Added<modern::IBackgroundCopyFile3>(file, kOperation)->SetValidationState(is_valid ? TRUE : FALSE);
  });
}

Napi::Value File::GetValidationState(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile3.GetValidationState";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyFile& file) {
    return GetFlag(file, kOperation, &modern::IBackgroundCopyFile3::GetValidationState);
  });
}

Napi::Value File::IsDownloadedFromPeer(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile3.IsDownloadedFromPeer";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyFile& file) {
    return GetFlag(file, kOperation, &modern::IBackgroundCopyFile3::IsDownloadedFromPeer);
  });
}

Napi::Value File::GetPeerDownloadStats(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile4.GetPeerDownloadStats";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyFile& file) -> com::PlainValue {
    UINT64 from_origin = 0;
    UINT64 from_peers = 0;
    ThrowIfFailed(
        Added<modern::IBackgroundCopyFile4>(file, kOperation)->GetPeerDownloadStats(&from_origin, &from_peers),
        kOperation);
    return com::PlainObject{{"fromOrigin", std::uint64_t{from_origin}}, {"fromPeers", std::uint64_t{from_peers}}};
  });
}

Napi::Value File::GetResponseHeaders(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile5.GetProperty";
  return GetText(info.Env(), kOperation, [](IBackgroundCopyFile& file, LPWSTR* text) {
    modern::FilePropertyValue value = {};
    const HRESULT result =
        Added<modern::IBackgroundCopyFile5>(file, kOperation)->GetProperty(modern::kHttpResponseHeaders, &value);
    *text = value.String;
    return result;
  });
}

Napi::Value File::UpdateDownloadPosition(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile6.UpdateDownloadPosition";
  return Invoke(info.Env(), kOperation, [offset = From<std::uint64_t>(info[0])](IBackgroundCopyFile& file) {
    return Added<modern::IBackgroundCopyFile6>(file, kOperation)->UpdateDownloadPosition(offset);
  });
}

Napi::Value File::RequestFileRanges(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile6.RequestFileRanges";
  return Invoke(info.Env(), kOperation, [ranges = ToFileRanges(info[0])](IBackgroundCopyFile& file) {
    BG_FILE_RANGE none = {};
    return Added<modern::IBackgroundCopyFile6>(file, kOperation)
        ->RequestFileRanges(static_cast<DWORD>(ranges.size()), ToArray(ranges, none));
  });
}

Napi::Value File::GetFilledFileRanges(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyFile6.GetFilledFileRanges";
  return ReadPlain(info.Env(), kOperation, [](IBackgroundCopyFile& file) {
    return GetRanges(file, kOperation, &modern::IBackgroundCopyFile6::GetFilledFileRanges);
  });
}

std::vector<com::LaneOwned<ServiceFile>> OpenFiles(com::Lane& lane, IBackgroundCopyJob& job,
                                                   const com::LaneOwned<ServiceJob>& owner) {
  std::vector<com::LaneOwned<ServiceFile>> files;
  for (com::ComPtr<IBackgroundCopyFile>& file : ListFiles(job)) {
    const std::size_t index = files.size();
    files.push_back(com::LaneOwned<ServiceFile>::Make(lane, std::move(file), [owner, index] {
      constexpr const char* kOperation = "IBackgroundCopyJob.EnumFiles";
      return owner.Use(kOperation)->Run(Repeat::kAlways, [index](IBackgroundCopyJob& found) {
        auto listed = ListFiles(found);
        // Files are never removed from a job.
        if (index >= listed.size()) throw com::HResultFailure(E_UNEXPECTED, kOperation);
        return listed[index];
      });
    }));
  }
  return files;
}

}  // namespace winprogress::bits
