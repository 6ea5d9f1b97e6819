#include "queue.h"

#include <algorithm>

#include "notification_class.h"

namespace reference {
namespace {

using Guard = std::lock_guard<std::mutex>;

bool is_disconnected(HRESULT result) noexcept {
  return result == HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE) || result == HRESULT_FROM_WIN32(RPC_S_CALL_FAILED) ||
         result == HRESULT_FROM_WIN32(RPC_S_CALL_FAILED_DNE) || result == RPC_E_DISCONNECTED;
}

}  // namespace

std::shared_ptr<Group> Queue::create(const GUID& id) {
  settle();
  const Guard guard(mutex_);
  forget_ended();
  if (std::any_of(groups_.begin(), groups_.end(), [&](const auto& group) { return group->id() == id; })) {
    throw Failure(E_INVALIDARG);
  }
  std::shared_ptr<Group> group;
  try {
    group = make_group(id);
  } catch (const Failure& failure) {
    // The service of the manager has ended: query the current one.
    if (!manager_ || !is_disconnected(failure.result())) throw;
    manager_.reset();
    anchors_.reset();
    group = make_group(id);
  }
  groups_.push_back(group);
  return group;
}

std::shared_ptr<Group> Queue::make_group(const GUID& id) {
  if (!manager_) {
    ComPtr<IBackgroundCopyManager> manager;
    check(CoCreateInstance(CLSID_BackgroundCopyManager, nullptr, CLSCTX_LOCAL_SERVER, IID_IBackgroundCopyManager,
                           manager.put_void()));
    anchors_ = std::make_unique<HostAnchors>();
    manager_ = std::move(manager);
  }
  return std::make_shared<Group>(*manager_.get(), id, lifetime_);
}

std::shared_ptr<Group> Queue::find(const GUID& id) {
  settle();
  for (const auto& group : present()) {
    if (group->id() == id) return group;
  }
  throw Failure(kItemNotFound);
}

std::vector<GUID> Queue::identifiers() {
  settle();
  std::vector<GUID> result;
  for (const auto& group : present())
    result.push_back(group->id());
  return result;
}

bool Queue::settle() {
  bool moved = false;
  for (const auto& group : present()) {
    // A failed query for one group must not prevent the others.
    guarded([&] {
      moved = group->settle() || moved;
      return S_OK;
    });
  }
  return moved;
}

void Queue::notify_classes() {
  for (const auto& group : present()) {
    guarded([&] {
      notify_class(group, lifetime_);
      return S_OK;
    });
  }
}

bool Queue::has_unfinished() {
  const auto groups = present();
  return std::any_of(groups.begin(), groups.end(), [](const auto& group) { return !group->is_finished(); });
}

void Queue::close() noexcept {
  const Guard guard(mutex_);
  for (const auto& group : groups_)
    group->abandon();
}

std::vector<std::shared_ptr<Group>> Queue::present() {
  const Guard guard(mutex_);
  forget_ended();
  return groups_;
}

void Queue::forget_ended() {
  groups_.erase(std::remove_if(groups_.begin(), groups_.end(), [](const auto& group) { return !group->is_listed(); }),
                groups_.end());
}

}  // namespace reference
