#include <algorithm>

#include "names.h"
#include "object.h"
#include "objects.h"
#include "text.h"

namespace reference {
namespace {

/** A file of a job as clients hold it: IBackgroundCopyFile to IBackgroundCopyFile6. */
class FileObject final : public ServedObject<FileObject, IBackgroundCopyFile6> {
 public:
  FileObject(Service& service, Job job, File file)
      : ServedObject(service), job_(std::move(job)), file_(std::move(file)) {}

  json::Value subject() const { return json::Object{{"job", job_->id}, {"localName", file_->local_name}}; }
  void* find(REFIID interface_id) noexcept {
    if (!is_one_of(interface_id,
                   {&IID_IUnknown, &IID_IBackgroundCopyFile, &IID_IBackgroundCopyFile2, &IID_IBackgroundCopyFile3,
                    &IID_IBackgroundCopyFile4, &IID_IBackgroundCopyFile5, &IID_IBackgroundCopyFile6}))
      return nullptr;
    return static_cast<IBackgroundCopyFile6*>(this);
  }

  HRESULT WINAPI GetRemoteName(LPWSTR* out) noexcept override {
    return read("IBackgroundCopyFile.GetRemoteName", out, [&] { return task_text(file_->remote_name); });
  }
  HRESULT WINAPI GetLocalName(LPWSTR* out) noexcept override {
    return read("IBackgroundCopyFile.GetLocalName", out, [&] { return task_text(file_->local_name); });
  }
  HRESULT WINAPI GetProgress(BG_FILE_PROGRESS* out) noexcept override {
    return read("IBackgroundCopyFile.GetProgress", out, [&] {
      return BG_FILE_PROGRESS{file_->bytes_total, file_->bytes_transferred, file_->completed};
    });
  }

  HRESULT WINAPI GetFileRanges(DWORD* count, BG_FILE_RANGE** out) noexcept override {
    return answer("IBackgroundCopyFile2.GetFileRanges", json::Object{}, [&] {
      if (!count) return E_INVALIDARG;
      *count = static_cast<DWORD>(file_->ranges.size());
      *out = task_copy(file_->ranges.data(), file_->ranges.size());
      return file_->ranges.empty() ? S_FALSE : S_OK;
    });
  }
  HRESULT WINAPI SetRemoteName(LPCWSTR name) noexcept override {
    return guarded([&] {
      return answer("IBackgroundCopyFile2.SetRemoteName", json::Object{{"Val", name}}, [&] {
        if (job_->final()) return kInvalidState;
        if (!job_->download()) return E_NOTIMPL;
        if (!is_remote_name(name)) return E_INVALIDARG;
        file_->remote_name = name;
        service_.touch(job_);
        return S_OK;
      });
    });
  }

  HRESULT WINAPI GetTemporaryName(LPWSTR* out) noexcept override {
    return read("IBackgroundCopyFile3.GetTemporaryName", out, [&] { return task_text(file_->temporary_name); });
  }
  HRESULT WINAPI SetValidationState(BOOL state) noexcept override {
    return guarded([&] {
      return answer("IBackgroundCopyFile3.SetValidationState", json::Object{{"state", state != FALSE}}, [&] {
        if (job_->final()) return kInvalidState;
        if (!file_->transferred()) return E_PENDING;
        file_->validation_state = state != FALSE;
        if (!state) reject();
        return S_OK;
      });
    });
  }
  HRESULT WINAPI GetValidationState(BOOL* out) noexcept override {
    return read("IBackgroundCopyFile3.GetValidationState", out,
                [&] { return file_->validation_state.value_or(false); });
  }
  HRESULT WINAPI IsDownloadedFromPeer(BOOL* out) noexcept override {
    return read("IBackgroundCopyFile3.IsDownloadedFromPeer", out, [&] { return file_->from_peer; });
  }

  HRESULT WINAPI GetPeerDownloadStats(UINT64* from_origin, UINT64* from_peers) noexcept override {
    return answer("IBackgroundCopyFile4.GetPeerDownloadStats", json::Object{}, [&] {
      *from_origin = file_->bytes_from_origin;
      *from_peers = file_->bytes_from_peers;
      return S_OK;
    });
  }

