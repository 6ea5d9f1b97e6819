#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "group.h"
#include "host_anchors.h"

namespace reference {

/** Every group of this server, in order of creation. */
class Queue {
 public:
  explicit Queue(std::shared_ptr<Lifetime> lifetime) noexcept : lifetime_(std::move(lifetime)) {}
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  /** E_INVALIDARG for an existing id; otherwise the error of the host's BITS if it cannot create a job. */
  std::shared_ptr<Group> create(const GUID& id);
  /** QM_E_ITEM_NOT_FOUND for an unknown id. */
  std::shared_ptr<Group> find(const GUID& id);
  std::vector<GUID> identifiers();

  /** Checks every unfinished group, which its client may have ended, too; true if one of them made progress. */
  bool settle();
  /** Calls the notification classes of the groups that have ended. */
  void notify_classes();
  bool has_unfinished();
  /** Ends every group before the server exits. */
  void close() noexcept;

  const std::shared_ptr<Lifetime>& lifetime() const noexcept { return lifetime_; }

 private:
  std::shared_ptr<Group> make_group(const GUID& id);
  std::vector<std::shared_ptr<Group>> present();
  void forget_ended();

  const std::shared_ptr<Lifetime> lifetime_;
  std::mutex mutex_;
  ComPtr<IBackgroundCopyManager> manager_;
  std::unique_ptr<HostAnchors> anchors_;
  std::vector<std::shared_ptr<Group>> groups_;
};

}  // namespace reference
