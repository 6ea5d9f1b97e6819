#pragma once

#include <bits.h>

#include <optional>

#include "bits/records.h"
#include "bits/service_object.h"

namespace winprogress::bits {

// A job of the service, identified by its GUID, and the sink that this connection has registered with it: BITS
// references a sink while it is registered, so it is unregistered before the lane ends.
class ServiceJob final : public ServiceObject<IBackgroundCopyJob> {
 public:
  using ServiceObject::ServiceObject;
  ~ServiceJob() override;

  // GetType, which never changes. Throws HResultFailure.
  BG_JOB_TYPE GetType();
  // Several readings at once. Throws HResultFailure.
  JobRecord ReadRecord();

  // SetNotifyInterface. Null unregisters the sink. Throws HResultFailure.
  void SetSink(com::ComPtr<IUnknown> sink);
  // SetNotifyInterface of a sink that GetSink has returned: it stays registered after this object is destroyed.
  void RestoreSink(const com::ComPtr<IUnknown>& sink);
  // GetNotifyInterface; null for none.
  com::ComPtr<IUnknown> GetSink();
  bool HasRegistered(IUnknown& sink) const noexcept;

 private:
  void OnRenewed(IBackgroundCopyJob& job) noexcept override;

  com::ComPtr<IUnknown> sink_;
  std::optional<BG_JOB_TYPE> type_;
  // The first file whose size was unknown in the last reading: while it is unknown, so is the total.
  com::ComPtr<IBackgroundCopyFile> unknown_file_;
};

}  // namespace winprogress::bits
