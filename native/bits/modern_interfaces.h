#pragma once

#include <bits.h>
// Not every bits.h includes them.
#include <bits1_5.h>
#include <bits2_0.h>
#include <bits2_5.h>
#include <bits3_0.h>
#include <bits5_0.h>

// The interfaces of bits3_0.h, bits4_0.h, bits5_0.h and bits10_1.h to bits10_3.h that mingw-w64 has no declaration of.
// The order of the methods is the vtable. https://learn.microsoft.com/windows/win32/api/_bits/
namespace winprogress::bits::modern {

// BITS_FILE_PROPERTY_ID, an enumeration of 32 bits.
using FilePropertyId = int;
// BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS
inline constexpr FilePropertyId kHttpResponseHeaders = 1;

// BITS_FILE_PROPERTY_VALUE
union FilePropertyValue {
  LPWSTR String;
};

// BG_NOTIFY_FILE_TRANSFERRED, BG_NOTIFY_FILE_RANGES_TRANSFERRED
inline constexpr DWORD kNotifyFileTransferred = 0x10;
inline constexpr DWORD kNotifyFileRangesTransferred = 0x20;

struct IBackgroundCopyFile3 : IBackgroundCopyFile2 {
  virtual HRESULT STDMETHODCALLTYPE GetTemporaryName(LPWSTR* name) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetValidationState(BOOL state) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetValidationState(BOOL* state) = 0;
  virtual HRESULT STDMETHODCALLTYPE IsDownloadedFromPeer(BOOL* from_peer) = 0;

 protected:
  ~IBackgroundCopyFile3() = default;
};

struct IBackgroundCopyFile4 : IBackgroundCopyFile3 {
  virtual HRESULT STDMETHODCALLTYPE GetPeerDownloadStats(UINT64* from_origin, UINT64* from_peers) = 0;

 protected:
  ~IBackgroundCopyFile4() = default;
};

struct IBackgroundCopyFile5 : IBackgroundCopyFile4 {
  virtual HRESULT STDMETHODCALLTYPE SetProperty(FilePropertyId property, FilePropertyValue value) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetProperty(FilePropertyId property, FilePropertyValue* value) = 0;

 protected:
  ~IBackgroundCopyFile5() = default;
};

struct IBackgroundCopyFile6 : IBackgroundCopyFile5 {
  virtual HRESULT STDMETHODCALLTYPE UpdateDownloadPosition(UINT64 offset) = 0;
  virtual HRESULT STDMETHODCALLTYPE RequestFileRanges(DWORD count, const BG_FILE_RANGE ranges[]) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetFilledFileRanges(DWORD* count, BG_FILE_RANGE** ranges) = 0;

 protected:
  ~IBackgroundCopyFile6() = default;
};

struct IBackgroundCopyJobHttpOptions2 : IBackgroundCopyJobHttpOptions {
  virtual HRESULT STDMETHODCALLTYPE SetHttpMethod(LPCWSTR method) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHttpMethod(LPWSTR* method) = 0;

 protected:
  ~IBackgroundCopyJobHttpOptions2() = default;
};

struct IBackgroundCopyJobHttpOptions3 : IBackgroundCopyJobHttpOptions2 {
  virtual HRESULT STDMETHODCALLTYPE SetServerCertificateValidationInterface(IUnknown* callback) = 0;
  virtual HRESULT STDMETHODCALLTYPE MakeCustomHeadersWriteOnly() = 0;

 protected:
  ~IBackgroundCopyJobHttpOptions3() = default;
};

struct IBackgroundCopyServerCertificateValidationCallback : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE ValidateServerCertificate(IBackgroundCopyJob* job, IBackgroundCopyFile* file,
                                                              DWORD certificate_length, const BYTE certificate[],
                                                              DWORD encoding_type, DWORD store_length,
                                                              const BYTE store[]) = 0;

 protected:
  ~IBackgroundCopyServerCertificateValidationCallback() = default;
};

struct IBackgroundCopyCallback3 : IBackgroundCopyCallback2 {
  virtual HRESULT STDMETHODCALLTYPE FileRangesTransferred(IBackgroundCopyJob* job, IBackgroundCopyFile* file,
                                                          DWORD count, const BG_FILE_RANGE ranges[]) = 0;

 protected:
  ~IBackgroundCopyCallback3() = default;
};

struct IBitsTokenOptions : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE SetHelperTokenFlags(DWORD flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHelperTokenFlags(DWORD* flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetHelperToken() = 0;
  virtual HRESULT STDMETHODCALLTYPE ClearHelperToken() = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHelperTokenSid(LPWSTR* sid) = 0;

 protected:
  ~IBitsTokenOptions() = default;
};

}  // namespace winprogress::bits::modern
