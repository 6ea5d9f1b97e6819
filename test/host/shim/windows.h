// The part of Windows that native/com uses, for tests on Linux. Locks, events and threads are real; time is virtual: it
// advances when a test advances it (see virtual_time.h). windows.cc implements it on POSIX threads, which the
// sanitizers support.
#pragma once

#include <guiddef.h>
#include <pthread.h>

#include <cstddef>
#include <cstdint>

#define CALLBACK
#define WINAPI
#define STDMETHODCALLTYPE

using BOOL = int;
using BYTE = std::uint8_t;
using WORD = std::uint16_t;
using USHORT = std::uint16_t;
using DWORD = std::uint32_t;
using LONG = std::int32_t;
using ULONG = std::uint32_t;
using UINT = std::uint32_t;
using LONGLONG = std::int64_t;
using ULONGLONG = std::uint64_t;
using HRESULT = std::int32_t;
using LPWSTR = wchar_t*;
using LPCWSTR = const wchar_t*;
using PCWSTR = const wchar_t*;
using HANDLE = void*;
using HMODULE = void*;
using HWND = void*;
using FARPROC = void (*)();

constexpr BOOL FALSE = 0;
constexpr BOOL TRUE = 1;
constexpr DWORD INFINITE = 0xFFFFFFFF;

struct FILETIME {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
};

union ULARGE_INTEGER {
  struct {
    DWORD LowPart;
    DWORD HighPart;
  };
  ULONGLONG QuadPart;
};

// Slim locks and condition variables.
struct SRWLOCK {
  pthread_mutex_t mutex;
};
struct CONDITION_VARIABLE {
  pthread_cond_t condition;
};
#define SRWLOCK_INIT \
  { PTHREAD_MUTEX_INITIALIZER }
#define CONDITION_VARIABLE_INIT \
  { PTHREAD_COND_INITIALIZER }
void AcquireSRWLockExclusive(SRWLOCK* lock) noexcept;
void ReleaseSRWLockExclusive(SRWLOCK* lock) noexcept;
BOOL SleepConditionVariableSRW(CONDITION_VARIABLE* condition, SRWLOCK* lock, DWORD milliseconds, ULONG flags) noexcept;
void WakeAllConditionVariable(CONDITION_VARIABLE* condition) noexcept;

// Events.
constexpr DWORD WAIT_OBJECT_0 = 0;
constexpr DWORD WAIT_TIMEOUT = 258;
HANDLE CreateEventW(void* security, BOOL manual_reset, BOOL initial_state, LPCWSTR name) noexcept;
BOOL SetEvent(HANDLE event) noexcept;
BOOL CloseHandle(HANDLE handle) noexcept;
DWORD WaitForSingleObject(HANDLE event, DWORD milliseconds) noexcept;

// Messages of a thread.
struct MSG {
  HWND hwnd;
  UINT message;
  std::uintptr_t wParam;
  std::intptr_t lParam;
};
constexpr UINT WM_NULL = 0;
constexpr UINT PM_REMOVE = 1;
constexpr DWORD QS_ALLINPUT = 0x04FF;
constexpr DWORD MWMO_INPUTAVAILABLE = 0x0004;
BOOL PostThreadMessageW(DWORD thread, UINT message, std::uintptr_t w_param, std::intptr_t l_param) noexcept;
BOOL PeekMessageW(MSG* message, HWND window, UINT first, UINT last, UINT remove) noexcept;
BOOL TranslateMessage(const MSG* message) noexcept;
std::intptr_t DispatchMessageW(const MSG* message) noexcept;
DWORD MsgWaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, DWORD milliseconds, DWORD wake_mask,
                                  DWORD flags) noexcept;

// Threads and time.
DWORD GetCurrentThreadId() noexcept;
HANDLE GetCurrentThread() noexcept;
ULONGLONG GetTickCount64() noexcept;
void YieldProcessor() noexcept;

// Timers of the thread pool.
struct TP_CALLBACK_INSTANCE;
struct TP_TIMER;
using PTP_CALLBACK_INSTANCE = TP_CALLBACK_INSTANCE*;
using PTP_TIMER = TP_TIMER*;
using PTP_TIMER_CALLBACK = void (*)(PTP_CALLBACK_INSTANCE instance, void* context, PTP_TIMER timer);
PTP_TIMER CreateThreadpoolTimer(PTP_TIMER_CALLBACK callback, void* context, void* environment) noexcept;
void SetThreadpoolTimer(PTP_TIMER timer, FILETIME* due, DWORD period, DWORD window) noexcept;
void WaitForThreadpoolTimerCallbacks(PTP_TIMER timer, BOOL cancel) noexcept;
void CloseThreadpoolTimer(PTP_TIMER timer) noexcept;

// Libraries: not available.
HMODULE GetModuleHandleW(LPCWSTR name) noexcept;
FARPROC GetProcAddress(HMODULE module, const char* name) noexcept;
