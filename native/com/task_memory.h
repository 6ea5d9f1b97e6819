#pragma once

#include <windows.h>

#include <objbase.h>

#include <memory>
#include <string>

namespace winprogress::com {

struct TaskMemoryDeleter {
  void operator()(void* memory) const noexcept { CoTaskMemFree(memory); }
};

// Memory that a COM method allocated for its caller.
template <typename Value>
using TaskMemory = std::unique_ptr<Value, TaskMemoryDeleter>;

// A string that a COM method allocates for its caller.
class TaskString {
 public:
  TaskString() noexcept = default;
  TaskString(const TaskString&) = delete;
  TaskString& operator=(const TaskString&) = delete;
  ~TaskString() { CoTaskMemFree(text_); }

  LPWSTR* Receive() noexcept {
    CoTaskMemFree(text_);
    text_ = nullptr;
    return &text_;
  }

  bool IsNull() const noexcept { return text_ == nullptr; }
  // A successful method can leave the pointer NULL.
  std::wstring Text() const { return text_ == nullptr ? std::wstring() : std::wstring(text_); }

 private:
  LPWSTR text_ = nullptr;
};

}  // namespace winprogress::com
