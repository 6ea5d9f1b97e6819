#include "com/lane.h"

#include <windows.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "com/apartment.h"
#include "com/lane_reference.h"

namespace winprogress::com {

namespace {

// Putting a thread to sleep and waking it costs more than a short call. A lane that has just worked stays awake for so
// long.
constexpr std::chrono::microseconds kAwakeAfterWork{200};
constexpr int kPausesBetweenLooksAtTheClock = 32;

void NameThisThread(const std::wstring& name) noexcept {
  // Windows 10 1607 and later; older ones go without a name.
  using SetThreadDescriptionFunction = HRESULT(WINAPI*)(HANDLE, PCWSTR);
  const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
  if (kernel == nullptr) return;
  const FARPROC address = GetProcAddress(kernel, "SetThreadDescription");
  if (address == nullptr) return;
  const auto set_description = reinterpret_cast<SetThreadDescriptionFunction>(reinterpret_cast<void*>(address));
  set_description(GetCurrentThread(), name.c_str());
}

}  // namespace

bool LaneCore::Post(std::unique_ptr<Task> task) noexcept {
  const LockGuard guard(lock_);
  if (stopping_) return false;
  tasks_.Push(std::move(task));
  has_tasks_.store(true, std::memory_order_release);
  if (sleeping_) changed_.WakeAll();
  return true;
}

void LaneCore::Stop() noexcept {
  TaskQueue<Task> dropped;
  const LockGuard guard(lock_);
  stopping_ = true;
  dropped = std::move(tasks_);
  changed_.WakeAll();
}

bool LaneCore::WaitUntilFinished(DWORD milliseconds) noexcept {
  const ULONGLONG end = GetTickCount64() + milliseconds;
  const LockGuard guard(lock_);
  while (!finished_) {
    const ULONGLONG now = GetTickCount64();
    if (now >= end) return false;
    changed_.WaitFor(lock_, static_cast<DWORD>(end - now));
  }
  return true;
}

void LaneCore::Run() noexcept {
  NameThisThread(name_);
  {
    KeepMultiThreadedApartment();
    const MultiThreadedApartment apartment;
    for (TaskQueue<Task> tasks = WaitForTasks(); !tasks.empty(); tasks = WaitForTasks()) {
      while (std::unique_ptr<Task> task = tasks.Pop()) {
        if (stopping_) break;
        Task& running = *task;
        running.Execute(std::move(task));
      }
    }
    LeaveApartment();
  }
  const LockGuard guard(lock_);
  finished_ = true;
  changed_.WakeAll();
}

// Empty when the lane is to end.
TaskQueue<Task> LaneCore::WaitForTasks() noexcept {
  SpinForTasks();
  const LockGuard guard(lock_);
  while (tasks_.empty() && !stopping_) {
    sleeping_ = true;
    changed_.Wait(lock_);
    sleeping_ = false;
  }
  has_tasks_.store(false, std::memory_order_relaxed);
  return stopping_ ? TaskQueue<Task>() : std::move(tasks_);
}

void LaneCore::SpinForTasks() const noexcept {
  const auto end = std::chrono::steady_clock::now() + kAwakeAfterWork;
  do {
    for (int pause = 0; pause < kPausesBetweenLooksAtTheClock; ++pause) {
      if (has_tasks_.load(std::memory_order_acquire) || stopping_) return;
      YieldProcessor();
    }
  } while (std::chrono::steady_clock::now() < end);
}

void LaneCore::TakeBackAtEnd(const void* key) noexcept {
  duties_.erase(std::remove_if(duties_.begin(), duties_.end(), [key](const auto& entry) { return entry.first == key; }),
                duties_.end());
}

void LaneCore::LeaveApartment() noexcept {
  for (auto& [key, duty] : std::exchange(duties_, {}))
    duty();
  for (const std::shared_ptr<LaneSlotBase>& slot : std::exchange(slots_, {}))
    slot->Release();
}

Lane::~Lane() {
  Stop();
  constexpr DWORD kPatienceMilliseconds = 500;
  Join(kPatienceMilliseconds);
}

bool Lane::Post(std::unique_ptr<Task> task) {
  if (!core_->Post(std::move(task))) return false;
  if (!thread_.joinable()) thread_ = std::thread([core = core_] { core->Run(); });
  return true;
}

bool Lane::Join(DWORD milliseconds) noexcept {
  const LockGuard guard(joining_);
  if (!thread_.joinable()) return true;
  const bool finished = core_->WaitUntilFinished(milliseconds);
  if (finished) {
    thread_.join();
  } else {
    thread_.detach();
  }
  return finished;
}

}  // namespace winprogress::com
