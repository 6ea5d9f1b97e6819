#include "ctm/library.h"

#include "com/hresult.h"
#include "ctm/load_failure.h"

namespace winprogress::ctm {

namespace {

// The loader adds ".dll" to a name without an extension, unless a point ends it: the file that was named is meant.
std::wstring WithoutDefaultExtension(const std::wstring& path) {
  const std::size_t name = path.find_last_of(L"\\/") + 1;
  return path.find(L'.', name) == std::wstring::npos ? path + L"." : path;
}

}  // namespace

Module LoadModule(const std::wstring& path) {
  Module module(LoadLibraryExW(WithoutDefaultExtension(path).c_str(), nullptr,
                               LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32));
  if (module) return module;
  const DWORD error = GetLastError();
  throw com::HResultFailure(HRESULT_FROM_WIN32(error), "LoadLibraryExW", DescribeLoadFailure(path, error));
}

void LibraryEnd::Come() noexcept {
  const com::LockGuard guard(lock_);
  come_ = true;
  changed_.WakeAll();
}

void LibraryEnd::WaitFor(DWORD milliseconds) noexcept {
  const ULONGLONG end = GetTickCount64() + milliseconds;
  const com::LockGuard guard(lock_);
  while (!come_) {
    const ULONGLONG now = GetTickCount64();
    if (now >= end) return;
    changed_.WaitFor(lock_, static_cast<DWORD>(end - now));
  }
}

class LibraryReference::ReleaseSlot final : public com::Task {
 public:
  ReleaseSlot(std::shared_ptr<com::LaneCore> lane, std::shared_ptr<LibrarySlot> slot,
              std::shared_ptr<LibraryEnd> end = nullptr) noexcept
      : lane_(std::move(lane)), slot_(std::move(slot)), end_(std::move(end)) {}
  // Also when the lane has been stopped and drops the task: it releases the slot by itself then.
  ~ReleaseSlot() override {
    if (end_ != nullptr) end_->Come();
  }
  void Execute(std::unique_ptr<Task>) noexcept override {
    slot_->Release();
    lane_->Forget(slot_);
  }

 private:
  std::shared_ptr<com::LaneCore> lane_;
  std::shared_ptr<LibrarySlot> slot_;
  std::shared_ptr<LibraryEnd> end_;
};

std::shared_ptr<LibraryReference> LibraryReference::Open(const std::shared_ptr<com::LaneCore>& lane,
                                                         const std::wstring& path, const ExportNames& names) {
  Module module = LoadModule(path);
  const Functions functions = FindFunctions(module.Get(), names);
  auto slot = std::make_shared<LibrarySlot>(std::move(module), functions);
  lane->Keep(slot);
  return std::make_shared<LibraryReference>(lane, std::move(slot));
}

LibraryReference::~LibraryReference() { lane_->Post(std::make_unique<ReleaseSlot>(lane_, slot_)); }

std::shared_ptr<LibraryEnd> LibraryReference::Close() {
  auto end = std::make_shared<LibraryEnd>();
  lane_->Post(std::make_unique<ReleaseSlot>(lane_, slot_, end));
  return end;
}

}  // namespace winprogress::ctm
