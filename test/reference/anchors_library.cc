// anchors.dll: keeps the interfaces registered that the process of a test and the host's BITS serve (see anchors.h).
#include <memory>
#include <mutex>
#include <thread>

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

  HRESULT release_ended() {
    const std::lock_guard<std::mutex> guard(mutex_);
    release_if_ended();
    return S_OK;
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

/**
 * Runs the body of an export. koffi calls functions on a stack of its own, which lies above that of the thread. There
 * Wine asks the handler of the thread's first frame before it asks any `catch`, and that handler ends the process.
 */
template <typename Body>
unsigned long on_stack_of_thread(Body&& body) noexcept {
  HRESULT result = E_UNEXPECTED;
  std::thread([&] { result = guarded(body); }).join();
  return static_cast<unsigned long>(result);
}

}  // namespace
}  // namespace reference

/** Keeps the multi-threaded apartment of the process, and the interfaces that it can serve to others. */
extern "C" __declspec(dllexport) unsigned long AnchorProcess() noexcept {
  using namespace reference;
  static const unsigned long result = on_stack_of_thread([] {
    CO_MTA_USAGE_COOKIE cookie = nullptr;
    check(CoIncrementMTAUsage(&cookie));
    anchor_interfaces({IID_IUnknown, IID_IClassFactory, IID_IBackgroundCopyCallback, IID_IBackgroundCopyCallback2,
                       IID_ISyncMgrSynchronize, IID_ISyncMgrSynchronizeCallback, IID_ISyncMgrEnumItems});
    return S_OK;
  });
  return result;
}

/** Before the process uses BITS, and again where the service may have been restarted. Starts the service. */
extern "C" __declspec(dllexport) unsigned long AnchorBits() noexcept {
  using namespace reference;
  return on_stack_of_thread([] { return bits_anchors().keep(); });
}

/** Where the service has ended and does not start again at once. */
extern "C" __declspec(dllexport) void ReleaseEndedBits() noexcept {
  using namespace reference;
  on_stack_of_thread([] { return bits_anchors().release_ended(); });
}
