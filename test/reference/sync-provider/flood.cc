#include "flood.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "../detached_thread.h"

namespace reference {
namespace {

struct Flood {
  std::mutex mutex;
  bool under_way = false;
  std::optional<FloodResult> result;
};

Flood& flood() {
  static Flood* const instance = new Flood();
  return *instance;
}

LONGLONG ticks() noexcept {
  LARGE_INTEGER now;
  QueryPerformanceCounter(&now);
  return now.QuadPart;
}

FloodResult measure(ISyncSessionState* state, DWORD count) {
  LARGE_INTEGER frequency;
  QueryPerformanceFrequency(&frequency);
  const double nanoseconds_per_tick = 1e9 / static_cast<double>(frequency.QuadPart);
  std::vector<double> costs;
  costs.reserve(count / kBlock + 1);
  DWORD failures = 0;
  for (DWORD done = 0; done < count;) {
    const DWORD end = done + std::min(kBlock, count - done);
    const DWORD reports = end - done;
    const LONGLONG start = ticks();
    while (done < end)
      if (FAILED(state->OnProgress(SPR_SOURCE, SPS_CHANGE_ENUMERATION, ++done, count))) ++failures;
    costs.push_back(static_cast<double>(ticks() - start) * nanoseconds_per_tick / reports);
  }
  std::sort(costs.begin(), costs.end());
  return {costs[costs.size() / 2], costs[costs.size() * 99 / 100], costs.back(), failures};
}

}  // namespace

HRESULT start_flood(ISyncSessionState* state, DWORD count) {
  if (!state) return E_POINTER;
  if (count == 0) return E_INVALIDARG;
  {
    const std::lock_guard<std::mutex> guard(flood().mutex);
    if (flood().under_way) return E_UNEXPECTED;
    flood().under_way = true;
    flood().result.reset();
  }
  state->AddRef();
  ++library().workers;
  start_detached([held = ComPtr<ISyncSessionState>::attach(state), count]() mutable {
    const FloodResult result = measure(held.get(), count);
    // Released first, so that a test which reads the result finds the reference released.
    held.reset();
    --library().workers;
    const std::lock_guard<std::mutex> guard(flood().mutex);
    flood().under_way = false;
    flood().result = result;
  });
  return S_OK;
}

bool read_flood(FloodResult* result) {
  const std::lock_guard<std::mutex> guard(flood().mutex);
  if (!flood().result) return false;
  *result = *flood().result;
  return true;
}

}  // namespace reference
