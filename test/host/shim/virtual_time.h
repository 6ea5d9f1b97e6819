// Controls the simulation in the shim of Windows: time, and failures to create threads.
#pragma once

#include <windows.h>

#include <functional>

namespace host {

// Advances the clock, calls the due timers and ends the due waits: when this returns, the threads continue, and each
// timer's thread has ended.
void AdvanceTime(DWORD milliseconds);

// The number of threads that wait for a time.
int TimedWaits();
// Returns when that many threads wait for a time, or when `or_else` is true, which running threads must cause.
void AwaitTimedWaits(
    int count, const std::function<bool()>& or_else = [] { return false; });

// The number of timers that are set.
int TimersSet();

// Makes the creation of threads fail until the guard is destroyed.
class WithoutThreads {
 public:
  WithoutThreads() noexcept;
  WithoutThreads(const WithoutThreads&) = delete;
  WithoutThreads& operator=(const WithoutThreads&) = delete;
  ~WithoutThreads();
};

// The threads that std::thread has started and that have not ended.
int LiveThreads();

}  // namespace host
