// The steps of a handler's starting calls.
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

/** Plays the steps in [first, last). This thread must be allowed to call the callback. */
void perform(Steps::const_iterator first, Steps::const_iterator last, ISyncMgrSynchronizeCallback* callback,
             const std::shared_ptr<Preparation>& preparation);

}  // namespace reference
