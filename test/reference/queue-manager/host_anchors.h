// Keeps the interfaces of the host's BITS registered in its service: anchors.h has the reason.
#pragma once

#include <vector>

#include "com.h"
#include "interfaces.h"

namespace reference {

/**
 * References to an object of each interface of the host's BITS.
 *
 * They must be released before BITS is activated again after its end. Wine identifies the objects of a process by its
 * process ID: if the new service has the ID of the one that ended, its first objects are taken for those that are still
 * referenced, and every call fails with RPC_S_CALL_FAILED_DNE or RPC_E_DISCONNECTED.
 */
class HostAnchors {
 public:
  /** Creates jobs for their objects and cancels them at once; the objects stay referenced. Throws Failure. */
  HostAnchors();
  HostAnchors(const HostAnchors&) = delete;
  HostAnchors& operator=(const HostAnchors&) = delete;

  /** Whether the service that has the objects still runs. */
  bool alive() const noexcept;

 private:
  void keep_interfaces_of(IUnknown& object);
  void keep_error();

  ComPtr<IClassFactory> factory_;
  ComPtr<IBackgroundCopyManager> manager_;
  ComPtr<IEnumBackgroundCopyJobs> jobs_;
  ComPtr<IBackgroundCopyJob> job_;
  ComPtr<IEnumBackgroundCopyFiles> files_;
  ComPtr<IBackgroundCopyFile> file_;
  /** The later versions of the job and of the file that the host has. */
  std::vector<ComPtr<IUnknown>> versions_;
  ComPtr<IBackgroundCopyError> error_;
};

}  // namespace reference
