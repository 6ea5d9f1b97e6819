#pragma once

#include <bits.h>

#include <memory>
#include <vector>

#include "bits/service_job.h"
#include "bits/service_object.h"
#include "com/lane_owned.h"

namespace winprogress::bits {

// A file of a job of the service.
using ServiceFile = ServiceObject<IBackgroundCopyFile>;

// FileVerbs of lib/bits/file-verbs.ts.
class File final : public ServiceRemoteObject<File, IBackgroundCopyFile> {
 public:
  static constexpr char kName[] = "BackgroundCopyFile";
  static com::NativeProperties Methods();

  explicit File(const Napi::CallbackInfo& info) : ServiceRemoteObject(info) {}

 private:
  Napi::Value ReadRecord(const Napi::CallbackInfo& info);
  Napi::Value GetFileRanges(const Napi::CallbackInfo& info);
  Napi::Value SetRemoteName(const Napi::CallbackInfo& info);
  Napi::Value GetTemporaryName(const Napi::CallbackInfo& info);
  Napi::Value SetValidationState(const Napi::CallbackInfo& info);
  Napi::Value GetValidationState(const Napi::CallbackInfo& info);
  Napi::Value IsDownloadedFromPeer(const Napi::CallbackInfo& info);
  Napi::Value GetPeerDownloadStats(const Napi::CallbackInfo& info);
  Napi::Value GetResponseHeaders(const Napi::CallbackInfo& info);
  Napi::Value UpdateDownloadPosition(const Napi::CallbackInfo& info);
  Napi::Value RequestFileRanges(const Napi::CallbackInfo& info);
  Napi::Value GetFilledFileRanges(const Napi::CallbackInfo& info);
};

// The files of a job. A file is found again by its place in the job. In the lane; throws HResultFailure.
std::vector<com::LaneOwned<ServiceFile>> OpenFiles(com::Lane& lane, IBackgroundCopyJob& job,
                                                   const com::LaneOwned<ServiceJob>& owner);

}  // namespace winprogress::bits
