// Shared by all objects of the library.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "../detached_thread.h"
#include "../queue-manager/com.h"
#include "center.h"
#include "log.h"
#include "script.h"

namespace reference {

/** The gate at which scripts wait. Open at first. */
class Gate {
 public:
  void set(bool open);
  /** Waits until it is open or `done` returns true; `done` is called under the gate's lock. */
  void wait(const std::function<bool()>& done = [] { return false; });
  /** Changes the state that a `done` reads. */
  void change(const std::function<void()>& change);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
};

struct Library {
  Log log;
  Script script;
  Gate gate;
  Center center;
  std::atomic<LONG> references{0};
  std::atomic<LONG> workers{0};
  std::atomic<double> measured_median{-1};
};

Library& library();

/** Makes a call of the library and logs it with its result. */
template <typename Body>
HRESULT recorded(const char* call, const Arguments& arguments, Body&& body) {
  const std::size_t entry = library().log.begin(call, arguments);
  const HRESULT result = body();
  library().log.end(entry, result);
  return result;
}

/**
 * A call that the library receives. Results that tests check are not thrown: a client that calls on a separate stack,
 * as koffi does, makes Windows treat propagating exceptions as unhandled. A scripted failure is returned without the
 * body; a scripted success replaces the body's `S_OK`.
 */
template <typename Body>
HRESULT answered(const char* call, const Arguments& arguments, Body&& body) noexcept {
  return guarded([&] {
    const std::optional<HRESULT> scripted = library().script.result_of(call);
    return recorded(call, arguments, [&] {
      if (scripted && FAILED(*scripted)) return *scripted;
      const HRESULT result = guarded(body);
      return scripted && result == S_OK ? *scripted : result;
    });
  });
}

/**
 * Keeps the multi-threaded apartment of the process. Wine can wait for ever where the last thread leaves it while a
 * call ends (a race in its RpcServerUnregisterIf).
 */
inline void keep_multithreaded_apartment() {
  static const HRESULT kept = [] {
    CO_MTA_USAGE_COOKIE cookie = nullptr;
    return CoIncrementMTAUsage(&cookie);
  }();
  check(kept);
}

struct EndOfWorker {
  void operator()(Library* of) const noexcept { --of->workers; }
};

/** A worker of the library: counted as long as this exists. */
using CountedWorker = std::unique_ptr<Library, EndOfWorker>;

inline CountedWorker count_worker() noexcept {
  ++library().workers;
  return CountedWorker(&library());
}

/** Does the work on a thread of its own, to which the object comes by an inter-thread stream. A null object stays null.
 */
template <typename Interface, typename Work>
void start_worker(Interface* object, Work work) {
  keep_multithreaded_apartment();
  IStream* stream = nullptr;
  if (object) check(CoMarshalInterThreadInterfaceInStream(id_of<Interface>(), object, &stream));
  start_detached([stream, work = std::move(work), counted = count_worker()]() mutable {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    guarded([&] {
      ComPtr<Interface> own;
      if (stream) check(CoGetInterfaceAndReleaseStream(stream, id_of<Interface>(), own.put_void()));
      work(own.get());
      return S_OK;
    });
    CoUninitialize();
  });
}

}  // namespace reference
