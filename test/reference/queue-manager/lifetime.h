#pragma once

#include <windows.h>

#include <atomic>
#include <memory>

namespace reference {

/**
 * The lifetime of the server. Rules of a test server, not of Windows, whose queue manager is a service and keeps groups
 * for months:
 *  - without clients and without unfinished groups it exits after kIdleMilliseconds;
 *  - unfinished groups keep it running for kOrphanMilliseconds after its last client, so that a second process finds
 * them;
 *  - clients that have not called for kSilenceMilliseconds without progress of a group count as ended: COM on
 * Wine does not notify a server of a crashed client.
 */
constexpr ULONGLONG kIdleMilliseconds = 5'000;
constexpr ULONGLONG kOrphanMilliseconds = 60'000;
constexpr ULONGLONG kSilenceMilliseconds = 120'000;

class Lifetime {
 public:
  Lifetime();
  Lifetime(const Lifetime&) = delete;
  Lifetime& operator=(const Lifetime&) = delete;
  ~Lifetime();

  void client_arrived() noexcept;
  void client_left() noexcept;
  /** Records a call of a client or progress of a transfer. */
  void stirred() noexcept { last_stir_ = GetTickCount64(); }
  /** Makes the server check its groups now. */
  void wake() noexcept { SetEvent(wake_); }
  HANDLE wake_event() const noexcept { return wake_; }

  bool has_clients() const noexcept { return clients_ != 0; }
  /** Whether the server may exit. */
  bool over(bool unfinished_groups) const noexcept;

 private:
  HANDLE wake_;
  std::atomic<ULONG> clients_{0};
  std::atomic<ULONGLONG> last_stir_{GetTickCount64()};
  std::atomic<ULONGLONG> last_client_{GetTickCount64()};
};

/** Counts one object of a client. */
class ClientReference {
 public:
  explicit ClientReference(std::shared_ptr<Lifetime> lifetime) noexcept : lifetime_(std::move(lifetime)) {
    lifetime_->client_arrived();
  }
  ClientReference(const ClientReference& other) noexcept : ClientReference(other.lifetime_) {}
  ClientReference& operator=(const ClientReference&) = delete;
  ~ClientReference() { lifetime_->client_left(); }
  void stirred() const noexcept { lifetime_->stirred(); }

 private:
  std::shared_ptr<Lifetime> lifetime_;
};

}  // namespace reference
