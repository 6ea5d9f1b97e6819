#include "job_object.h"

namespace reference {

HRESULT progress_of(Group& group, DWORD kind, DWORD* progress) {
  if (!progress) return E_POINTER;
  *progress = 0;
  switch (kind) {
    case QM_PROGRESS_PERCENT_DONE:
      *progress = percent_done(group.counts());
      return S_OK;
    case QM_PROGRESS_SIZE_DONE:
      *progress = saturated(group.counts().transferred);
      return S_OK;
    default:
      group.ensure_present();
      return E_NOTIMPL;
  }
}

// "Not implemented" in the documentation: clients cancel the group.
HRESULT JobObject::CancelJob() noexcept {
  client_.stirred();
  return E_NOTIMPL;
}

HRESULT JobObject::GetProgress(DWORD kind, DWORD* progress) noexcept {
  client_.stirred();
  return guarded([&] { return progress_of(*group_, kind, progress); });
}

HRESULT JobObject::GetStatus(DWORD* status, DWORD* win32_result, DWORD* transport_result, DWORD* retries) noexcept {
  client_.stirred();
  if (!status || !win32_result || !transport_result || !retries) return E_POINTER;
  *status = *win32_result = *transport_result = *retries = 0;
  return guarded([&] {
    const GroupStatus current = group_->status();
    *status = current.job_flags;
    *win32_result = current.error.win32;
    *transport_result = current.error.transport;
    *retries = current.error.retries;
    return S_OK;
  });
}

HRESULT JobObject::AddFiles(ULONG count, FILESETINFO** set) noexcept {
  client_.stirred();
  return guarded([&] {
    group_->ensure_unfinished();
    group_->add_files(read_file_set(count, set));
    return S_OK;
  });
}

HRESULT JobObject::GetFile(ULONG index, FILESETINFO* file) noexcept {
  client_.stirred();
  if (!file) return E_POINTER;
  *file = {};
  return guarded([&] {
    const FileNames names = group_->file(index);
    FILESETINFO result{};
    result.bstrRemoteFile = new_bstr(names.remote);
    result.bstrLocalFile = SysAllocStringLen(names.local.data(), static_cast<UINT>(names.local.size()));
    if (!result.bstrLocalFile) {
      SysFreeString(result.bstrRemoteFile);
      return E_OUTOFMEMORY;
    }
    *file = result;
    return S_OK;
  });
}

HRESULT JobObject::GetFileCount(DWORD* count) noexcept {
  client_.stirred();
  if (!count) return E_POINTER;
  *count = 0;
  return guarded([&] {
    *count = group_->file_count();
    return S_OK;
  });
}

// "Not implemented" in the documentation: clients switch the group.
HRESULT JobObject::SwitchToForeground() noexcept {
  client_.stirred();
  return E_NOTIMPL;
}

HRESULT JobObject::get_JobID(GUID* id) noexcept {
  client_.stirred();
  if (!id) return E_POINTER;
  *id = id_;
  return S_OK;
}

}  // namespace reference
