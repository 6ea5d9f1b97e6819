#include "bits/notification_sink.h"

#include "bits/job_reader.h"
#include "com/proxy_security.h"
#include "com/sink_result.h"

namespace winprogress::bits {

HRESULT NotificationSink::FileTransferred(IBackgroundCopyJob*, IBackgroundCopyFile* file) noexcept {
  return com::OrOutOfMemory([&] { return RaiseFile(modern::kNotifyFileTransferred, file, std::nullopt); });
}

HRESULT NotificationSink::FileRangesTransferred(IBackgroundCopyJob*, IBackgroundCopyFile* file, DWORD count,
                                                const BG_FILE_RANGE ranges[]) noexcept {
  if (ranges == nullptr && count != 0) return E_INVALIDARG;
  return com::OrOutOfMemory([&] {
    return RaiseFile(modern::kNotifyFileRangesTransferred, file,
                     FileRanges{std::vector<BG_FILE_RANGE>(ranges, ranges + count)});
  });
}

HRESULT NotificationSink::RaiseFile(DWORD flag, IBackgroundCopyFile* file, std::optional<FileRanges> ranges) {
  if (file == nullptr) return E_INVALIDARG;
  try {
    com::ComPtr<IBackgroundCopyFile> secured(file);
    com::SecureProxy(secured, com::Impersonation::kImpersonate);
    channel_->Raise(flag, {ReadFileName(*secured), std::move(ranges)});
    return S_OK;
  } catch (const com::HResultFailure& failure) {
    return failure.hresult();
  }
}

}  // namespace winprogress::bits
