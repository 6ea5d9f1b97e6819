// IBackgroundCopyJobHttpOptions to IBackgroundCopyJobHttpOptions3, and IBitsTokenOptions.
#include <cstring>

#include "checks.h"

namespace client {

void check_http(IBackgroundCopyJob& job) {
  const auto options = query<HttpOptions3>(job, kHttpOptions3);
  BG_CERT_STORE_LOCATION location = BG_CERT_STORE_LOCATION_CURRENT_USER;
  TaskString store, subject;
  byte* hash = nullptr;
  expect_result(options->GetClientCertificate(&location, store.put(), &hash, subject.put()),
                HRESULT_FROM_WIN32(RPC_X_BAD_STUB_DATA), "GetClientCertificate of none");
  byte wanted[20];
  for (byte index = 0; index < 20; ++index)
    wanted[index] = static_cast<byte>(0xF0 + index);
  expect_result(options->SetClientCertificateByID(BG_CERT_STORE_LOCATION_LOCAL_MACHINE, L"MY", wanted), S_OK,
                "SetClientCertificateByID");
  TaskString store_again, subject_again;
  expect_result(options->GetClientCertificate(&location, store_again.put(), &hash, subject_again.put()), S_OK,
                "GetClientCertificate");
  expect(location == BG_CERT_STORE_LOCATION_LOCAL_MACHINE && store_again.get() == std::wstring(L"MY") && hash &&
             std::memcmp(hash, wanted, sizeof wanted) == 0,
         "the certificate arrives");
  CoTaskMemFree(hash);
  expect_result(options->SetClientCertificateByName(BG_CERT_STORE_LOCATION_USERS, L"CA", L"subject"), S_OK,
                "SetClientCertificateByName");
  expect_result(options->RemoveClientCertificate(), S_OK, "RemoveClientCertificate");
  TaskString none;
  expect_result(options->GetCustomHeaders(none.put()), S_FALSE, "GetCustomHeaders of none");
  expect_result(options->SetCustomHeaders(L"a: b\r\nc: d\r\n"), S_OK, "SetCustomHeaders");
  expect_text([&](LPWSTR* out) { return options->GetCustomHeaders(out); }, L"a: b\r\nc: d\r\n", "GetCustomHeaders");
  expect_result(options->SetCustomHeaders(nullptr), S_OK, "SetCustomHeaders of NULL");
  expect_result(options->SetSecurityFlags(0x91F), S_OK, "SetSecurityFlags");
  expect_number<ULONG>([&](ULONG* out) { return options->GetSecurityFlags(out); }, 0x91F, "GetSecurityFlags");
  expect_text([&](LPWSTR* out) { return options->GetHttpMethod(out); }, L"GET", "GetHttpMethod");
  expect_result(options->SetHttpMethod(L"POST"), S_OK, "SetHttpMethod");
  expect_result(options->SetServerCertificateValidationInterface(nullptr), S_OK,
                "SetServerCertificateValidationInterface of NULL");
  expect_result(options->MakeCustomHeadersWriteOnly(), S_OK, "MakeCustomHeadersWriteOnly");

  const auto token = query<TokenOptions>(job, kTokenOptions);
  expect_result(token->SetHelperTokenFlags(3), S_OK, "SetHelperTokenFlags");
  expect_number<DWORD>([&](DWORD* out) { return token->GetHelperTokenFlags(out); }, 3, "GetHelperTokenFlags");
  expect_result(token->SetHelperToken(), S_OK, "SetHelperToken");
  expect_text([&](LPWSTR* out) { return token->GetHelperTokenSid(out); },
              L"S-1-5-21-1000000000-1000000000-1000000000-1001", "GetHelperTokenSid");
  expect_result(token->ClearHelperToken(), S_OK, "ClearHelperToken");
}

}  // namespace client
