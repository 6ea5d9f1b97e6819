#pragma once

#include <bits.h>

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "bits/identifiers.h"
#include "bits/modern_interfaces.h"
#include "com/activation.h"
#include "com/hresult.h"

namespace winprogress::bits {

// The interfaces of a job that later versions of BITS have added, each obtained when it is first needed. In the lane.
template <typename Base, typename... Added>
class AddedInterfaces {
 public:
  explicit AddedInterfaces(Base& object) noexcept : object_(object) {}

  Base& base() noexcept { return object_; }

  // Throws HResultFailure: E_NOINTERFACE where this version of BITS does not have the interface.
  template <typename Interface>
  Interface& Get(const char* operation) {
    if constexpr (std::is_same_v<Interface, Base>) {
      return object_;
    } else {
      auto& added = std::get<com::ComPtr<Interface>>(added_);
      if (!added) added = com::QueryProxy<Interface>(object_, operation, com::Impersonation::kImpersonate);
      return *added;
    }
  }

 private:
  Base& object_;
  std::tuple<com::ComPtr<Added>...> added_;
};

using AddedJobInterfaces =
    AddedInterfaces<IBackgroundCopyJob, IBackgroundCopyJob2, IBackgroundCopyJob3, IBackgroundCopyJob4,
                    IBackgroundCopyJob5, IBackgroundCopyJobHttpOptions, modern::IBackgroundCopyJobHttpOptions2,
                    modern::IBackgroundCopyJobHttpOptions3, modern::IBitsTokenOptions>;

// A call that succeeded with another code than S_OK.
struct SuccessCode {
  const char* operation;
  HRESULT result;
};

class JobInterfaces : public AddedJobInterfaces {
 public:
  using AddedJobInterfaces::AddedJobInterfaces;

  // GetType, which never changes, with one call. Throws HResultFailure.
  BG_JOB_TYPE Type() {
    if (!type_.has_value()) {
      BG_JOB_TYPE type = BG_JOB_TYPE_DOWNLOAD;
      com::ThrowIfFailed(base().GetType(&type), "IBackgroundCopyJob.GetType");
      type_ = type;
    }
    return *type_;
  }

  // Takes the result of a setter. Throws HResultFailure for a failure, and keeps a success that says more than S_OK.
  void Check(HRESULT result, const char* operation) {
    com::ThrowIfFailed(result, operation);
    if (result != S_OK) success_codes_.push_back({operation, result});
  }
  std::vector<SuccessCode> TakeSuccessCodes() noexcept { return std::move(success_codes_); }

 private:
  std::vector<SuccessCode> success_codes_;
  std::optional<BG_JOB_TYPE> type_;
};

}  // namespace winprogress::bits