  HRESULT WINAPI SetProperty(BITS_FILE_PROPERTY_ID id, BITS_FILE_PROPERTY_VALUE value) noexcept override {
    return guarded([&] {
      const bool known = id == BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS;
      const json::Object arguments{{"PropertyId", id}, {"PropertyValue", known ? value.String : nullptr}};
      return answer("IBackgroundCopyFile5.SetProperty", arguments,
                    [&] { return known ? kReadOnlyProperty : kUnknownPropertyId; });
    });
  }
  HRESULT WINAPI GetProperty(BITS_FILE_PROPERTY_ID id, BITS_FILE_PROPERTY_VALUE* out) noexcept override {
    return guarded([&] {
      return answer("IBackgroundCopyFile5.GetProperty", json::Object{{"PropertyId", id}}, [&] {
        if (id != BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS) return kUnknownPropertyId;
        out->String = task_text(file_->response_headers);
        return S_OK;
      });
    });
  }

  HRESULT WINAPI UpdateDownloadPosition(UINT64 offset) noexcept override {
    return guarded([&] {
      const json::Object arguments{{"offset", static_cast<std::uint64_t>(offset)}};
      return answer("IBackgroundCopyFile6.UpdateDownloadPosition", arguments, [&] {
        if (job_->final()) return kInvalidState;
        file_->download_position = offset;
        return S_OK;
      });
    });
  }
  HRESULT WINAPI RequestFileRanges(DWORD count, const BG_FILE_RANGE* ranges) noexcept override {
    return guarded([&] {
      const json::Object arguments{{"rangeCount", count}, {"ranges", json_of(ranges, count)}};
      return answer("IBackgroundCopyFile6.RequestFileRanges", arguments, [&] {
        if (job_->final()) return kInvalidState;
        if (count == 0) return E_INVALIDARG;
        if (!job_->on_demand_mode) return kInvalidState;
        for (DWORD index = 0; index < count; ++index) {
          if (file_->bytes_total != BG_SIZE_UNKNOWN && end_of(ranges[index]) > file_->bytes_total) return kInvalidRange;
        }
        file_->requested_ranges.insert(file_->requested_ranges.end(), ranges, ranges + count);
        return S_OK;
      });
    });
  }
  HRESULT WINAPI GetFilledFileRanges(DWORD* count, BG_FILE_RANGE** out) noexcept override {
    return answer("IBackgroundCopyFile6.GetFilledFileRanges", json::Object{}, [&] {
      *count = static_cast<DWORD>(file_->filled_ranges.size());
      *out = task_copy(file_->filled_ranges.data(), file_->filled_ranges.size());
      return S_OK;
    });
  }

 private:
  template <typename Body>
  HRESULT answer(const char* method, const json::Value& arguments, Body&& body) noexcept {
    return guarded([&] { return service_.call(method, subject(), arguments, std::forward<Body>(body)); });
  }
  template <typename Out, typename Body>
  HRESULT read(const char* method, Out* out, Body&& body) noexcept {
    return answer(method, json::Object{}, [&] {
      *out = static_cast<Out>(body());
      return S_OK;
    });
  }

  static UINT64 end_of(const BG_FILE_RANGE& range) noexcept {
    if (range.Length == BG_LENGTH_TO_EOF) return range.InitialOffset;
    const UINT64 end = range.InitialOffset + range.Length;
    return end < range.InitialOffset ? BG_SIZE_UNKNOWN : end;
  }

  /** The client has refused what has arrived. What came from a peer is fetched again; else the job fails. */
  void reject() {
    file_->bytes_transferred = 0;
    if (std::exchange(file_->from_peer, false)) {
      service_.enter(job_, BG_JOB_STATE_QUEUED);
      return;
    }
    constexpr ULONG kRemoteFile = 5;
    ErrorState error;
    error.context = kRemoteFile;
    error.code = static_cast<ULONG>(kValidationFailed);
    error.file = static_cast<ULONG>(std::find(job_->files.begin(), job_->files.end(), file_) - job_->files.begin());
    job_->error = error;
    service_.enter(job_, BG_JOB_STATE_ERROR);
  }

  Job job_;
  File file_;
};

}  // namespace

ComPtr<IBackgroundCopyFile6> make_file(Service& service, const Job& job, const File& file) {
  return ComPtr<IBackgroundCopyFile6>::attach(new FileObject(service, job, file));
}

}  // namespace reference
