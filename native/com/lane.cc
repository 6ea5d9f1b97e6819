#include "com/lane.h"

#include <windows.h>

#include <algorithm>
#include <chrono>
#include <utility>

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

// COM calls a single-threaded apartment by messages to windows of its own, and handlers have windows, too.
void PumpMessages() noexcept {
  MSG message = {};
  while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) {
    TranslateMessage(&message);
    DispatchMessageW(&message);
  }
}

// The last one that a lane does.
class StopTask final : public Task {
 public:
  explicit StopTask(LaneCore& core) noexcept : core_(core) {}
  void Execute(std::unique_ptr<Task>) noexcept override { core_.Stop(); }

 private:
  LaneCore& core_;
};

}  // namespace

LaneCore::LaneCore(std::wstring name, ApartmentKind apartment)
    : name_(std::move(name)),
      apartment_(apartment),
      posted_(apartment == ApartmentKind::kSingleThreaded ? CreateEventW(nullptr, FALSE, FALSE, nullptr) : nullptr) {}

bool LaneCore::Post(std::unique_ptr<Task> task) noexcept {
  const LockGuard guard(lock_);
  if (stopping_) return false;
  tasks_.Push(std::move(task));
  has_tasks_.store(true, std::memory_order_release);
  if (posted_) SetEvent(posted_.Get());
  if (sleeping_) changed_.WakeAll();
  return true;
}

void LaneCore::Stop() noexcept {
  TaskQueue<Task> dropped;
  const LockGuard guard(lock_);
  stopping_ = true;
  dropped = std::move(tasks_);
  if (posted_) SetEvent(posted_.Get());
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
  thread_ = GetCurrentThreadId();
  {
    KeepMultiThreadedApartment();
    const Apartment apartment(apartment_);
    for (taken_ = WaitForTasks(); !taken_.empty(); taken_ = WaitForTasks()) {
      while (DoNextTask()) {
      }
    }
    LeaveApartment();
  }
  const LockGuard guard(lock_);
  finished_ = true;
  changed_.WakeAll();
}

// False when there is none, or when none is to be done any more.
bool LaneCore::DoNextTask() noexcept {
  std::unique_ptr<Task> task = taken_.Pop();
  if (task == nullptr || stopping_) return false;
  Task& running = *task;
  running.Execute(std::move(task));
  if (posted_) PumpMessages();
  return true;
}

void LaneCore::ServeUntil(HANDLE done) noexcept {
  const HANDLE handles[] = {done, posted_.Get()};
  while (WaitForSingleObject(done, 0) != WAIT_OBJECT_0) {
    PumpMessages();
    if (taken_.empty()) {
      const LockGuard guard(lock_);
      taken_ = TakeTasks();
    }
    if (!DoNextTask()) MsgWaitForMultipleObjectsEx(2, handles, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
  }
}

// Empty when the lane is to end.
TaskQueue<Task> LaneCore::WaitForTasks() noexcept {
  if (posted_) return WaitForTasksAndMessages();
  SpinForTasks();
  const LockGuard guard(lock_);
  while (tasks_.empty() && !stopping_) {
    sleeping_ = true;
    changed_.Wait(lock_);
    sleeping_ = false;
  }
  return TakeTasks();
}

TaskQueue<Task> LaneCore::WaitForTasksAndMessages() noexcept {
  for (;;) {
    PumpMessages();
    {
      const LockGuard guard(lock_);
      if (!tasks_.empty() || stopping_) return TakeTasks();
    }
    const HANDLE posted = posted_.Get();
    MsgWaitForMultipleObjectsEx(1, &posted, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
  }
}

// Called under the lock.
TaskQueue<Task> LaneCore::TakeTasks() noexcept {
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
  if (ended_) return false;
  if (!core_->Post(std::move(task))) return false;
  if (!thread_.joinable()) thread_ = std::thread([core = core_] { core->Run(); });
  return true;
}

void Lane::End() noexcept {
  if (std::exchange(ended_, true) || !thread_.joinable()) return;
  core_->Post(std::make_unique<StopTask>(*core_));
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
