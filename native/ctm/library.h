#pragma once

#include <windows.h>

#include <memory>
#include <string>
#include <utility>

#include "com/lane.h"
#include "com/lane_reference.h"
#include "com/lock.h"
#include "com/unique_any.h"
#include "ctm/functions.h"

namespace winprogress::ctm {

struct ModuleTraits : com::NullTraits<HMODULE> {
  static void Close(HMODULE module) noexcept { FreeLibrary(module); }
};

using Module = com::UniqueAny<ModuleTraits>;

// Loads the library of this absolute path, and what it needs from its own folder or the system's only. Throws
// HResultFailure.
Module LoadModule(const std::wstring& path);

// Where a lane keeps a library. Only the lane's thread loads, calls and frees it: a call that never returns keeps it
// loaded, since what comes after the call in the lane never comes.
class LibrarySlot final : public com::LaneSlotBase {
 public:
  LibrarySlot(Module module, const Functions& functions) noexcept : module_(std::move(module)), functions_(functions) {}
  void Release() noexcept override {
    functions_ = {};
    module_.Reset();
  }
  const Functions& functions() const noexcept { return functions_; }

 private:
  Module module_;
  Functions functions_;
};

// The end of a library, which whoever asked for it may wait for.
class LibraryEnd {
 public:
  LibraryEnd() noexcept = default;
  LibraryEnd(const LibraryEnd&) = delete;
  LibraryEnd& operator=(const LibraryEnd&) = delete;

  void Come() noexcept;
  // Returns when it has come, or when the time is over.
  void WaitFor(DWORD milliseconds) noexcept;

 private:
  com::Lock lock_;
  com::Condition changed_;
  bool come_ = false;
};

// A hold on such a library. May be kept and dropped in any thread; used in the lane only.
class LibraryReference {
 public:
  // In the lane only. Throws HResultFailure.
  static std::shared_ptr<LibraryReference> Open(const std::shared_ptr<com::LaneCore>& lane, const std::wstring& path,
                                                const ExportNames& names);

  LibraryReference(std::shared_ptr<com::LaneCore> lane, std::shared_ptr<LibrarySlot> slot) noexcept
      : lane_(std::move(lane)), slot_(std::move(slot)) {}
  LibraryReference(const LibraryReference&) = delete;
  LibraryReference& operator=(const LibraryReference&) = delete;
  // A lane that has been stopped takes no task: it releases its slots by itself.
  ~LibraryReference();

  // Null pointers once the library has been closed.
  const Functions& functions() const noexcept { return slot_->functions(); }
  // Any thread: lets the library go before the last hold on it is dropped, after the calls that the lane has already.
  std::shared_ptr<LibraryEnd> Close();

 private:
  class ReleaseSlot;

  std::shared_ptr<com::LaneCore> lane_;
  std::shared_ptr<LibrarySlot> slot_;
};

}  // namespace winprogress::ctm
