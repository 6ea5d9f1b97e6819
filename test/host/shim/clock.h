// The clock of the waits in the shim. Tests advance it: virtual_time.h.
#pragma once

#include <windows.h>

#include <pthread.h>

namespace host {

constexpr ULONGLONG kNever = UINT64_MAX;

ULONGLONG Now();

inline ULONGLONG DueIn(DWORD milliseconds) { return milliseconds == INFINITE ? kNever : Now() + milliseconds; }

// Called with the mutex, which is released meanwhile. Returns false on timeout. May return early.
bool Sleep(pthread_cond_t* condition, pthread_mutex_t* mutex, ULONGLONG due);

}  // namespace host
