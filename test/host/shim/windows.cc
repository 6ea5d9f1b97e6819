#include <windows.h>

#include <objbase.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "virtual_time.h"

namespace {

constexpr ULONGLONG kNever = UINT64_MAX;

// A thread that sleeps until it is woken or a time has come. It holds the mutex except while it sleeps.
struct TimedWait {
  pthread_mutex_t* mutex;
  pthread_cond_t* condition;
  ULONGLONG due;
};

struct Clock {
  std::mutex mutex;
  std::condition_variable changed;
  // Read without the mutex, so that looking at the clock orders nothing between threads.
  std::atomic<ULONGLONG> now{1'000'000};
  std::vector<TimedWait*> waits;
  std::vector<TP_TIMER*> timers;
};

// Not destroyed: threads that hang outlive main.
Clock& TheClock() {
  static auto* clock = new Clock;
  return *clock;
}

ULONGLONG Now() { return TheClock().now.load(std::memory_order_relaxed); }

ULONGLONG DueIn(DWORD milliseconds) { return milliseconds == INFINITE ? kNever : Now() + milliseconds; }

// Called with the mutex, which is released meanwhile. Returns false when the time has come. May return early.
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

// Wakes one thread that waits for several things.
struct Waiter {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  bool woken = false;

  void Wake() {
    pthread_mutex_lock(&mutex);
    woken = true;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
  }
  bool SleepUntil(ULONGLONG due) {
    pthread_mutex_lock(&mutex);
    bool in_time = true;
    while (!woken && in_time)
      in_time = Sleep(&condition, &mutex, due);
    const bool result = woken;
    woken = false;
    pthread_mutex_unlock(&mutex);
    return result;
  }
};

// Something that wakes the threads that wait for it.
class Waitable {
 public:
  void Add(Waiter& waiter) {
    const std::lock_guard guard(mutex_);
    waiters_.push_back(&waiter);
  }
  void Remove(Waiter& waiter) {
    const std::lock_guard guard(mutex_);
    waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &waiter));
  }

 protected:
  void WakeWaiters() {
    for (Waiter* waiter : waiters_)
      waiter->Wake();
  }
  std::mutex mutex_;

 private:
  std::vector<Waiter*> waiters_;
};

class Event final : public Waitable {
 public:
  Event(bool manual_reset, bool is_set) : manual_reset_(manual_reset), is_set_(is_set) {}
  void Set() {
    const std::lock_guard guard(mutex_);
    is_set_ = true;
    WakeWaiters();
  }
  bool Take() {
    const std::lock_guard guard(mutex_);
    return manual_reset_ ? is_set_ : std::exchange(is_set_, false);
  }

 private:
  const bool manual_reset_;
  bool is_set_;
};

class MessageQueue final : public Waitable {
 public:
  void Post(const MSG& message) {
    const std::lock_guard guard(mutex_);
    messages_.push_back(message);
    WakeWaiters();
  }
  bool Take(MSG* message) {
    const std::lock_guard guard(mutex_);
    if (messages_.empty()) return false;
    *message = messages_.front();
    messages_.pop_front();
    return true;
  }
  bool IsEmpty() {
    const std::lock_guard guard(mutex_);
    return messages_.empty();
  }

 private:
  std::deque<MSG> messages_;
};

std::atomic<DWORD> last_thread_id{0};

struct ThreadQueues {
  std::mutex mutex;
  std::map<DWORD, std::shared_ptr<MessageQueue>> queues;
};

ThreadQueues& Queues() {
  static auto* queues = new ThreadQueues;
  return *queues;
}

MessageQueue& QueueOfThisThread() {
  thread_local const std::shared_ptr<MessageQueue> queue = [] {
    auto made = std::make_shared<MessageQueue>();
    const std::lock_guard guard(Queues().mutex);
    Queues().queues[GetCurrentThreadId()] = made;
    return made;
  }();
  return *queue;
}

// Waits for one of the events, or for a message when `messages` is not null.
DWORD WaitForAny(DWORD count, const HANDLE* handles, MessageQueue* messages, DWORD milliseconds) {
  const ULONGLONG due = DueIn(milliseconds);
  Waiter waiter;
  for (DWORD index = 0; index < count; ++index)
    static_cast<Event*>(handles[index])->Add(waiter);
  if (messages != nullptr) messages->Add(waiter);
  DWORD result = WAIT_TIMEOUT;
  for (bool in_time = true; result == WAIT_TIMEOUT;) {
    for (DWORD index = 0; index < count && result == WAIT_TIMEOUT; ++index)
      if (static_cast<Event*>(handles[index])->Take()) result = WAIT_OBJECT_0 + index;
    if (result == WAIT_TIMEOUT && messages != nullptr && !messages->IsEmpty()) result = WAIT_OBJECT_0 + count;
    if (result != WAIT_TIMEOUT || !in_time) break;
    in_time = waiter.SleepUntil(due);
  }
  for (DWORD index = 0; index < count; ++index)
    static_cast<Event*>(handles[index])->Remove(waiter);
  if (messages != nullptr) messages->Remove(waiter);
  return result;
}

std::atomic<int> without_threads{0};
std::atomic<int> live_threads{0};

