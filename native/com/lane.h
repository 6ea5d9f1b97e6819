#pragma once

#include <windows.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "com/apartment.h"
#include "com/handle.h"
#include "com/lock.h"
#include "com/task.h"

namespace winprogress::com {

class LaneSlotBase;

// What a lane's thread works on. Shared with the thread, which may outlive its Lane when a COM call in it never
// returns.
class LaneCore {
 public:
  LaneCore(std::wstring name, ApartmentKind apartment);

  // False once the lane has been stopped; the task is dropped then.
  bool Post(std::unique_ptr<Task> task) noexcept;
  void Stop() noexcept;
  // False when the thread has not ended within the time.
  bool WaitUntilFinished(DWORD milliseconds) noexcept;
  void Run() noexcept;

  // The lane's thread only: interface pointers and duties that must end in the apartment they belong to.
  void Keep(std::shared_ptr<LaneSlotBase> slot) { slots_.insert(std::move(slot)); }
  void Forget(const std::shared_ptr<LaneSlotBase>& slot) noexcept { slots_.erase(slot); }
  // Runs before the apartment is left, unless it was taken back.
  void AtEnd(const void* key, std::function<void()> duty) { duties_.emplace_back(key, std::move(duty)); }
  void TakeBackAtEnd(const void* key) noexcept;
  // Whether the calling thread is the lane's own, and serves a single-threaded apartment.
  bool IsServedHere() const noexcept { return posted_ && GetCurrentThreadId() == thread_; }
  // There, in the middle of a task that waits: goes on with calls, messages and other tasks until the event is set, as
  // a single-threaded apartment does whenever it waits.
  void ServeUntil(HANDLE done) noexcept;

 private:
  TaskQueue<Task> WaitForTasks() noexcept;
  TaskQueue<Task> WaitForTasksAndMessages() noexcept;
  TaskQueue<Task> TakeTasks() noexcept;
  bool DoNextTask() noexcept;
  void SpinForTasks() const noexcept;
  void LeaveApartment() noexcept;

  const std::wstring name_;
  const ApartmentKind apartment_;
  // Wakes a thread that waits for window messages, too. Only in a single-threaded apartment.
  const Handle posted_;
  Lock lock_;
  Condition changed_;
  TaskQueue<Task> tasks_;
  // The lane's thread only: what it has taken, and not begun.
  TaskQueue<Task> taken_;
  std::atomic<DWORD> thread_{0};
  std::atomic<bool> has_tasks_{false};
  std::atomic<bool> stopping_{false};
  bool sleeping_ = false;
  bool finished_ = false;
  std::unordered_set<std::shared_ptr<LaneSlotBase>> slots_;
  std::vector<std::pair<const void*, std::function<void()>>> duties_;
};

// A named thread with a queue, in the multi-threaded apartment or in a single-threaded one of its own, where it pumps
// messages while it waits: all COM calls of one family in one connection run here, one after the other. The thread
// starts with the first task.
class Lane {
 public:
  explicit Lane(std::wstring name, ApartmentKind apartment = ApartmentKind::kMultiThreaded)
      : core_(std::make_shared<LaneCore>(std::move(name), apartment)) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
  ~Lane();

  const std::shared_ptr<LaneCore>& core() const noexcept { return core_; }

  // JavaScript thread only. False once the lane has been stopped. Throws std::system_error when no thread can be made.
  bool Post(std::unique_ptr<Task> task);
  // JavaScript thread only: does what was posted before, and then stops. Nothing more can be posted.
  void End() noexcept;
  bool ended() const noexcept { return ended_; }
  // Whether nothing is left of it but this object.
  bool finished() noexcept { return !thread_.joinable() || core_->WaitUntilFinished(0); }
  // Lets the call that runs come to its end, drops the others, and makes the thread leave its apartment.
  void Stop() noexcept { core_->Stop(); }
  // Joins the thread if it ends within the time. One that hangs in a call is left behind: it owns all that it touches.
  bool Join(DWORD milliseconds) noexcept;

 private:
  std::shared_ptr<LaneCore> core_;
  Lock joining_;
  std::thread thread_;
  bool ended_ = false;
};

}  // namespace winprogress::com
