// Every call that the library receives or makes, in the order in which they began.
#pragma once

#include <deque>
#include <mutex>
#include <string>

#include "arguments.h"

namespace reference {

class Log {
 public:
  /** Returns the argument for `end`. */
  std::size_t begin(const char* call, const Arguments& arguments);
  void end(std::size_t entry, HRESULT result) noexcept;
  void clear() noexcept;
  std::string json() const;

 private:
  struct Entry {
    const char* call;
    std::string arguments;
    DWORD thread;
    const char* apartment;
    HRESULT result;
    bool over;
  };

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
  // The number of entries that were cleared before the first: a call may end after its entry was cleared.
  std::size_t cleared_ = 0;
};

}  // namespace reference
