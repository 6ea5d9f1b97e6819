// What the library's objects were told, and what they told, in the order in which calls began.
#pragma once

#include <windows.h>

#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace reference {

/** One call with its arguments as unsigned numbers: bytes of memory each by itself. */
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
