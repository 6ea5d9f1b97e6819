#include "bits/service.h"

#include <utility>

#include "bits/identifiers.h"

namespace winprogress::bits {

com::ComPtr<IBackgroundCopyManager> ActivateManager() {
  return com::Activate<IBackgroundCopyManager>(kClassBackgroundCopyManager, CLSCTX_LOCAL_SERVER,
                                               com::Impersonation::kImpersonate);
}

com::ComPtr<legacy::IBackgroundCopyQMgr> ActivateQueueManager() {
  return com::Activate<legacy::IBackgroundCopyQMgr>(kClassBackgroundCopyQMgr, CLSCTX_LOCAL_SERVER,
                                                    com::Impersonation::kImpersonate);
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
