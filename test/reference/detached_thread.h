// Threads that are not joined.
#pragma once

#include <process.h>
#include <windows.h>

#include <memory>
#include <utility>

#include "queue-manager/com.h"

namespace reference {

template <typename Work>
unsigned __stdcall run_detached(void* parameter) noexcept {
  const std::unique_ptr<Work> work(static_cast<Work*>(parameter));
  (*work)();
  return 0;
}

/**
 * Does the work, which must not throw, on a thread of its own. Not by std::thread::detach(): in winpthreads, a thread
 * that begins while a detached one ends may get the memory of that one, and then never runs. Throws Failure.
 */
template <typename Work>
void start_detached(Work work) {
  auto owned = std::make_unique<Work>(std::move(work));
  const auto thread = _beginthreadex(nullptr, 0, run_detached<Work>, owned.get(), 0, nullptr);
  if (thread == 0) throw Failure(HRESULT_FROM_WIN32(ERROR_NO_SYSTEM_RESOURCES));
  static_cast<void>(owned.release());
  CloseHandle(reinterpret_cast<HANDLE>(thread));
}

}  // namespace reference
