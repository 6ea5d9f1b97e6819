// A job as clients hold it: IBackgroundCopyJob to IBackgroundCopyJob5, its HTTP options and its token options.
#pragma once

#include "object.h"
#include "objects.h"
#include "text.h"

namespace reference {

class JobObject final
    : public ServedObject<JobObject, IBackgroundCopyJob5, IBackgroundCopyJobHttpOptions3, IBitsTokenOptions> {
 public:
  JobObject(Service& service, Job job) : ServedObject(service), job_(std::move(job)) {}

  json::Value subject() const { return job_->id; }
  void* find(REFIID interface_id) noexcept;

  // job_files.cc
  HRESULT WINAPI AddFileSet(ULONG count, BG_FILE_INFO* set) noexcept override;
  HRESULT WINAPI AddFile(LPCWSTR remote, LPCWSTR local) noexcept override;
  HRESULT WINAPI AddFileWithRanges(LPCWSTR remote, LPCWSTR local, DWORD count, BG_FILE_RANGE* ranges) noexcept override;
  HRESULT WINAPI EnumFiles(IEnumBackgroundCopyFiles** out) noexcept override;
  HRESULT WINAPI ReplaceRemotePrefix(LPCWSTR old_prefix, LPCWSTR new_prefix) noexcept override;

  // job_transfer.cc
  HRESULT WINAPI Suspend() noexcept override;
  HRESULT WINAPI Resume() noexcept override;
  HRESULT WINAPI Cancel() noexcept override;
  HRESULT WINAPI Complete() noexcept override;
  HRESULT WINAPI GetProgress(BG_JOB_PROGRESS* out) noexcept override;
  HRESULT WINAPI GetTimes(BG_JOB_TIMES* out) noexcept override;
  HRESULT WINAPI GetState(BG_JOB_STATE* out) noexcept override;
  HRESULT WINAPI GetError(IBackgroundCopyError** out) noexcept override;
  HRESULT WINAPI GetErrorCount(ULONG* out) noexcept override;
  HRESULT WINAPI GetReplyProgress(BG_JOB_REPLY_PROGRESS* progress) noexcept override;
  HRESULT WINAPI GetReplyData(byte** out, UINT64* length) noexcept override;
  HRESULT WINAPI SetReplyFileName(LPCWSTR name) noexcept override;
  HRESULT WINAPI GetReplyFileName(LPWSTR* out) noexcept override;

  // job_settings.cc
  HRESULT WINAPI GetId(GUID* out) noexcept override;
  HRESULT WINAPI GetType(BG_JOB_TYPE* out) noexcept override;
  HRESULT WINAPI GetOwner(LPWSTR* out) noexcept override;
  HRESULT WINAPI SetDisplayName(LPCWSTR name) noexcept override;
  HRESULT WINAPI GetDisplayName(LPWSTR* out) noexcept override;
  HRESULT WINAPI SetDescription(LPCWSTR text) noexcept override;
  HRESULT WINAPI GetDescription(LPWSTR* out) noexcept override;
  HRESULT WINAPI SetPriority(BG_JOB_PRIORITY priority) noexcept override;
  HRESULT WINAPI GetPriority(BG_JOB_PRIORITY* out) noexcept override;
  HRESULT WINAPI SetMinimumRetryDelay(ULONG seconds) noexcept override;
  HRESULT WINAPI GetMinimumRetryDelay(ULONG* out) noexcept override;
  HRESULT WINAPI SetNoProgressTimeout(ULONG seconds) noexcept override;
  HRESULT WINAPI GetNoProgressTimeout(ULONG* out) noexcept override;
  HRESULT WINAPI SetProxySettings(BG_JOB_PROXY_USAGE usage, LPCWSTR list, LPCWSTR bypass) noexcept override;
  HRESULT WINAPI GetProxySettings(BG_JOB_PROXY_USAGE* usage, LPWSTR* list, LPWSTR* bypass) noexcept override;
  HRESULT WINAPI TakeOwnership() noexcept override;
  HRESULT WINAPI SetFileACLFlags(DWORD flags) noexcept override;
  HRESULT WINAPI GetFileACLFlags(DWORD* out) noexcept override;
  HRESULT WINAPI SetPeerCachingFlags(DWORD flags) noexcept override;
  HRESULT WINAPI GetPeerCachingFlags(DWORD* out) noexcept override;
  HRESULT WINAPI GetOwnerIntegrityLevel(ULONG* out) noexcept override;
  HRESULT WINAPI GetOwnerElevationState(BOOL* out) noexcept override;
  HRESULT WINAPI SetMaximumDownloadTime(ULONG seconds) noexcept override;
  HRESULT WINAPI GetMaximumDownloadTime(ULONG* out) noexcept override;

  // job_notifications.cc
  HRESULT WINAPI SetNotifyFlags(ULONG flags) noexcept override;
  HRESULT WINAPI GetNotifyFlags(ULONG* out) noexcept override;
  HRESULT WINAPI SetNotifyInterface(IUnknown* callback) noexcept override;
  HRESULT WINAPI GetNotifyInterface(IUnknown** out) noexcept override;
  HRESULT WINAPI SetNotifyCmdLine(LPCWSTR program, LPCWSTR parameters) noexcept override;
  HRESULT WINAPI GetNotifyCmdLine(LPWSTR* program, LPWSTR* parameters) noexcept override;

  // job_properties.cc
  HRESULT WINAPI SetProperty(BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE value) noexcept override;
  HRESULT WINAPI GetProperty(BITS_JOB_PROPERTY_ID id, BITS_JOB_PROPERTY_VALUE* out) noexcept override;

  // job_security.cc
  HRESULT WINAPI SetCredentials(BG_AUTH_CREDENTIALS* credentials) noexcept override;
  HRESULT WINAPI RemoveCredentials(BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme) noexcept override;
  HRESULT WINAPI SetHelperTokenFlags(DWORD flags) noexcept override;
  HRESULT WINAPI GetHelperTokenFlags(DWORD* out) noexcept override;
  HRESULT WINAPI SetHelperToken() noexcept override;
  HRESULT WINAPI ClearHelperToken() noexcept override;
  HRESULT WINAPI GetHelperTokenSid(LPWSTR* out) noexcept override;

  // http_options.cc
  HRESULT WINAPI SetClientCertificateByID(BG_CERT_STORE_LOCATION location, LPCWSTR store, byte* hash) noexcept override;
  HRESULT WINAPI SetClientCertificateByName(BG_CERT_STORE_LOCATION location, LPCWSTR store,
                                            LPCWSTR subject) noexcept override;
  HRESULT WINAPI RemoveClientCertificate() noexcept override;
  HRESULT WINAPI GetClientCertificate(BG_CERT_STORE_LOCATION* location, LPWSTR* store, byte** hash,
                                      LPWSTR* subject) noexcept override;
  HRESULT WINAPI SetCustomHeaders(LPCWSTR headers) noexcept override;
  HRESULT WINAPI GetCustomHeaders(LPWSTR* out) noexcept override;
  HRESULT WINAPI SetSecurityFlags(ULONG flags) noexcept override;
  HRESULT WINAPI GetSecurityFlags(ULONG* out) noexcept override;
  HRESULT WINAPI SetHttpMethod(LPCWSTR method) noexcept override;
  HRESULT WINAPI GetHttpMethod(LPWSTR* out) noexcept override;
  HRESULT WINAPI SetServerCertificateValidationInterface(IUnknown* callback) noexcept override;
  HRESULT WINAPI MakeCustomHeadersWriteOnly() noexcept override;

 private:
  template <typename Body>
  HRESULT answer(const char* method, Body&& body) noexcept {
    return service_.call(method, job_->id, json::Object{}, std::forward<Body>(body));
  }

  /** A method that only reads: the body returns the value. */
  template <typename Out, typename Body>
  HRESULT read(const char* method, Out* out, Body&& body) noexcept {
    return answer(method, [&] {
      *out = static_cast<Out>(body());
      return S_OK;
    });
  }

  /** A method that changes a job, which must not be a final one. */
  template <typename Body>
  HRESULT change(const char* method, const json::Object& arguments, Body&& body) noexcept {
    return service_.call(method, job_->id, arguments, [&] {
      if (job_->final()) return kInvalidState;
      const HRESULT result = body();
      if (SUCCEEDED(result)) service_.touch(job_);
      return result;
    });
  }

  void add(const wchar_t* remote, const wchar_t* local, Ranges ranges);
  /** Ends the job: it is no longer found, and its callback is left to the caller to release. */
  ComPtr<IUnknown> finish(ULONG state);

  Job job_;
};

}  // namespace reference
