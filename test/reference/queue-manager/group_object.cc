#include "group_object.h"

#include <algorithm>

#include "guid_enumerator.h"
#include "job_object.h"

namespace reference {

/** Runs a call of the client: records that the client is running, and returns S_OK or the result of a Failure. */
template <typename Body>
HRESULT GroupObject::answer(Body&& body) noexcept {
  client_.stirred();
  return guarded([&]() -> HRESULT {
    body();
    return S_OK;
  });
}

HRESULT GroupObject::GetProp(GROUPPROP property, VARIANT* value) noexcept {
  if (!value) return E_POINTER;
  VariantInit(value);
  return answer([&] { group_->get_property(property, *value); });
}

HRESULT GroupObject::SetProp(GROUPPROP property, VARIANT* value) noexcept {
  if (!value) return E_POINTER;
  return answer([&] { group_->set_property(property, *value); });
}

HRESULT GroupObject::GetProgress(DWORD kind, DWORD* progress) noexcept {
  return answer([&] { check(progress_of(*group_, kind, progress)); });
}

HRESULT GroupObject::GetStatus(DWORD* status, DWORD* job_index) noexcept {
  if (!status || !job_index) return E_POINTER;
  *status = *job_index = 0;
  return answer([&] { *status = group_->status().flags; });
}

HRESULT GroupObject::GetJob(GUID id, IBackgroundCopyJob1** job) noexcept {
  if (!job) return E_POINTER;
  *job = nullptr;
  return answer([&] {
    const auto jobs = group_->jobs();
    if (std::find(jobs.begin(), jobs.end(), id) == jobs.end()) throw Failure(kItemNotFound);
    hand_out<JobObject>(job, group_, id, client_);
  });
}

HRESULT GroupObject::SuspendGroup() noexcept {
  return answer([&] { group_->suspend(); });
}

HRESULT GroupObject::ResumeGroup() noexcept {
  return answer([&] { group_->resume(); });
}

HRESULT GroupObject::CancelGroup() noexcept {
  return answer([&] { group_->cancel(); });
}

HRESULT GroupObject::get_Size(DWORD* size) noexcept {
  if (!size) return E_POINTER;
  *size = 0;
  return answer([&] { *size = known_size(group_->counts()); });
}

HRESULT GroupObject::get_GroupID(GUID* id) noexcept {
  if (!id) return E_POINTER;
  return answer([&] { *id = group_->id(); });
}

HRESULT GroupObject::CreateJob(GUID id, IBackgroundCopyJob1** job) noexcept {
  if (!job) return E_POINTER;
  *job = nullptr;
  return answer([&] {
    group_->create_job(id);
    hand_out<JobObject>(job, group_, id, client_);
  });
}

HRESULT GroupObject::EnumJobs(DWORD flags, IEnumBackgroundCopyJobs1** jobs) noexcept {
  if (!jobs) return E_POINTER;
  *jobs = nullptr;
  return answer([&] {
    if (flags != 0) throw Failure(E_NOTIMPL);
    hand_out<GuidEnumerator<IEnumBackgroundCopyJobs1>>(jobs, group_->jobs(), client_);
  });
}

HRESULT GroupObject::SwitchToForeground() noexcept {
  return answer([&] { group_->switch_to_foreground(); });
}

HRESULT GroupObject::QueryNewJobInterface(REFIID identifier, IUnknown** job) noexcept {
  if (!job) return E_POINTER;
  *job = nullptr;
  return answer([&] { *job = group_->modern_job(identifier).detach(); });
}

HRESULT GroupObject::SetNotificationPointer(REFIID identifier, IUnknown* target) noexcept {
  return answer([&] { group_->set_notification(identifier, target); });
}

}  // namespace reference
