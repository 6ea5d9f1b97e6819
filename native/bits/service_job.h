#pragma once

#include <bits.h>

#include <optional>

#include "bits/records.h"
#include "bits/service_object.h"

namespace winprogress::bits {

// A job of the service, known by its GUID, and the sink that this connection has registered with it: BITS holds a sink
// as long as it is registered, so it is taken away before the lane is left.
class ServiceJob final : public ServiceObject<IBackgroundCopyJob> {
 public:
  using ServiceObject::ServiceObject;
  ~ServiceJob() override;

  // GetType, which never changes. Throws HResultFailure.
  BG_JOB_TYPE GetType();
  // Several readings at once. Throws HResultFailure.
  JobRecord ReadRecord();

  // SetNotifyInterface. Null takes the sink away. Throws HResultFailure.
  void SetSink(com::ComPtr<IUnknown> sink);
  // SetNotifyInterface of a sink that GetSink has returned: it is not taken away with this object.
  void RestoreSink(const com::ComPtr<IUnknown>& sink);
  // GetNotifyInterface; null for none.
  com::ComPtr<IUnknown> GetSink();
  bool HasRegistered(IUnknown& sink) const noexcept;

 private:
  void OnRenewed(IBackgroundCopyJob& job) noexcept override;

  com::ComPtr<IUnknown> sink_;
  std::optional<BG_JOB_TYPE> type_;
  // The first file whose size was unknown at the last look: as long as it is, so is the total.
  com::ComPtr<IBackgroundCopyFile> unknown_file_;
};

}  // namespace winprogress::bits
