#include "winsync/session_core.h"

#include <cstring>
#include <utility>

namespace winprogress::winsync {

using com::LockGuard;

namespace {

constexpr char kTag[] = {'w', 'i', 'n', 'p', 'r', 'o', 'g', 'r', 'e', 's', 's', ' ', 's', 'y', 'n', 'c'};
constexpr DWORD kVersion = 1;
constexpr DWORD kNoRange = 0xFFFFFFFF;

// Numbers are little endian on every host; so is every Windows.
struct InfoHeader {
  char tag[sizeof(kTag)];
  DWORD version;
  DWORD work_done;
  DWORD lower_length;
  DWORD upper_length;
};
static_assert(sizeof(InfoHeader) == 32);

}  // namespace

bool SessionCore::IsCanceled() noexcept {
  const LockGuard guard(lock_);
  return canceled_;
}

void SessionCore::Cancel() noexcept {
  const LockGuard guard(lock_);
  if (canceled_) return;
  canceled_ = true;
  if (error_status_ == S_OK) error_status_ = E_ABORT;
}

Bytes SessionCore::SaveInfo() {
  const LockGuard guard(lock_);
  InfoHeader header = {};
  std::memcpy(header.tag, kTag, sizeof(kTag));
  header.version = kVersion;
  header.work_done = work_done_;
  header.lower_length = lower_bound_.has_value() ? static_cast<DWORD>(lower_bound_->size()) : kNoRange;
  header.upper_length = upper_bound_.has_value() ? static_cast<DWORD>(upper_bound_->size()) : kNoRange;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&header);
  Bytes info(bytes, bytes + sizeof(header));
  for (const auto& bound : {lower_bound_, upper_bound_})
    if (bound.has_value()) info.insert(info.end(), bound->begin(), bound->end());
  return info;
}

HRESULT SessionCore::LoadInfo(const BYTE* info, DWORD size) {
  InfoHeader header = {};
  if (size < sizeof(header)) return kDeserialization;
  std::memcpy(&header, info, sizeof(header));
  if (std::memcmp(header.tag, kTag, sizeof(kTag)) != 0 || header.version != kVersion) return kDeserialization;
  const std::size_t rest = size - sizeof(header);
  std::optional<Bytes> lower_bound;
  std::optional<Bytes> upper_bound;
  if (header.lower_length == kNoRange || header.upper_length == kNoRange) {
    if (header.lower_length != header.upper_length || rest != 0) return kDeserialization;
  } else {
    const BYTE* lower = info + sizeof(header);
    if (header.lower_length > rest || rest - header.lower_length != header.upper_length) return kDeserialization;
    const BYTE* upper = lower + header.lower_length;
    if (!IsId(settings_.item_id_format, lower, header.lower_length) ||
        !IsId(settings_.item_id_format, upper, header.upper_length))
      return kDeserialization;
    lower_bound.emplace(lower, upper);
    upper_bound.emplace(upper, upper + header.upper_length);
  }
  const LockGuard guard(lock_);
  work_done_ = header.work_done;
  lower_bound_ = std::move(lower_bound);
  upper_bound_ = std::move(upper_bound);
  over_.work_done = false;
  over_.range = false;
  return S_OK;
}

std::optional<Bytes> SessionCore::LowerBound() {
  const LockGuard guard(lock_);
  return lower_bound_;
}

std::optional<Bytes> SessionCore::UpperBound() {
  const LockGuard guard(lock_);
  return upper_bound_;
}

void SessionCore::SetRange(Bytes lower_bound, Bytes upper_bound) noexcept {
  const LockGuard guard(lock_);
  lower_bound_ = std::move(lower_bound);
  upper_bound_ = std::move(upper_bound);
  over_.range = false;
}

HRESULT SessionCore::Begin() noexcept {
  const LockGuard guard(lock_);
  if (begun_) return kInvalidOperation;
  BeginRun();
  begun_ = true;
  return S_OK;
}

HRESULT SessionCore::End() noexcept {
  const LockGuard guard(lock_);
  if (!begun_) return kInvalidOperation;
  begun_ = false;
  EndRun();
  return S_OK;
}

void SessionCore::AddProvider() noexcept {
  const LockGuard guard(lock_);
  BeginRun();
  ++providers_;
}

void SessionCore::RemoveProvider() noexcept {
  const LockGuard guard(lock_);
  --providers_;
  EndRun();
}

void SessionCore::RefuseProvider() noexcept {
  const LockGuard guard(lock_);
  --providers_;
  if (is_running()) return;
  work_done_ = work_done_before_;
  over_ = over_before_;
  over_.provider_with_error = true;
}

HRESULT SessionCore::SetProviderWithError(ProviderRole role) noexcept {
  const LockGuard guard(lock_);
  if (!is_running()) return kInvalidOperation;
  provider_with_error_ = role;
  return S_OK;
}

std::optional<ProviderRole> SessionCore::provider_with_error() noexcept {
  const LockGuard guard(lock_);
  return provider_with_error_;
}

HRESULT SessionCore::error_status() noexcept {
  const LockGuard guard(lock_);
  return error_status_;
}

void SessionCore::SetErrorStatus(HRESULT status) noexcept {
  const LockGuard guard(lock_);
  error_status_ = status;
  over_.error_status = false;
}

void SessionCore::FailProvider(HRESULT status) noexcept {
  const LockGuard guard(lock_);
  error_status_ = status;
  over_.error_status = !is_running();
}

// Called before a run has begun.
void SessionCore::BeginRun() noexcept {
  if (is_running()) return;
  over_before_ = over_;
  work_done_before_ = work_done_;
  if (over_.work_done) work_done_ = 0;
  if (over_.range) {
    lower_bound_.reset();
    upper_bound_.reset();
  }
  if (over_.error_status) error_status_ = canceled_ ? E_ABORT : S_OK;
  if (over_.provider_with_error) provider_with_error_.reset();
  over_ = {};
}

void SessionCore::EndRun() noexcept {
  if (!is_running()) over_ = {true, true, true, true};
}

}  // namespace winprogress::winsync
