#pragma once

#include <windows.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "com/apartment.h"
#include "com/handle.h"
#include "com/lock.h"
#include "com/spin.h"
#include "com/task.h"

namespace winprogress::com {

// An object that lives in a lane and is destroyed there at the latest when the lane ends. See LaneOwned.
class LaneResident {
 public:
  explicit LaneResident(std::shared_ptr<void> object) noexcept : object_(std::move(object)) {}
  LaneResident(const LaneResident&) = delete;
  LaneResident& operator=(const LaneResident&) = delete;

  // In the lane, like the other members.
  const std::shared_ptr<void>& object() const noexcept { return object_; }
  void Set(std::shared_ptr<void> object) noexcept { object_ = std::move(object); }
  // Destroying it again does nothing.
  void Destroy() noexcept { std::shared_ptr<void>().swap(object_); }

 private:
  friend class Lane;
  std::shared_ptr<void> object_;
  std::uint64_t number_ = 0;
};

// A named thread with a queue of tasks, in the multi-threaded apartment or in its own single-threaded one, where
// it dispatches messages while it waits. The tasks of a lane run one after the other. The thread starts with the first
// task and owns the lane while it runs: a thread that hangs in a COM call is abandoned with everything that it uses.
class Lane : public std::enable_shared_from_this<Lane> {
 public:
  static std::shared_ptr<Lane> Make(std::wstring name, ApartmentKind apartment) {
    return std::shared_ptr<Lane>(new Lane(std::move(name), apartment));
  }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Any thread. Returns the task if it cannot run: the lane has been stopped, or the thread could not be created.
  template <typename Item>
  std::unique_ptr<Item> Post(std::unique_ptr<Item> task) noexcept {
    Item* item = task.release();
    return std::unique_ptr<Item>(Accept(item) ? nullptr : item);
  }
  // Any thread: accepts no more tasks; those in the queue still run.
  void End() noexcept;
  // Any thread: accepts no more tasks and drops those in the queue. The running one is completed.
  void Stop() noexcept;
  bool ended() noexcept;
  // Whether the thread has left its apartment or was never started.
  bool WaitUntilFinished(const Deadline& deadline) noexcept;

  // The rest is for the lane's thread only.

  // Residents are destroyed in the reverse order of their creation.
  void Add(std::shared_ptr<LaneResident> resident);
  void Remove(LaneResident& resident) noexcept { residents_.erase(resident.number_); }
  // Whether the calling thread is the lane's own, and serves a single-threaded apartment.
  bool IsServedHere() const noexcept { return posted_ && GetCurrentThreadId() == thread_id_; }
  // For a task that waits: dispatches calls, messages and other tasks until the event is set, as a
  // single-threaded apartment does whenever it waits. Returns false on timeout.
  bool ServeUntil(HANDLE done, const Deadline& deadline) noexcept;

 private:
  Lane(std::wstring name, ApartmentKind apartment);

  // Takes ownership of the task unless it returns false.
  bool Accept(Task* task) noexcept;
  bool StartThread() noexcept;
  // Owns the `shared_ptr` to the lane that it is given.
  static unsigned WINAPI RunThread(void* lane) noexcept;
  void Run() noexcept;
  TaskQueue<Task> WaitForTasks() noexcept;
  TaskQueue<Task> WaitForTasksAndMessages() noexcept;
  TaskQueue<Task> TakeTasks() noexcept;
  bool RunNextTask() noexcept;
  void DestroyResidents() noexcept;

  const std::wstring name_;
  const ApartmentKind apartment_;
  // Also wakes a thread that waits for window messages. Only in a single-threaded apartment.
  const Handle posted_;

  Lock lock_;
  Condition changed_;
  TaskQueue<Task> tasks_;
  bool started_ = false;
  bool ended_ = false;
  bool finished_ = false;
  bool sleeping_ = false;

  std::atomic<bool> has_tasks_{false};
  std::atomic<bool> stopped_{false};
  std::atomic<DWORD> thread_id_{0};

  // The lane's thread only. Tasks that were taken from the queue and have not begun.
  TaskQueue<Task> taken_;
  Spin spin_;
  std::map<std::uint64_t, std::shared_ptr<LaneResident>> residents_;
  std::uint64_t last_number_ = 0;
};

// Shared ownership of a lane, which ends with the last handle. Any thread.
class LaneHandle {
 public:
  explicit LaneHandle(std::shared_ptr<Lane> lane) : share_(std::make_shared<Share>(std::move(lane))) {}

  Lane& operator*() const noexcept { return *share_->lane; }
  Lane* operator->() const noexcept { return share_->lane.get(); }
  // For the work of a call: not a handle, which would prevent the lane from ending.
  const std::shared_ptr<Lane>& lane() const noexcept { return share_->lane; }

 private:
  struct Share {
    explicit Share(std::shared_ptr<Lane> shared) noexcept : lane(std::move(shared)) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { lane->End(); }
    const std::shared_ptr<Lane> lane;
  };

  std::shared_ptr<Share> share_;
};

}  // namespace winprogress::com
