// The calls that the library's objects received and made, in the order in which they began.
#pragma once

#include <windows.h>

#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace reference {

/** One call with its arguments as unsigned numbers; each byte of memory is a number. */
class Log {
 public:
  void add(const char* call, std::vector<DWORD> arguments, HRESULT result);
  void clear();
  std::string json() const;

 private:
  struct Entry {
    const char* call;
    std::vector<DWORD> arguments;
    HRESULT result;
    DWORD thread;
  };

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
};

}  // namespace reference
