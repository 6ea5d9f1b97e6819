#pragma once

#include <memory>
#include <utility>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/lock.h"
#include "syncmgr/table_entry.h"

namespace winprogress::syncmgr {

// Where a proxy keeps its callback: nothing once it has been closed, or taken away by the client. For threads that are
// in an apartment.
class KeptCallback {
 public:
  explicit KeptCallback(std::shared_ptr<const TableEntry> entry) noexcept : entry_(std::move(entry)) {}
  KeptCallback(const KeptCallback&) = delete;
  KeptCallback& operator=(const KeptCallback&) = delete;

  // For the apartment of the calling thread.
  com::ComPtr<ISynchronizeCallback> Get(const char* operation) {
    std::shared_ptr<const TableEntry> entry;
    {
      const com::LockGuard guard(lock_);
      entry = entry_;
    }
    if (entry == nullptr) throw com::HResultFailure(RPC_E_DISCONNECTED, operation);
    return entry->Get(operation);
  }

  void Forget() noexcept {
    std::shared_ptr<const TableEntry> entry;
    const com::LockGuard guard(lock_);
    std::swap(entry, entry_);
  }

 private:
  com::Lock lock_;
  std::shared_ptr<const TableEntry> entry_;
};

}  // namespace winprogress::syncmgr
