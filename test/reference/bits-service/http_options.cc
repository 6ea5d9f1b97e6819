#include "job_object.h"

namespace reference {
namespace {

constexpr std::size_t kHashSize = 20;
constexpr std::size_t kLongestHeaders = 16383;
constexpr ULONG kSecurityFlags = 0xF1F;
/** What is documented where the job has no certificate: RPC_X_BAD_STUB_DATA. */
const HRESULT kNoCertificate = HRESULT_FROM_WIN32(RPC_X_BAD_STUB_DATA);

bool is_location(BG_CERT_STORE_LOCATION location) noexcept {
  return location >= BG_CERT_STORE_LOCATION_CURRENT_USER && location <= BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE;
}

}  // namespace

HRESULT JobObject::SetClientCertificateByID(BG_CERT_STORE_LOCATION location, LPCWSTR store, byte* hash) noexcept {
  return guarded([&] {
    const json::Object arguments{
        {"StoreLocation", location}, {"StoreName", store}, {"pCertHashBlob", json::hexadecimal(hash, kHashSize)}};
    return change("IBackgroundCopyJobHttpOptions.SetClientCertificateByID", arguments, [&] {
      if (!is_location(location)) return E_INVALIDARG;
      job_->certificate = ClientCertificate{static_cast<ULONG>(location), store, {hash, hash + kHashSize}, {}};
      return S_OK;
    });
  });
}

HRESULT JobObject::SetClientCertificateByName(BG_CERT_STORE_LOCATION location, LPCWSTR store,
                                              LPCWSTR subject_name) noexcept {
  return guarded([&] {
    const json::Object arguments{{"StoreLocation", location}, {"StoreName", store}, {"SubjectName", subject_name}};
    return change("IBackgroundCopyJobHttpOptions.SetClientCertificateByName", arguments, [&] {
      if (!is_location(location)) return E_INVALIDARG;
      job_->certificate =
          ClientCertificate{static_cast<ULONG>(location), store, std::vector<BYTE>(kHashSize), subject_name};
      return S_OK;
    });
  });
}

HRESULT JobObject::RemoveClientCertificate() noexcept {
  return change("IBackgroundCopyJobHttpOptions.RemoveClientCertificate", {}, [&] {
    job_->certificate.reset();
    return S_OK;
  });
}

HRESULT JobObject::GetClientCertificate(BG_CERT_STORE_LOCATION* location, LPWSTR* store, byte** hash,
                                        LPWSTR* subject_name) noexcept {
  return answer("IBackgroundCopyJobHttpOptions.GetClientCertificate", [&] {
    if (!job_->certificate) return kNoCertificate;
    *location = static_cast<BG_CERT_STORE_LOCATION>(job_->certificate->store_location);
    *store = task_text(job_->certificate->store_name);
    *hash = task_copy(job_->certificate->hash.data(), job_->certificate->hash.size());
    *subject_name = task_text(job_->certificate->subject_name);
    return S_OK;
  });
}

HRESULT JobObject::SetCustomHeaders(LPCWSTR headers) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJobHttpOptions.SetCustomHeaders", json::Object{{"RequestHeaders", headers}}, [&] {
      if (headers && std::wstring(headers).size() > kLongestHeaders) return kStringTooLong;
      job_->custom_headers = optional_text(headers);
      return S_OK;
    });
  });
}

HRESULT JobObject::GetCustomHeaders(LPWSTR* out) noexcept {
  return answer("IBackgroundCopyJobHttpOptions.GetCustomHeaders", [&] {
    *out = nullptr;
    if (job_->headers_write_only) return E_ACCESSDENIED;
    *out = task_text(job_->custom_headers);
    return job_->custom_headers ? S_OK : S_FALSE;
  });
}

HRESULT JobObject::SetSecurityFlags(ULONG flags) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJobHttpOptions.SetSecurityFlags", json::Object{{"Flags", flags}}, [&] {
      if ((flags & ~kSecurityFlags) != 0) return E_NOTIMPL;
      job_->security_flags = flags;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetSecurityFlags(ULONG* out) noexcept {
  return read("IBackgroundCopyJobHttpOptions.GetSecurityFlags", out, [&] { return job_->security_flags; });
}

HRESULT JobObject::SetHttpMethod(LPCWSTR method) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJobHttpOptions2.SetHttpMethod", json::Object{{"method", method}}, [&] {
      if (*method == L'\0') return E_INVALIDARG;
      if (job_->resumed) return kReadOnlyAfterResume;
      if (job_->dynamic_content || job_->on_demand_mode) return kNotSupportedWithHttpMethod;
      job_->http_method = method;
      if (job_->http_method != L"GET") job_->priority = BG_JOB_PRIORITY_FOREGROUND;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetHttpMethod(LPWSTR* out) noexcept {
  return read("IBackgroundCopyJobHttpOptions2.GetHttpMethod", out, [&] { return task_text(job_->http_method); });
}

HRESULT JobObject::SetServerCertificateValidationInterface(IUnknown* callback) noexcept {
  ComPtr<IBackgroundCopyServerCertificateValidationCallback> wanted;
  const HRESULT missing =
      callback ? callback->QueryInterface(IID_IBackgroundCopyServerCertificateValidationCallback, wanted.put_void())
               : S_OK;
  return guarded([&] {
    const json::Object arguments{{"certValidationCallback", callback != nullptr}};
    return change("IBackgroundCopyJobHttpOptions3.SetServerCertificateValidationInterface", arguments, [&] {
      if (FAILED(missing)) return missing;
      if (job_->state != BG_JOB_STATE_SUSPENDED) return kReadOnlyWhenJobActive;
      std::swap(job_->validation, wanted);
      return S_OK;
    });
  });
}

HRESULT JobObject::MakeCustomHeadersWriteOnly() noexcept {
  return answer("IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly", [&] {
    job_->headers_write_only = true;
    return S_OK;
  });
}

}  // namespace reference
