#pragma once

#include <bits.h>

#include "bits/queue_manager_interfaces.h"
#include "bits/service_object.h"
#include "com/activation.h"
#include "com/lane_owned.h"

// How the objects of BITS are found, also after the service was restarted. In the lane only; each throws
// HResultFailure.
namespace winprogress::bits {

com::ComPtr<IBackgroundCopyManager> ActivateManager();
com::ComPtr<legacy::IBackgroundCopyQMgr> ActivateQueueManager();

// A group of the queue manager, as its lane owns it.
using ServiceGroup = ServiceObject<legacy::IBackgroundCopyGroup>;
com::ComPtr<legacy::IBackgroundCopyGroup> FindGroup(legacy::IBackgroundCopyQMgr& queue_manager, const GUID& id);
com::LaneOwned<ServiceGroup> OwnGroup(com::Lane& lane, com::ComPtr<legacy::IBackgroundCopyGroup> group, const GUID& id);

GUID ReadJobId(IBackgroundCopyJob& job);

// With the blanket that BITS needs to act for the user.
// https://learn.microsoft.com/windows/win32/bits/connecting-to-the-bits-service
template <typename Interface, typename Get>
com::ComPtr<Interface> ObtainFromService(const char* operation, Get get) {
  return com::ObtainProxy<Interface>(operation, com::Impersonation::kImpersonate, std::move(get));
}

}  // namespace winprogress::bits
