#include "job_object.h"
#include "names.h"

namespace reference {
namespace {

constexpr std::size_t kLargestReply = 1'048'576;

FILETIME file_time(UINT64 time) noexcept { return {static_cast<DWORD>(time), static_cast<DWORD>(time >> 32)}; }

/** Puts a transferred file in place. A file whose bytes no test has written has no temporary name. */
HRESULT place(const FileState& file) noexcept {
  if (file.temporary_name.empty()) return S_OK;
  const BOOL moved = MoveFileExW(file.temporary_name.c_str(), file.local_name.c_str(),
                                 MOVEFILE_REPLACE_EXISTING | MOVEFILE_COPY_ALLOWED);
  return moved ? S_OK : HRESULT_FROM_WIN32(GetLastError());
}

/** Deletes the temporary file of a file that will not be in place. */
bool discard(const FileState& file) noexcept {
  return file.completed || file.temporary_name.empty() || DeleteFileW(file.temporary_name.c_str()) ||
         GetLastError() == ERROR_FILE_NOT_FOUND;
}

}  // namespace

HRESULT JobObject::Suspend() noexcept {
  return answer("IBackgroundCopyJob.Suspend", [&] {
    if (job_->final()) return kInvalidState;
    if (job_->state != BG_JOB_STATE_SUSPENDED) service_.enter(job_, BG_JOB_STATE_SUSPENDED);
    return S_OK;
  });
}

HRESULT JobObject::Resume() noexcept {
  return answer("IBackgroundCopyJob.Resume", [&] {
    if (job_->final()) return kInvalidState;
    if (job_->files.empty()) return kEmpty;
    job_->resumed = true;
    if (!job_->running() || job_->state == BG_JOB_STATE_TRANSIENT_ERROR) service_.enter(job_, BG_JOB_STATE_QUEUED);
    return S_OK;
  });
}

HRESULT JobObject::Cancel() noexcept {
  ComPtr<IUnknown> callback;
  return answer("IBackgroundCopyJob.Cancel", [&] {
    if (job_->final()) return kInvalidState;
    bool deleted = true;
    for (const File& file : job_->files)
      deleted = discard(*file) && deleted;
    callback = finish(BG_JOB_STATE_CANCELLED);
    return deleted ? S_OK : kUnableToDeleteFiles;
  });
}

HRESULT JobObject::Complete() noexcept {
  ComPtr<IUnknown> callback;
  return answer("IBackgroundCopyJob.Complete", [&] {
    if (job_->final()) return kInvalidState;
    if (!job_->download() && job_->state != BG_JOB_STATE_TRANSFERRED) return kInvalidState;
    bool whole = true;
    for (const File& file : job_->files) {
      if (!file->completed && file->transferred()) {
        if (const HRESULT result = place(*file); FAILED(result)) return result;
        file->completed = true;
      }
      whole = whole && file->completed;
    }
    callback = finish(BG_JOB_STATE_ACKNOWLEDGED);
    return whole ? S_OK : kPartialComplete;
  });
}

ComPtr<IUnknown> JobObject::finish(ULONG state) {
  service_.enter(job_, state);
  service_.retire(job_);
  return std::exchange(job_->callback, {});
}

HRESULT JobObject::GetProgress(BG_JOB_PROGRESS* out) noexcept {
  return answer("IBackgroundCopyJob.GetProgress", [&] {
    *out = {};
    for (const File& file : job_->files) {
      if (file->bytes_total == BG_SIZE_UNKNOWN) {
        out->BytesTotal = BG_SIZE_UNKNOWN;
      } else if (out->BytesTotal != BG_SIZE_UNKNOWN) {
        out->BytesTotal += file->bytes_total;
      }
      out->BytesTransferred += file->bytes_transferred;
      ++out->FilesTotal;
      if (file->transferred()) ++out->FilesTransferred;
    }
    return S_OK;
  });
}

HRESULT JobObject::GetTimes(BG_JOB_TIMES* out) noexcept {
  return answer("IBackgroundCopyJob.GetTimes", [&] {
    *out = {file_time(job_->creation_time), file_time(job_->modification_time),
            file_time(job_->transfer_completion_time)};
    return S_OK;
  });
}

HRESULT JobObject::GetState(BG_JOB_STATE* out) noexcept {
  return read("IBackgroundCopyJob.GetState", out, [&] { return job_->state; });
}

HRESULT JobObject::GetError(IBackgroundCopyError** out) noexcept {
  return answer("IBackgroundCopyJob.GetError", [&] {
    if (!job_->failing() || !job_->error) return kErrorInformationUnavailable;
    *out = make_error(service_, job_, *job_->error).detach();
    return S_OK;
  });
}

HRESULT JobObject::GetErrorCount(ULONG* out) noexcept {
  return read("IBackgroundCopyJob.GetErrorCount", out, [&] { return job_->error_count; });
}

HRESULT JobObject::GetReplyProgress(BG_JOB_REPLY_PROGRESS* progress) noexcept {
  return answer("IBackgroundCopyJob2.GetReplyProgress", [&] {
    if (job_->type != BG_JOB_TYPE_UPLOAD_REPLY) return E_NOTIMPL;
    *progress = {job_->reply_bytes_total, job_->reply_bytes_transferred};
    return S_OK;
  });
}

HRESULT JobObject::GetReplyData(byte** out, UINT64* length) noexcept {
  return answer("IBackgroundCopyJob2.GetReplyData", [&] {
    if (length) *length = 0;
    if (job_->type != BG_JOB_TYPE_UPLOAD_REPLY) return E_NOTIMPL;
    if (!length) return E_INVALIDARG;
    if (job_->state != BG_JOB_STATE_TRANSFERRED) return kInvalidState;
    if (job_->reply_data.size() > kLargestReply) {
      // The size is reported, but no bytes: the stub must not look for them.
      *length = job_->reply_data.size();
      return kTooLarge;
    }
    *length = job_->reply_data.size();
    *out = task_copy(job_->reply_data.data(), job_->reply_data.size());
    return S_OK;
  });
}

HRESULT JobObject::SetReplyFileName(LPCWSTR name) noexcept {
  return guarded([&] {
    const json::Object arguments{{"ReplyFileName", name}};
    return change("IBackgroundCopyJob2.SetReplyFileName", arguments, [&] {
      if (job_->type != BG_JOB_TYPE_UPLOAD_REPLY) return E_NOTIMPL;
      if (job_->resumed) return kInvalidState;
      if (name && !is_local_name(name)) return E_INVALIDARG;
      job_->reply_file_name = name ? name : L"";
      return S_OK;
    });
  });
}

HRESULT JobObject::GetReplyFileName(LPWSTR* out) noexcept {
  return answer("IBackgroundCopyJob2.GetReplyFileName", [&] {
    if (job_->type != BG_JOB_TYPE_UPLOAD_REPLY) return E_NOTIMPL;
    *out = task_text(job_->reply_file_name);
    return S_OK;
  });
}

}  // namespace reference
