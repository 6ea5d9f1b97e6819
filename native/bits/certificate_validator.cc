#include "bits/certificate_validator.h"

#include <windows.h>

#include <bcrypt.h>
#include <wincrypt.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bits/identifiers.h"
#include "bits/modern_interfaces.h"
#include "com/codec.h"
#include "com/object.h"
#include "com/sink_result.h"

namespace winprogress::bits {

namespace {

using Hash = std::array<std::uint8_t, 32>;

std::optional<Hash> HashOf(const BYTE* data, DWORD length) noexcept {
  Hash hash = {};
  auto size = static_cast<DWORD>(hash.size());
  if (!CryptHashCertificate2(BCRYPT_SHA256_ALGORITHM, 0, nullptr, data, length, hash.data(), &size) ||
      size != hash.size())
    return std::nullopt;
  return hash;
}

struct CertificateDeleter {
  void operator()(const CERT_CONTEXT* certificate) const noexcept { CertFreeCertificateContext(certificate); }
};

// Of the SubjectPublicKeyInfo of a certificate, in DER.
std::optional<Hash> HashOfPublicKey(const BYTE* certificate, DWORD length) {
  const std::unique_ptr<const CERT_CONTEXT, CertificateDeleter> context(
      CertCreateCertificateContext(X509_ASN_ENCODING, certificate, length));
  if (context == nullptr) return std::nullopt;
  const CERT_PUBLIC_KEY_INFO& key = context->pCertInfo->SubjectPublicKeyInfo;
  DWORD size = 0;
  if (!CryptEncodeObject(X509_ASN_ENCODING, X509_PUBLIC_KEY_INFO, &key, nullptr, &size)) return std::nullopt;
  std::vector<BYTE> encoded(size);
  if (!CryptEncodeObject(X509_ASN_ENCODING, X509_PUBLIC_KEY_INFO, &key, encoded.data(), &size)) return std::nullopt;
  return HashOf(encoded.data(), size);
}

std::vector<Hash> ToHashes(const std::vector<com::Bytes>& values) {
  std::vector<Hash> hashes;
  for (const com::Bytes& value : values) {
    Hash hash = {};
    std::copy_n(value.begin(), std::min(value.size(), hash.size()), hash.begin());
    hashes.push_back(hash);
  }
  return hashes;
}

bool Contains(const std::vector<Hash>& pins, const std::optional<Hash>& hash) {
  return hash.has_value() && std::find(pins.begin(), pins.end(), *hash) != pins.end();
}

// https://learn.microsoft.com/windows/win32/api/bits10_3/nn-bits10_3-ibackgroundcopyservercertificatevalidationcallback
class CertificateValidator final : public com::Object<modern::IBackgroundCopyServerCertificateValidationCallback> {
 public:
  CertificateValidator(std::vector<Hash> certificates, std::vector<Hash> public_keys) noexcept
      : certificates_(std::move(certificates)), public_keys_(std::move(public_keys)) {}

  HRESULT STDMETHODCALLTYPE ValidateServerCertificate(IBackgroundCopyJob*, IBackgroundCopyFile*,
                                                      DWORD certificate_length, const BYTE certificate[], DWORD, DWORD,
                                                      const BYTE[]) noexcept override {
    if (certificate == nullptr) return E_INVALIDARG;
    return com::OrOutOfMemory([&] {
      const bool is_pinned = Contains(certificates_, HashOf(certificate, certificate_length)) ||
                             Contains(public_keys_, HashOfPublicKey(certificate, certificate_length));
      return is_pinned ? S_OK : static_cast<HRESULT>(TRUST_E_SUBJECT_NOT_TRUSTED);
    });
  }

 private:
  const std::vector<Hash> certificates_;
  const std::vector<Hash> public_keys_;
};

}  // namespace

com::ComPtr<IUnknown> MakeCertificateValidator(const Napi::Value& pins) {
  if (pins.IsNull()) return {};
  auto validator =
      com::MakeObject<CertificateValidator>(ToHashes(com::From<std::vector<com::Bytes>>(pins, "certificates")),
                                            ToHashes(com::From<std::vector<com::Bytes>>(pins, "publicKeys")));
  return com::ComPtr<IUnknown>::Attach(validator.Detach());
}

}  // namespace winprogress::bits
