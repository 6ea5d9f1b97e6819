// Objects that are referenced for the whole life of the server, so that the last object of an interface is never
// released while it runs.
//
// Wine's RPC can hang then: RpcServerUnregisterIf, called for the last stub of an interface, marks the interface
// deleted before it has created the event that it waits for. A call on that interface that ends in between frees
// the interface without setting the event, and the release waits forever, together with its caller in the other
// process. This occurs once in some thousand releases, in any process that serves the interface.
#pragma once

#include <mutex>

#include "com.h"
#include "interfaces.h"

namespace reference {

/** Keeps every interface that this server serves registered. */
void anchor_own_interfaces();

/** Keeps every interface of the host's BITS that this server or another client in the tests uses registered in the
 * host. */
class HostAnchors {
 public:
  /** Creates a job for its objects and cancels it at once; the objects stay referenced. */
  explicit HostAnchors(IBackgroundCopyManager& manager);
  HostAnchors(const HostAnchors&) = delete;
  HostAnchors& operator=(const HostAnchors&) = delete;

  /** An error object requires a failed job, so the first one is kept. */
  void keep(const ComPtr<IBackgroundCopyError>& error);

 private:
  ComPtr<IEnumBackgroundCopyJobs> jobs_;
  ComPtr<IBackgroundCopyJob> job_;
  ComPtr<IEnumBackgroundCopyFiles> files_;
  ComPtr<IBackgroundCopyFile> file_;
  std::mutex mutex_;
  ComPtr<IBackgroundCopyError> error_;
};

}  // namespace reference
