#include "lifetime.h"

#include <objbase.h>

#include "com.h"

namespace reference {

Lifetime::Lifetime() : wake_(CreateEventW(nullptr, FALSE, FALSE, nullptr)) {
  if (!wake_) throw Failure(HRESULT_FROM_WIN32(GetLastError()));
}

Lifetime::~Lifetime() { CloseHandle(wake_); }

void Lifetime::client_arrived() noexcept {
  CoAddRefServerProcess();
  ++clients_;
  stirred();
}

void Lifetime::client_left() noexcept {
  stirred();
  last_client_ = GetTickCount64();
  --clients_;
  CoReleaseServerProcess();
}

bool Lifetime::over(bool unfinished_groups) const noexcept {
  const ULONGLONG now = GetTickCount64();
  if (clients_ != 0) return now - last_stir_ > kSilenceMilliseconds;
  return now - last_client_ > (unfinished_groups ? kOrphanMilliseconds : kIdleMilliseconds);
}

}  // namespace reference
