// IBackgroundCopyJob5: https://learn.microsoft.com/windows/win32/api/bits5_0/ne-bits5_0-bits_job_property_id.
#include "job_object.h"

namespace reference {
namespace {

constexpr ULONG kMinimumIntervalVersion = 101;
constexpr ULONG kOnDemandVersion = 101;

json::Value json_of(BITS_JOB_PROPERTY_ID id, const BITS_JOB_PROPERTY_VALUE& value) {
  switch (id) {
    case BITS_JOB_PROPERTY_ID_COST_FLAGS:
    case BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS:
      return value.Dword;
    case BITS_JOB_PROPERTY_NOTIFICATION_CLSID:
      return value.ClsID;
    case BITS_JOB_PROPERTY_DYNAMIC_CONTENT:
    case BITS_JOB_PROPERTY_HIGH_PERFORMANCE:
    case BITS_JOB_PROPERTY_ON_DEMAND_MODE:
      return value.Enable != FALSE;
    case BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE:
      return static_cast<std::uint64_t>(value.Uint64);
    case BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS:
      return value.Target;
    default:
      return {};
  }
}

bool has_ranges(const JobState& job) {
  for (const File& file : job.files) {
    if (!file->ranges.empty()) return true;
  }
  return false;
}

/** A switch for downloads, which the first Resume fixes. */
HRESULT set_mode(const JobState& job, bool& mode, bool other, const BITS_JOB_PROPERTY_VALUE& value) {
  if (!job.download()) return kDownloadJobsOnly;
  if (job.resumed) return kReadOnlyAfterResume;
  if (value.Enable && (other || has_ranges(job))) return bits_error(0x72);
  if (value.Enable && job.http_method != L"GET") return kNotSupportedWithHttpMethod;
  mode = value.Enable != FALSE;
  return S_OK;
}

HRESULT set(JobState& job, ULONG version, BITS_JOB_PROPERTY_ID id, const BITS_JOB_PROPERTY_VALUE& value) {
  switch (id) {
    case BITS_JOB_PROPERTY_ID_COST_FLAGS:
      job.cost_flags = value.Dword;
      return S_OK;
    case BITS_JOB_PROPERTY_NOTIFICATION_CLSID:
      job.notification_class = value.ClsID;
      return S_OK;
    case BITS_JOB_PROPERTY_DYNAMIC_CONTENT:
      return set_mode(job, job.dynamic_content, job.on_demand_mode, value);
    case BITS_JOB_PROPERTY_HIGH_PERFORMANCE:
      if (!job.download()) return kDownloadJobsOnly;
      if (!job.files.empty()) return kReadOnlyAfterAddFile;
      job.high_performance = value.Enable != FALSE;
      return S_OK;
    case BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE:
      if (!job.download()) return kDownloadJobsOnly;
      if (job.resumed) return kReadOnlyAfterResume;
      job.max_download_size = value.Uint64;
      return S_OK;
    case BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS:
      if (value.Target != BG_AUTH_TARGET_PROXY) return kStoredCredentialsNotSupported;
      job.stored_credentials = value.Target;
      return S_OK;
    case BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS:
      if (version < kMinimumIntervalVersion) return kUnknownPropertyId;
      job.minimum_notification_interval = value.Dword;
      return S_OK;
    case BITS_JOB_PROPERTY_ON_DEMAND_MODE:
      if (version < kOnDemandVersion) return kUnknownPropertyId;
      return set_mode(job, job.on_demand_mode, job.dynamic_content, value);
    default:
      return kUnknownPropertyId;
  }
}

HRESULT get(const JobState& job, ULONG version, BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE& value) {
  switch (id) {
    case BITS_JOB_PROPERTY_ID_COST_FLAGS:
      value.Dword = job.cost_flags;
      return S_OK;
    case BITS_JOB_PROPERTY_NOTIFICATION_CLSID:
      value.ClsID = job.notification_class;
      return S_OK;
    case BITS_JOB_PROPERTY_DYNAMIC_CONTENT:
      value.Enable = job.dynamic_content;
      return S_OK;
    case BITS_JOB_PROPERTY_HIGH_PERFORMANCE:
      value.Enable = job.high_performance;
      return S_OK;
    case BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE:
      value.Uint64 = job.max_download_size;
      return S_OK;
    case BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS:
      value.Target = static_cast<BG_AUTH_TARGET>(job.stored_credentials);
      return S_OK;
    case BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS:
      if (version < kMinimumIntervalVersion) return kUnknownPropertyId;
      value.Dword = job.minimum_notification_interval;
      return S_OK;
    case BITS_JOB_PROPERTY_ON_DEMAND_MODE:
      if (version < kOnDemandVersion) return kUnknownPropertyId;
      value.Enable = job.on_demand_mode;
      return S_OK;
    default:
      return kUnknownPropertyId;
  }
}

}  // namespace

HRESULT JobObject::SetProperty(BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE value) noexcept {
  return guarded([&] {
    const json::Object arguments{{"PropertyId", id}, {"PropertyValue", json_of(id, value)}};
    return change("IBackgroundCopyJob5.SetProperty", arguments,
                  [&] { return set(*job_, service_.settings.version, id, value); });
  });
}

HRESULT JobObject::GetProperty(BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE* out) noexcept {
  return guarded([&] {
    return service_.call("IBackgroundCopyJob5.GetProperty", job_->id, json::Object{{"PropertyId", id}},
                         [&] { return get(*job_, service_.settings.version, id, *out); });
  });
}

}  // namespace reference
