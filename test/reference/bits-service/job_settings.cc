#include "job_object.h"

namespace reference {
namespace {

constexpr std::size_t kLongestDescription = 1024;
constexpr std::size_t kLongestProxyList = 4000;
constexpr ULONG kShortestRetryDelay = 5;
constexpr DWORD kAclFlags = 15;
constexpr DWORD kPeerCachingFlags = 7;

}  // namespace

ComPtr<IBackgroundCopyJob5> make_job(Service& service, const Job& job) {
  return ComPtr<IBackgroundCopyJob5>::attach(new JobObject(service, job));
}

void* JobObject::find(REFIID interface_id) noexcept {
  if (is_one_of(interface_id, {&IID_IUnknown, &IID_IBackgroundCopyJob, &IID_IBackgroundCopyJob2,
                               &IID_IBackgroundCopyJob3, &IID_IBackgroundCopyJob4, &IID_IBackgroundCopyJob5}))
    return static_cast<IBackgroundCopyJob5*>(this);
  if (is_one_of(interface_id, {&IID_IBackgroundCopyJobHttpOptions, &IID_IBackgroundCopyJobHttpOptions2,
                               &IID_IBackgroundCopyJobHttpOptions3}))
    return static_cast<IBackgroundCopyJobHttpOptions3*>(this);
  if (interface_id == IID_IBitsTokenOptions) return static_cast<IBitsTokenOptions*>(this);
  return nullptr;
}

HRESULT JobObject::GetId(GUID* out) noexcept {
  return read("IBackgroundCopyJob.GetId", out, [&] { return job_->id; });
}

HRESULT JobObject::GetType(BG_JOB_TYPE* out) noexcept {
  return read("IBackgroundCopyJob.GetType", out, [&] { return job_->type; });
}

HRESULT JobObject::GetOwner(LPWSTR* out) noexcept {
  return read("IBackgroundCopyJob.GetOwner", out, [&] { return task_text(job_->owner); });
}

HRESULT JobObject::SetDisplayName(LPCWSTR name) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob.SetDisplayName", json::Object{{"Val", name}}, [&] {
      if (std::wstring(name).size() > kLongestName) return kStringTooLong;
      job_->display_name = name;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetDisplayName(LPWSTR* out) noexcept {
  return read("IBackgroundCopyJob.GetDisplayName", out, [&] { return task_text(job_->display_name); });
}

HRESULT JobObject::SetDescription(LPCWSTR text) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob.SetDescription", json::Object{{"Val", text}}, [&] {
      if (std::wstring(text).size() > kLongestDescription) return kStringTooLong;
      job_->description = text;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetDescription(LPWSTR* out) noexcept {
  return read("IBackgroundCopyJob.GetDescription", out, [&] { return task_text(job_->description); });
}

HRESULT JobObject::SetPriority(BG_JOB_PRIORITY priority) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob.SetPriority", json::Object{{"Val", priority}}, [&] {
      if (priority < BG_JOB_PRIORITY_FOREGROUND || priority > BG_JOB_PRIORITY_LOW) return E_NOTIMPL;
      if (job_->http_method != L"GET" && priority != BG_JOB_PRIORITY_FOREGROUND) return kNotSupportedWithHttpMethod;
      job_->priority = priority;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetPriority(BG_JOB_PRIORITY* out) noexcept {
  return read("IBackgroundCopyJob.GetPriority", out, [&] { return job_->priority; });
}

HRESULT JobObject::SetMinimumRetryDelay(ULONG seconds) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob.SetMinimumRetryDelay", json::Object{{"Seconds", seconds}}, [&] {
      job_->minimum_retry_delay = seconds < kShortestRetryDelay ? kShortestRetryDelay : seconds;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetMinimumRetryDelay(ULONG* out) noexcept {
  return read("IBackgroundCopyJob.GetMinimumRetryDelay", out, [&] { return job_->minimum_retry_delay; });
}

HRESULT JobObject::SetNoProgressTimeout(ULONG seconds) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob.SetNoProgressTimeout", json::Object{{"Seconds", seconds}}, [&] {
      job_->no_progress_timeout = seconds;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetNoProgressTimeout(ULONG* out) noexcept {
  return read("IBackgroundCopyJob.GetNoProgressTimeout", out, [&] { return job_->no_progress_timeout; });
}

HRESULT JobObject::SetProxySettings(BG_JOB_PROXY_USAGE usage, LPCWSTR list, LPCWSTR bypass) noexcept {
  return guarded([&] {
    const json::Object arguments{{"ProxyUsage", usage}, {"ProxyList", list}, {"ProxyBypassList", bypass}};
    return change("IBackgroundCopyJob.SetProxySettings", arguments, [&] {
      if (usage < BG_JOB_PROXY_USAGE_PRECONFIG || usage > BG_JOB_PROXY_USAGE_AUTODETECT) return E_NOTIMPL;
      if ((usage == BG_JOB_PROXY_USAGE_OVERRIDE) != (list != nullptr)) return E_INVALIDARG;
      if (usage != BG_JOB_PROXY_USAGE_OVERRIDE && bypass) return E_INVALIDARG;
      if (list && std::wstring(list).size() > kLongestProxyList) return kProxyListTooLarge;
      if (bypass && std::wstring(bypass).size() > kLongestProxyList) return kProxyBypassListTooLarge;
      job_->proxy_usage = usage;
      job_->proxy_list = optional_text(list);
      job_->proxy_bypass_list = optional_text(bypass);
      return S_OK;
    });
  });
}

HRESULT JobObject::GetProxySettings(BG_JOB_PROXY_USAGE* usage, LPWSTR* list, LPWSTR* bypass) noexcept {
  return answer("IBackgroundCopyJob.GetProxySettings", [&] {
    *usage = static_cast<BG_JOB_PROXY_USAGE>(job_->proxy_usage);
    *list = task_text(job_->proxy_list);
    *bypass = task_text(job_->proxy_bypass_list);
    return S_OK;
  });
}

HRESULT JobObject::TakeOwnership() noexcept {
  return change("IBackgroundCopyJob.TakeOwnership", {}, [&] {
    if (!service_.settings.administrator) return E_ACCESSDENIED;
    if (job_->owner == service_.settings.owner) return S_OK;
    job_->owner = service_.settings.owner;
    job_->notify_program.clear();
    job_->notify_parameters.clear();
    job_->custom_headers.reset();
    job_->credentials.clear();
    return S_OK;
  });
}

HRESULT JobObject::SetFileACLFlags(DWORD flags) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob3.SetFileACLFlags", json::Object{{"Flags", flags}}, [&] {
      if ((flags & ~kAclFlags) != 0) return E_INVALIDARG;
      job_->acl_flags = flags;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetFileACLFlags(DWORD* out) noexcept {
  return read("IBackgroundCopyJob3.GetFileACLFlags", out, [&] { return job_->acl_flags; });
}

HRESULT JobObject::SetPeerCachingFlags(DWORD flags) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob4.SetPeerCachingFlags", json::Object{{"Flags", flags}}, [&] {
      if ((flags & ~kPeerCachingFlags) != 0) return E_NOTIMPL;
      job_->peer_caching_flags = flags;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetPeerCachingFlags(DWORD* out) noexcept {
  return read("IBackgroundCopyJob4.GetPeerCachingFlags", out, [&] { return job_->peer_caching_flags; });
}

HRESULT JobObject::GetOwnerIntegrityLevel(ULONG* out) noexcept {
  return read("IBackgroundCopyJob4.GetOwnerIntegrityLevel", out, [&] { return job_->owner_integrity_level; });
}

HRESULT JobObject::GetOwnerElevationState(BOOL* out) noexcept {
  return read("IBackgroundCopyJob4.GetOwnerElevationState", out, [&] { return job_->owner_elevated; });
}

HRESULT JobObject::SetMaximumDownloadTime(ULONG seconds) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob4.SetMaximumDownloadTime", json::Object{{"Timeout", seconds}}, [&] {
      job_->maximum_download_time = seconds;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetMaximumDownloadTime(ULONG* out) noexcept {
  return read("IBackgroundCopyJob4.GetMaximumDownloadTime", out, [&] { return job_->maximum_download_time; });
}

}  // namespace reference
