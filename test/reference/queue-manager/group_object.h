#pragma once

#include <memory>

#include "com.h"
#include "group.h"

namespace reference {

/** The IBackgroundCopyGroup of one client. */
class GroupObject final : public ComObject<GroupObject, IBackgroundCopyGroup> {
 public:
  GroupObject(std::shared_ptr<Group> group, ClientReference client)
      : group_(std::move(group)), client_(std::move(client)) {}
  static const IID& identifier() noexcept { return IID_IBackgroundCopyGroup; }

  HRESULT WINAPI GetProp(GROUPPROP property, VARIANT* value) noexcept override;
  HRESULT WINAPI SetProp(GROUPPROP property, VARIANT* value) noexcept override;
  HRESULT WINAPI GetProgress(DWORD kind, DWORD* progress) noexcept override;
  HRESULT WINAPI GetStatus(DWORD* status, DWORD* job_index) noexcept override;
  HRESULT WINAPI GetJob(GUID id, IBackgroundCopyJob1** job) noexcept override;
  HRESULT WINAPI SuspendGroup() noexcept override;
  HRESULT WINAPI ResumeGroup() noexcept override;
  HRESULT WINAPI CancelGroup() noexcept override;
  HRESULT WINAPI get_Size(DWORD* size) noexcept override;
  HRESULT WINAPI get_GroupID(GUID* id) noexcept override;
  HRESULT WINAPI CreateJob(GUID id, IBackgroundCopyJob1** job) noexcept override;
  HRESULT WINAPI EnumJobs(DWORD flags, IEnumBackgroundCopyJobs1** jobs) noexcept override;
  HRESULT WINAPI SwitchToForeground() noexcept override;
  HRESULT WINAPI QueryNewJobInterface(REFIID identifier, IUnknown** job) noexcept override;
  HRESULT WINAPI SetNotificationPointer(REFIID identifier, IUnknown* target) noexcept override;

 private:
  template <typename Body>
  HRESULT answer(Body&& body) noexcept;

  const std::shared_ptr<Group> group_;
  const ClientReference client_;
};

}  // namespace reference
