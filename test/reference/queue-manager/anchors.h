// Objects that are held for the whole life of the server, so that no interface's last object is ever released while it
// runs.
//
// Wine's RPC can hang there: RpcServerUnregisterIf, called for the last stub of an interface, marks the interface
// deleted before it has made the event it then waits for. A call on that interface that is just ending in between frees
// the interface without setting the event, and the release waits for ever, together with its caller in the other
// process. It happens once in some thousand releases, to whichever process serves the interface.
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
  /** Makes a job for its objects and cancels it at once; the objects stay. */
  explicit HostAnchors(IBackgroundCopyManager& manager);
  HostAnchors(const HostAnchors&) = delete;
  HostAnchors& operator=(const HostAnchors&) = delete;

  /** An error cannot be had without a failed job, so the first one seen is kept. */
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
