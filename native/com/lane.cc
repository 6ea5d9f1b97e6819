#include "com/lane.h"

#include <process.h>
#include <windows.h>

#include <exception>
#include <iterator>
#include <memory>
#include <utility>

namespace winprogress::com {

namespace {

void NameThisThread(const std::wstring& name) noexcept {
  // Windows 10 1607 and later; threads have no name in older versions.
  using SetThreadDescriptionFunction = HRESULT(WINAPI*)(HANDLE, PCWSTR);
  const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
  if (kernel == nullptr) return;
  const FARPROC address = GetProcAddress(kernel, "SetThreadDescription");
  if (address == nullptr) return;
  const auto set_description = reinterpret_cast<SetThreadDescriptionFunction>(reinterpret_cast<void*>(address));
  set_description(GetCurrentThread(), name.c_str());
}

// COM calls a single-threaded apartment through messages to its own windows, and handlers have windows, too.
void DispatchMessages() noexcept {
  MSG message = {};
  while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) {
    TranslateMessage(&message);
    DispatchMessageW(&message);
  }
}

}  // namespace

Lane::Lane(std::wstring name, ApartmentKind apartment)
    : name_(std::move(name)),
      apartment_(apartment),
      posted_(apartment == ApartmentKind::kSingleThreaded ? CreateEventW(nullptr, FALSE, FALSE, nullptr) : nullptr) {}

bool Lane::Accept(Task* task) noexcept {
  const LockGuard guard(lock_);
  if (ended_ || (!started_ && !StartThread())) return false;
  tasks_.Push(std::unique_ptr<Task>(task));
  has_tasks_.store(true, std::memory_order_release);
  if (posted_) SetEvent(posted_.Get());
  if (sleeping_) changed_.WakeAll();
  return true;
}

// Called under the lock. Not by std::thread: in the winpthreads of MinGW, a thread that begins while a detached one
// ends may get the memory of that one, and then never runs.
bool Lane::StartThread() noexcept {
  try {
    auto lane = std::make_unique<std::shared_ptr<Lane>>(shared_from_this());
    const Handle thread(reinterpret_cast<HANDLE>(_beginthreadex(nullptr, 0, &Lane::RunThread, lane.get(), 0, nullptr)));
    if (!thread) return false;
    static_cast<void>(lane.release());
    started_ = true;
  } catch (const std::exception&) {
    return false;
  }
  return true;
}

unsigned WINAPI Lane::RunThread(void* lane) noexcept {
  const std::unique_ptr<std::shared_ptr<Lane>> self(static_cast<std::shared_ptr<Lane>*>(lane));
  (*self)->Run();
  return 0;
}

void Lane::End() noexcept {
  const LockGuard guard(lock_);
  ended_ = true;
  if (posted_) SetEvent(posted_.Get());
  changed_.WakeAll();
}

void Lane::Stop() noexcept {
  // Destroyed after the lock is released: destroying a task can post to this lane.
  TaskQueue<Task> dropped;
  const LockGuard guard(lock_);
  ended_ = true;
  stopped_ = true;
  dropped = std::move(tasks_);
  if (posted_) SetEvent(posted_.Get());
  changed_.WakeAll();
}

bool Lane::ended() noexcept {
  const LockGuard guard(lock_);
  return ended_;
}

bool Lane::WaitUntilFinished(const Deadline& deadline) noexcept {
  const LockGuard guard(lock_);
  return changed_.WaitUntil(lock_, deadline, [this] { return finished_ || !started_; });
}

void Lane::Add(std::shared_ptr<LaneResident> resident) {
  resident->number_ = ++last_number_;
  residents_.emplace(last_number_, std::move(resident));
}

void Lane::Run() noexcept {
  NameThisThread(name_);
  thread_id_ = GetCurrentThreadId();
  {
    KeepMultiThreadedApartment();
    const Apartment apartment(apartment_);
    for (taken_ = WaitForTasks(); !taken_.empty(); taken_ = WaitForTasks()) {
      while (RunNextTask()) {
      }
    }
    // A task can own a reference to this lane.
    taken_ = {};
    DestroyResidents();
  }
  const LockGuard guard(lock_);
  finished_ = true;
  changed_.WakeAll();
}

// False if there is none, or if no more are to run.
bool Lane::RunNextTask() noexcept {
  std::unique_ptr<Task> task = taken_.Pop();
  if (task == nullptr || stopped_) return false;
  Task& running = *task;
  running.Execute(std::move(task));
  if (posted_) DispatchMessages();
  return true;
}

bool Lane::ServeUntil(HANDLE done, const Deadline& deadline) noexcept {
  const HANDLE handles[] = {done, posted_.Get()};
  while (WaitForSingleObject(done, 0) != WAIT_OBJECT_0) {
    DispatchMessages();
    if (taken_.empty()) {
      const LockGuard guard(lock_);
      taken_ = TakeTasks();
    }
    if (RunNextTask()) continue;
    const DWORD left = deadline.Left();
    if (left == 0) return false;
    MsgWaitForMultipleObjectsEx(2, handles, left, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
  }
  return true;
}

// Empty when the lane is to end.
TaskQueue<Task> Lane::WaitForTasks() noexcept {
  if (posted_) return WaitForTasksAndMessages();
  spin_.Until([this] { return has_tasks_.load(std::memory_order_acquire) || stopped_; });
  const LockGuard guard(lock_);
  if (tasks_.empty() && !ended_) {
    const auto start = Spin::Clock::now();
    while (tasks_.empty() && !ended_) {
      sleeping_ = true;
      changed_.Wait(lock_);
      sleeping_ = false;
    }
    spin_.OnSlept(Spin::Clock::now() - start);
  }
  return TakeTasks();
}

TaskQueue<Task> Lane::WaitForTasksAndMessages() noexcept {
  for (;;) {
    DispatchMessages();
    {
      const LockGuard guard(lock_);
      if (!tasks_.empty() || ended_) return TakeTasks();
    }
    const HANDLE posted = posted_.Get();
    MsgWaitForMultipleObjectsEx(1, &posted, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
  }
}

// Called under the lock.
TaskQueue<Task> Lane::TakeTasks() noexcept {
  has_tasks_.store(false, std::memory_order_relaxed);
  return std::exchange(tasks_, {});
}

void Lane::DestroyResidents() noexcept {
  while (!residents_.empty()) {
    const auto last = std::prev(residents_.end());
    const std::shared_ptr<LaneResident> resident = last->second;
    residents_.erase(last);
    resident->Destroy();
  }
}

}  // namespace winprogress::com
