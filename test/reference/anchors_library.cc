// anchors.dll: keeps the interfaces registered that the process of a test and the host's BITS serve (see anchors.h).
#include <memory>
#include <mutex>

#include <bits3_0.h>
#include <mobsync.h>

#include "anchors.h"
#include "queue-manager/host_anchors.h"

namespace reference {
namespace {

/** References to the objects of the host's BITS. */
class BitsAnchors {
 public:
  /** S_FALSE if the service still runs whose objects are referenced. Throws Failure. */
  HRESULT keep() {
    const std::lock_guard<std::mutex> guard(mutex_);
    release_if_ended();
    if (anchors_) return S_FALSE;
    anchors_ = std::make_unique<HostAnchors>();
    return S_OK;
  }

  void release_ended() noexcept {
    const std::lock_guard<std::mutex> guard(mutex_);
    release_if_ended();
  }

 private:
  void release_if_ended() noexcept {
    if (anchors_ && !anchors_->alive()) anchors_.reset();
  }

  std::mutex mutex_;
  std::unique_ptr<HostAnchors> anchors_;
};

// Never destroyed: the objects are referenced until the process ends.
BitsAnchors& bits_anchors() {
  static BitsAnchors& instance = *new BitsAnchors();
  return instance;
}

}  // namespace
}  // namespace reference

/** Keeps the multi-threaded apartment of the process, and the interfaces that it can serve to others. */
extern "C" __declspec(dllexport) unsigned long AnchorProcess() noexcept {
  using namespace reference;
  static const HRESULT result = guarded([] {
    CO_MTA_USAGE_COOKIE cookie = nullptr;
    check(CoIncrementMTAUsage(&cookie));
    anchor_interfaces({IID_IUnknown, IID_IClassFactory, IID_IBackgroundCopyCallback, IID_IBackgroundCopyCallback2,
                       IID_ISyncMgrSynchronize, IID_ISyncMgrSynchronizeCallback, IID_ISyncMgrEnumItems});
    return S_OK;
  });
  return static_cast<unsigned long>(result);
}

/** Before the process uses BITS, and again where the service may have been restarted. Starts the service. */
extern "C" __declspec(dllexport) unsigned long AnchorBits() noexcept {
  using namespace reference;
  return static_cast<unsigned long>(guarded([] { return bits_anchors().keep(); }));
}

/** Where the service has ended and does not start again at once. */
extern "C" __declspec(dllexport) void ReleaseEndedBits() noexcept { reference::bits_anchors().release_ended(); }
