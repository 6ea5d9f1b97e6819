#include "virtual_time.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "clock.h"

using host::kNever;

struct TP_TIMER {
  const PTP_TIMER_CALLBACK callback;
  void* const context;
  ULONGLONG due = kNever;
  DWORD period = 0;
  bool runs = false;
};

namespace {

// A thread that sleeps until it is woken or a time is reached. It holds the mutex except while it sleeps.
struct TimedWait {
  pthread_mutex_t* mutex;
  pthread_cond_t* condition;
  ULONGLONG due;
};

struct Clock {
  std::mutex mutex;
  std::condition_variable changed;
  // Read without the mutex, so that reading the clock does not synchronise threads.
  std::atomic<ULONGLONG> now{1'000'000};
  std::vector<TimedWait*> waits;
  std::vector<TP_TIMER*> timers;
};

// Not destroyed: threads that hang outlive main.
Clock& TheClock() {
  static auto* clock = new Clock;
  return *clock;
}

}  // namespace

namespace host {

ULONGLONG Now() { return TheClock().now.load(std::memory_order_relaxed); }

bool Sleep(pthread_cond_t* condition, pthread_mutex_t* mutex, ULONGLONG due) {
  if (due == kNever) {
    pthread_cond_wait(condition, mutex);
    return true;
  }
  Clock& clock = TheClock();
  TimedWait wait{mutex, condition, due};
  {
    const std::lock_guard guard(clock.mutex);
    if (clock.now >= due) return false;
    clock.waits.push_back(&wait);
    clock.changed.notify_all();
  }
  pthread_cond_wait(condition, mutex);
  const std::lock_guard guard(clock.mutex);
  clock.waits.erase(std::find(clock.waits.begin(), clock.waits.end(), &wait));
  clock.changed.notify_all();
  return clock.now < due;
}

int TimedWaits() {
  Clock& clock = TheClock();
  const std::lock_guard guard(clock.mutex);
  return static_cast<int>(clock.waits.size());
}

int TimersSet() {
  Clock& clock = TheClock();
  const std::lock_guard guard(clock.mutex);
  return static_cast<int>(std::count_if(clock.timers.begin(), clock.timers.end(),
                                        [](const TP_TIMER* timer) { return timer->due != kNever; }));
}

void AwaitTimedWaits(int count, const std::function<bool()>& or_else) {
  while (TimedWaits() < count && !or_else())
    sched_yield();
}

namespace {

// A wait is woken under its mutex, so that the wake-up cannot be missed between reading the clock and sleeping. The
// thread takes this lock with that mutex held, so here it can only be tried.
void WakeDueWaits() {
  Clock& clock = TheClock();
  for (bool all = false; !all; sched_yield()) {
    all = true;
    const std::lock_guard guard(clock.mutex);
    for (const TimedWait* wait : clock.waits) {
      if (wait->due > clock.now) continue;
      // It leaves the list when it runs again.
      all = false;
      if (pthread_mutex_trylock(wait->mutex) != 0) continue;
      pthread_cond_broadcast(wait->condition);
      pthread_mutex_unlock(wait->mutex);
    }
  }
}

void CallDueTimers() {
  Clock& clock = TheClock();
  for (;;) {
    TP_TIMER* due = nullptr;
    {
      const std::lock_guard guard(clock.mutex);
      for (TP_TIMER* timer : clock.timers)
        if (timer->due <= clock.now && (due == nullptr || timer->due < due->due)) due = timer;
      if (due == nullptr) return;
      due->due = due->period == 0 ? kNever : due->due + due->period;
      due->runs = true;
    }
    std::thread([due] { due->callback(nullptr, due->context, due); }).join();
    const std::lock_guard guard(clock.mutex);
    due->runs = false;
    clock.changed.notify_all();
  }
}

}  // namespace

void AdvanceTime(DWORD milliseconds) {
  {
    Clock& clock = TheClock();
    const std::lock_guard guard(clock.mutex);
    clock.now += milliseconds;
  }
  WakeDueWaits();
  CallDueTimers();
}

}  // namespace host

ULONGLONG GetTickCount64() noexcept { return host::Now(); }

PTP_TIMER CreateThreadpoolTimer(PTP_TIMER_CALLBACK callback, void* context, void*) noexcept {
  auto timer = std::make_unique<TP_TIMER>(TP_TIMER{callback, context});
  const std::lock_guard guard(TheClock().mutex);
  TheClock().timers.push_back(timer.get());
  return timer.release();
}
void SetThreadpoolTimer(PTP_TIMER timer, FILETIME* due, DWORD period, DWORD) noexcept {
  Clock& clock = TheClock();
  const std::lock_guard guard(clock.mutex);
  timer->period = period;
  if (due == nullptr) {
    timer->due = kNever;
    return;
  }
  constexpr LONGLONG kUnitsPerMillisecond = 10'000;
  const ULARGE_INTEGER time = {{due->dwLowDateTime, due->dwHighDateTime}};
  timer->due = clock.now + static_cast<ULONGLONG>(-static_cast<LONGLONG>(time.QuadPart) / kUnitsPerMillisecond);
}
void WaitForThreadpoolTimerCallbacks(PTP_TIMER timer, BOOL) noexcept {
  Clock& clock = TheClock();
  std::unique_lock lock(clock.mutex);
  timer->due = kNever;
  clock.changed.wait(lock, [timer] { return !timer->runs; });
}
void CloseThreadpoolTimer(PTP_TIMER timer) noexcept {
  Clock& clock = TheClock();
  const std::lock_guard guard(clock.mutex);
  clock.timers.erase(std::find(clock.timers.begin(), clock.timers.end(), timer));
  delete timer;
}
