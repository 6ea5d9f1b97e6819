#include <windows.h>

#include <objbase.h>
#include <process.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "clock.h"
#include "virtual_time.h"

using host::DueIn;
using host::Sleep;

namespace {

// Wakes one thread that waits for several objects.
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

// An object that wakes its waiting threads.
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

// Replaces the function of libstdc++, so that creating a thread can fail and threads can be counted.
void std::thread::_M_start_thread(std::unique_ptr<_State> state, void (*)()) {
  if (without_threads > 0) throw std::system_error(EAGAIN, std::generic_category());
  ++live_threads;
  if (pthread_create(&_M_id._M_thread, nullptr, RunThread, state.get()) != 0) {
    --live_threads;
    throw std::system_error(EAGAIN, std::generic_category());
  }
  static_cast<void>(state.release());
}

std::uintptr_t _beginthreadex(void*, unsigned, unsigned (*run)(void*), void* parameter, unsigned, unsigned*) noexcept {
  try {
    std::thread(run, parameter).detach();
  } catch (const std::system_error&) {
    return 0;
  }
  return reinterpret_cast<std::uintptr_t>(CreateEventW(nullptr, TRUE, FALSE, nullptr));
}

namespace host {

WithoutThreads::WithoutThreads() noexcept { ++without_threads; }
WithoutThreads::~WithoutThreads() { --without_threads; }

int LiveThreads() { return live_threads; }

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
void YieldProcessor() noexcept { sched_yield(); }

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
