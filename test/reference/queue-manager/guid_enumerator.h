#pragma once

#include <algorithm>
#include <mutex>
#include <vector>

#include "com.h"
#include "interfaces.h"
#include "lifetime.h"

namespace reference {

template <typename Interface>
const IID& enumerator_identifier() noexcept;
template <>
inline const IID& enumerator_identifier<IEnumBackgroundCopyGroups>() noexcept {
  return IID_IEnumBackgroundCopyGroups;
}
template <>
inline const IID& enumerator_identifier<IEnumBackgroundCopyJobs1>() noexcept {
  return IID_IEnumBackgroundCopyJobs1;
}

/** IEnumBackgroundCopyGroups or IEnumBackgroundCopyJobs1: ids at the time of the enumeration. */
template <typename Interface>
class GuidEnumerator final : public ComObject<GuidEnumerator<Interface>, Interface> {
 public:
  GuidEnumerator(std::vector<GUID> ids, ClientReference client, std::size_t position = 0)
      : ids_(std::move(ids)), position_(position), client_(std::move(client)) {}
  static const IID& identifier() noexcept { return enumerator_identifier<Interface>(); }

  HRESULT WINAPI Next(ULONG wanted, GUID* ids, ULONG* fetched) noexcept override {
    client_.stirred();
    if (!fetched || (!ids && wanted > 0)) return E_POINTER;
    const std::lock_guard<std::mutex> guard(mutex_);
    const auto count = std::min<std::size_t>(wanted, ids_.size() - position_);
    std::copy_n(ids_.begin() + static_cast<std::ptrdiff_t>(position_), count, ids);
    position_ += count;
    *fetched = static_cast<ULONG>(count);
    return count == wanted ? S_OK : S_FALSE;
  }

  HRESULT WINAPI Skip(ULONG wanted) noexcept override {
    client_.stirred();
    const std::lock_guard<std::mutex> guard(mutex_);
    const auto count = std::min<std::size_t>(wanted, ids_.size() - position_);
    position_ += count;
    return count == wanted ? S_OK : S_FALSE;
  }

  HRESULT WINAPI Reset() noexcept override {
    client_.stirred();
    const std::lock_guard<std::mutex> guard(mutex_);
    position_ = 0;
    return S_OK;
  }

  HRESULT WINAPI Clone(Interface** clone) noexcept override {
    client_.stirred();
    if (!clone) return E_POINTER;
    *clone = nullptr;
    return guarded([&] {
      const std::lock_guard<std::mutex> guard(mutex_);
      hand_out<GuidEnumerator>(clone, ids_, client_, position_);
      return S_OK;
    });
  }

  HRESULT WINAPI GetCount(ULONG* count) noexcept override {
    client_.stirred();
    if (!count) return E_POINTER;
    *count = static_cast<ULONG>(ids_.size());
    return S_OK;
  }

 private:
  const std::vector<GUID> ids_;
  std::mutex mutex_;
  std::size_t position_;
  const ClientReference client_;
};

}  // namespace reference