extern "C" void* RunThread(void* state) {
  {
    const std::unique_ptr<std::thread::_State> owned(static_cast<std::thread::_State*>(state));
    owned->_M_run();
  }
  --live_threads;
  return nullptr;
}

}  // namespace

// In place of the one of libstdc++, so that making a thread can fail, and that threads can be counted.
void std::thread::_M_start_thread(std::unique_ptr<_State> state, void (*)()) {
  if (without_threads > 0) throw std::system_error(EAGAIN, std::generic_category());
  ++live_threads;
  if (pthread_create(&_M_id._M_thread, nullptr, RunThread, state.get()) != 0) {
    --live_threads;
    throw std::system_error(EAGAIN, std::generic_category());
  }
  static_cast<void>(state.release());
}

struct TP_TIMER {
  const PTP_TIMER_CALLBACK callback;
  void* const context;
  ULONGLONG due = kNever;
  DWORD period = 0;
  bool runs = false;
};

namespace host {

WithoutThreads::WithoutThreads() noexcept { ++without_threads; }
WithoutThreads::~WithoutThreads() { --without_threads; }

int LiveThreads() { return live_threads; }

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

// A wait is woken under its mutex, so that it cannot be missed between the look at the clock and the sleep. The thread
// takes this lock with that mutex held, so here it can only be tried.
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

void AcquireSRWLockExclusive(SRWLOCK* lock) noexcept { pthread_mutex_lock(&lock->mutex); }
void ReleaseSRWLockExclusive(SRWLOCK* lock) noexcept { pthread_mutex_unlock(&lock->mutex); }

BOOL SleepConditionVariableSRW(CONDITION_VARIABLE* condition, SRWLOCK* lock, DWORD milliseconds, ULONG) noexcept {
  return Sleep(&condition->condition, &lock->mutex, DueIn(milliseconds)) ? TRUE : FALSE;
}
void WakeAllConditionVariable(CONDITION_VARIABLE* condition) noexcept { pthread_cond_broadcast(&condition->condition); }

HANDLE CreateEventW(void*, BOOL manual_reset, BOOL initial_state, LPCWSTR) noexcept {
  return new Event(manual_reset != FALSE, initial_state != FALSE);
}
BOOL SetEvent(HANDLE event) noexcept {
  static_cast<Event*>(event)->Set();
  return TRUE;
}
BOOL CloseHandle(HANDLE handle) noexcept {
  delete static_cast<Event*>(handle);
  return TRUE;
}
DWORD WaitForSingleObject(HANDLE event, DWORD milliseconds) noexcept {
  return WaitForAny(1, &event, nullptr, milliseconds);
}

BOOL PostThreadMessageW(DWORD thread, UINT message, std::uintptr_t w_param, std::intptr_t l_param) noexcept {
  if (thread == GetCurrentThreadId()) {
    QueueOfThisThread().Post({nullptr, message, w_param, l_param});
    return TRUE;
  }
  std::shared_ptr<MessageQueue> queue;
  {
    const std::lock_guard guard(Queues().mutex);
    const auto found = Queues().queues.find(thread);
    if (found == Queues().queues.end()) return FALSE;
    queue = found->second;
  }
  queue->Post({nullptr, message, w_param, l_param});
  return TRUE;
}
BOOL PeekMessageW(MSG* message, HWND, UINT, UINT, UINT) noexcept {
  return QueueOfThisThread().Take(message) ? TRUE : FALSE;
}
BOOL TranslateMessage(const MSG*) noexcept { return FALSE; }
std::intptr_t DispatchMessageW(const MSG*) noexcept { return 0; }
DWORD MsgWaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, DWORD milliseconds, DWORD, DWORD) noexcept {
  return WaitForAny(count, handles, &QueueOfThisThread(), milliseconds);
}

DWORD GetCurrentThreadId() noexcept {
  thread_local const DWORD id = ++last_thread_id;
  return id;
}
HANDLE GetCurrentThread() noexcept { return nullptr; }
ULONGLONG GetTickCount64() noexcept { return Now(); }
void YieldProcessor() noexcept { sched_yield(); }

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

HMODULE GetModuleHandleW(LPCWSTR) noexcept { return nullptr; }
FARPROC GetProcAddress(HMODULE, const char*) noexcept { return nullptr; }

HRESULT CoInitializeEx(void*, DWORD) noexcept { return S_OK; }
void CoUninitialize() noexcept {}
HRESULT CoIncrementMTAUsage(CO_MTA_USAGE_COOKIE* cookie) noexcept {
  *cookie = nullptr;
  return S_OK;
}
HRESULT CoWaitForMultipleHandles(DWORD, DWORD milliseconds, ULONG count, HANDLE* handles, DWORD* index) noexcept {
  const DWORD result = WaitForAny(count, handles, nullptr, milliseconds);
  if (result == WAIT_TIMEOUT) return RPC_S_CALLPENDING;
  *index = result - WAIT_OBJECT_0;
  return S_OK;
}
void* CoTaskMemAlloc(std::size_t size) noexcept { return std::malloc(size); }
void CoTaskMemFree(void* memory) noexcept { std::free(memory); }
