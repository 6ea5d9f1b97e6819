#include "bits/service_job.h"

#include <utility>

#include "bits/job_reader.h"

namespace winprogress::bits {

namespace {

constexpr char kSetNotifyInterface[] = "IBackgroundCopyJob.SetNotifyInterface";
constexpr char kGetNotifyInterface[] = "IBackgroundCopyJob.GetNotifyInterface";

}  // namespace

// A sink that another program has registered in place of this one stays.
ServiceJob::~ServiceJob() {
  if (!sink_) return;
  com::ComPtr<IUnknown> registered;
  const HRESULT result = proxy().GetNotifyInterface(registered.Receive());
  if (SUCCEEDED(result) && registered && !HasRegistered(*registered.Get())) return;
  proxy().SetNotifyInterface(nullptr);
}

BG_JOB_TYPE ServiceJob::GetType() {
  if (!type_.has_value())
    type_ = Run(Repeat::kAlways, [](IBackgroundCopyJob& job) {
      BG_JOB_TYPE type = BG_JOB_TYPE_DOWNLOAD;
      com::ThrowIfFailed(job.GetType(&type), "IBackgroundCopyJob.GetType");
      return type;
    });
  return *type_;
}

JobRecord ServiceJob::ReadRecord() {
  return Run(Repeat::kAlways, [this](IBackgroundCopyJob& job) { return ReadJob(job, unknown_file_); });
}

// A job in a final state refuses the call, but has already released its sink.
void ServiceJob::SetSink(com::ComPtr<IUnknown> sink) {
  sink_ = {};
  Run(Repeat::kAlways,
      [&](IBackgroundCopyJob& job) { com::ThrowIfFailed(job.SetNotifyInterface(sink.Get()), kSetNotifyInterface); });
  sink_ = std::move(sink);
}

void ServiceJob::RestoreSink(const com::ComPtr<IUnknown>& sink) {
  SetSink(sink);
  sink_ = {};
}

com::ComPtr<IUnknown> ServiceJob::GetSink() {
  return Run(Repeat::kAlways, [](IBackgroundCopyJob& job) {
    com::ComPtr<IUnknown> sink;
    com::ThrowIfFailed(job.GetNotifyInterface(sink.Receive()), kGetNotifyInterface);
    return sink;
  });
}

bool ServiceJob::HasRegistered(IUnknown& sink) const noexcept {
  com::ComPtr<IUnknown> identity;
  return sink_ && SUCCEEDED(sink.QueryInterface(IID_IUnknown, reinterpret_cast<void**>(identity.Receive()))) &&
         identity.Get() == sink_.Get();
}

// The restarted service has no sink. If it refuses the sink, the job is in a final state.
void ServiceJob::OnRenewed(IBackgroundCopyJob& job) noexcept {
  unknown_file_ = {};
  if (sink_) job.SetNotifyInterface(sink_.Get());
}

}  // namespace winprogress::bits
