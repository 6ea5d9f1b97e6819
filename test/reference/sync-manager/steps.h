// What a handler's starting calls do with the callback.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "script.h"

namespace reference {

/** One synchronisation, from `PrepareForSync` on. */
class Preparation {
 public:
  explicit Preparation(std::vector<GUID> items) : items_(std::move(items)) {}

  const std::vector<GUID>& items() const noexcept { return items_; }
  void skip(const GUID& item);
  void stop();
  bool is_skipped(const GUID& item) const;
  bool is_stopped() const;

 private:
  const std::vector<GUID> items_;
  mutable std::mutex mutex_;
  std::set<std::wstring> skipped_;
  bool stopped_ = false;
};

/** Does the steps from the first to before the last. The callback is one that this thread may call. */
void perform(Steps::const_iterator first, Steps::const_iterator last, ISyncMgrSynchronizeCallback* callback,
             const std::shared_ptr<Preparation>& preparation);

}  // namespace reference
