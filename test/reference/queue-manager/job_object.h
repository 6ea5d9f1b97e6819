#pragma once

#include <memory>

#include "com.h"
#include "group.h"

namespace reference {

/** IBackgroundCopyJob1: the one job of a group. Its progress and files are the group's. */
class JobObject final : public ComObject<JobObject, IBackgroundCopyJob1> {
 public:
  JobObject(std::shared_ptr<Group> group, const GUID& id, ClientReference client)
      : group_(std::move(group)), id_(id), client_(std::move(client)) {}
  static const IID& identifier() noexcept { return IID_IBackgroundCopyJob1; }

  HRESULT WINAPI CancelJob() noexcept override;
  HRESULT WINAPI GetProgress(DWORD kind, DWORD* progress) noexcept override;
  HRESULT WINAPI GetStatus(DWORD* status, DWORD* win32_result, DWORD* transport_result,
                           DWORD* retries) noexcept override;
  HRESULT WINAPI AddFiles(ULONG count, FILESETINFO** set) noexcept override;
  HRESULT WINAPI GetFile(ULONG index, FILESETINFO* file) noexcept override;
  HRESULT WINAPI GetFileCount(DWORD* count) noexcept override;
  HRESULT WINAPI SwitchToForeground() noexcept override;
  HRESULT WINAPI get_JobID(GUID* id) noexcept override;

 private:
  const std::shared_ptr<Group> group_;
  const GUID id_;
  const ClientReference client_;
};

/**
 * GetProgress of groups and jobs. QM_PROGRESS_TIME_DONE is documented as E_NOTIMPL; a kind that does not exist gets the
 * same result (undocumented, chosen here).
 */
HRESULT progress_of(Group& group, DWORD kind, DWORD* progress);

}  // namespace reference
