#pragma once

#include <bits.h>

#include <array>
#include <unordered_map>
#include <vector>

#include "bits/queue_manager_interfaces.h"
#include "bits/service_object.h"
#include "com/activation.h"
#include "com/guid.h"
#include "com/lane_owned.h"

// Finds the objects of BITS, also after a restart of the service. In the lane only; each throws
// HResultFailure.
namespace winprogress::bits {

com::ComPtr<IBackgroundCopyManager> ActivateManager();
com::ComPtr<legacy::IBackgroundCopyQMgr> ActivateQueueManager();

// The manager of jobs, as its lane owns it.
class ServiceManager final : public ServiceObject<IBackgroundCopyManager> {
 public:
  ServiceManager() : ServiceObject(ActivateManager(), ActivateManager) {}

  // GetType of a listed job, which never changes.
  BG_JOB_TYPE GetType(IBackgroundCopyJob& job, const GUID& id);
  // Spares the call for a job whose type is known, such as a job that was created here.
  void RememberType(const GUID& id, BG_JOB_TYPE type);

 private:
  std::unordered_map<GUID, BG_JOB_TYPE, com::GuidHash> types_;
};

// A group of the queue manager, as its lane owns it.
using ServiceGroup = ServiceObject<legacy::IBackgroundCopyGroup>;
com::ComPtr<legacy::IBackgroundCopyGroup> FindGroup(legacy::IBackgroundCopyQMgr& queue_manager, const GUID& id);
com::LaneOwned<ServiceGroup> OwnGroup(com::Lane& lane, com::ComPtr<legacy::IBackgroundCopyGroup> group, const GUID& id);

GUID ReadJobId(IBackgroundCopyJob& job);

// The remaining ids of an enumerator of the queue manager.
template <typename Enumerator>
std::vector<GUID> ReadIds(Enumerator& enumerator, const char* operation) {
  constexpr ULONG kPage = 32;
  std::vector<GUID> ids;
  for (;;) {
    std::array<GUID, kPage> page = {};
    ULONG fetched = 0;
    com::ThrowIfFailed(enumerator.Next(kPage, page.data(), &fetched), operation);
    if (fetched > kPage) throw com::HResultFailure(E_UNEXPECTED, operation);
    ids.insert(ids.end(), page.begin(), page.begin() + fetched);
    if (fetched < kPage) return ids;
  }
}

// Sets the proxy blanket that BITS requires to act for the user.
// https://learn.microsoft.com/windows/win32/bits/connecting-to-the-bits-service
template <typename Interface, typename Get>
com::ComPtr<Interface> ObtainFromService(const char* operation, Get get) {
  return com::ObtainProxy<Interface>(operation, com::Impersonation::kImpersonate, std::move(get));
}

}  // namespace winprogress::bits
