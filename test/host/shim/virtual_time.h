// Control of what the shim of Windows simulates: time, and threads that cannot be made.
#pragma once

#include <windows.h>

#include <functional>

namespace host {

// Moves the clock, and calls the timers and ends the waits that are due: when this returns, the threads go on, and each
// timer's thread has ended.
void AdvanceTime(DWORD milliseconds);

// How many threads wait for a time.
int TimedWaits();
// Returns when that many threads wait for a time, or when `or_else` holds. Nothing but threads that run can make it so.
void AwaitTimedWaits(
    int count, const std::function<bool()>& or_else = [] { return false; });

// How many timers are set.
int TimersSet();

// From here on the attempt to make a thread fails, until the guard is destroyed.
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
