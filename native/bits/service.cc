#include "bits/service.h"

#include <utility>

#include "bits/identifiers.h"

namespace winprogress::bits {

namespace {

// For a moment COM still names a service that has just ended. The second activation starts it again.
template <typename Interface>
com::ComPtr<Interface> ActivateService(const GUID& class_id) {
  const auto activate = [&class_id] {
    return com::Activate<Interface>(class_id, CLSCTX_LOCAL_SERVER, com::Impersonation::kImpersonate);
  };
  try {
    return activate();
  } catch (const com::HResultFailure& failure) {
    if (!com::IsServerGone(failure.hresult())) throw;
  }
  return activate();
}

}  // namespace

com::ComPtr<IBackgroundCopyManager> ActivateManager() {
  return ActivateService<IBackgroundCopyManager>(kClassBackgroundCopyManager);
}

com::ComPtr<legacy::IBackgroundCopyQMgr> ActivateQueueManager() {
  return ActivateService<legacy::IBackgroundCopyQMgr>(kClassBackgroundCopyQMgr);
}

BG_JOB_TYPE ServiceManager::GetType(IBackgroundCopyJob& job, const GUID& id) {
  const auto known = types_.find(id);
  if (known != types_.end()) return known->second;
  BG_JOB_TYPE type = BG_JOB_TYPE_DOWNLOAD;
  com::ThrowIfFailed(job.GetType(&type), "IBackgroundCopyJob.GetType");
  RememberType(id, type);
  return type;
}

// Jobs are few, so ended ones are removed only when there are many.
void ServiceManager::RememberType(const GUID& id, BG_JOB_TYPE type) {
  constexpr std::size_t kMostTypes = 10'000;
  if (types_.size() >= kMostTypes) types_.clear();
  types_.insert_or_assign(id, type);
}

com::ComPtr<legacy::IBackgroundCopyGroup> FindGroup(legacy::IBackgroundCopyQMgr& queue_manager, const GUID& id) {
  return ObtainFromService<legacy::IBackgroundCopyGroup>(
      "IBackgroundCopyQMgr.GetGroup",
      [&](legacy::IBackgroundCopyGroup** group) { return queue_manager.GetGroup(id, group); });
}

com::LaneOwned<ServiceGroup> OwnGroup(com::Lane& lane, com::ComPtr<legacy::IBackgroundCopyGroup> group,
                                      const GUID& id) {
  return com::LaneOwned<ServiceGroup>::Make(lane, std::move(group),
                                            [id] { return FindGroup(*ActivateQueueManager(), id); });
}

GUID ReadJobId(IBackgroundCopyJob& job) {
  GUID id = {};
  com::ThrowIfFailed(job.GetId(&id), "IBackgroundCopyJob.GetId");
  return id;
}

}  // namespace winprogress::bits
