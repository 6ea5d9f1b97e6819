// bits-anchors.dll: keeps the interfaces registered that the process of a test and the host's BITS serve each other
// (see anchors.h). The test calls AnchorInterfaces before it uses BITS, and again where the service may have been
// restarted, and ReleaseEndedInterfaces where the service has ended and does not start at once.
#include <memory>
#include <mutex>

#include <bits3_0.h>

#include "../anchors.h"
#include "host_anchors.h"

namespace reference {
namespace {

struct Anchors {
  std::mutex mutex;
  bool own = false;
  std::unique_ptr<HostAnchors> host;

  void release_ended() noexcept {
    if (host && !host->alive()) host.reset();
  }
};

// Never destroyed: the objects are referenced until the process ends.
Anchors& anchors() {
  static Anchors& instance = *new Anchors();
  return instance;
}

/** Keeps the apartment of the objects, and the interfaces that BITS calls. */
void anchor_own() {
  CO_MTA_USAGE_COOKIE cookie = nullptr;
  check(CoIncrementMTAUsage(&cookie));
  anchor_interfaces({IID_IUnknown, IID_IClassFactory, IID_IBackgroundCopyCallback, IID_IBackgroundCopyCallback2});
}

}  // namespace
}  // namespace reference

extern "C" __declspec(dllexport) unsigned long AnchorInterfaces() noexcept {
  using namespace reference;
  return static_cast<unsigned long>(guarded([] {
    Anchors& kept = anchors();
    const std::lock_guard<std::mutex> guard(kept.mutex);
    if (!kept.own) {
      anchor_own();
      kept.own = true;
    }
    kept.release_ended();
    if (kept.host) return S_FALSE;
    kept.host = std::make_unique<HostAnchors>();
    return S_OK;
  }));
}

extern "C" __declspec(dllexport) void ReleaseEndedInterfaces() noexcept {
  reference::Anchors& kept = reference::anchors();
  const std::lock_guard<std::mutex> guard(kept.mutex);
  kept.release_ended();
}
