#pragma once

#include <memory>
#include <utility>

namespace winprogress::com {

class Lane;

// A unit of work for a lane. Intrusively linked, so that queueing it cannot fail.
class Task {
 public:
  Task() noexcept = default;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  virtual ~Task() = default;

  // Runs in the lane. `self` owns this task: it can be moved on, or is destroyed at the end of the call.
  virtual void Execute(std::unique_ptr<Task> self) noexcept = 0;

 private:
  template <typename>
  friend class TaskQueue;
  Task* next_ = nullptr;
};

// An owning FIFO queue, not thread-safe.
template <typename Item>
class TaskQueue {
 public:
  TaskQueue() noexcept = default;
  TaskQueue(TaskQueue&& other) noexcept
      : first_(std::exchange(other.first_, nullptr)), last_(std::exchange(other.last_, nullptr)) {}
  TaskQueue& operator=(TaskQueue&& other) noexcept {
    std::swap(first_, other.first_);
    std::swap(last_, other.last_);
    return *this;
  }
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;
  ~TaskQueue() {
    while (Pop()) {
    }
  }

  bool empty() const noexcept { return first_ == nullptr; }

  void Push(std::unique_ptr<Item> item) noexcept {
    Item* added = item.release();
    added->next_ = nullptr;
    if (last_ == nullptr) {
      first_ = added;
    } else {
      static_cast<Task*>(last_)->next_ = added;
    }
    last_ = added;
  }

  std::unique_ptr<Item> Pop() noexcept {
    Item* item = first_;
    if (item == nullptr) return nullptr;
    first_ = static_cast<Item*>(static_cast<Task*>(item)->next_);
    if (first_ == nullptr) last_ = nullptr;
    return std::unique_ptr<Item>(item);
  }

 private:
  Item* first_ = nullptr;
  Item* last_ = nullptr;
};

}  // namespace winprogress::com
