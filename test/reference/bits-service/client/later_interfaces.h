// The compiler's own declarations of BITS, and those that it lacks, by their slots:
// https://learn.microsoft.com/windows/win32/bits/bits-interfaces.
#pragma once

#include <windows.h>
// The ANSI/Unicode macros of the print spooler would rename methods of these interfaces.
#undef GetJob
#undef EnumJobs

#include <bits.h>
#include <bits5_0.h>

namespace client {

union FilePropertyValue {
  LPWSTR String;
};

struct File6 : IBackgroundCopyFile2 {
  virtual HRESULT STDMETHODCALLTYPE GetTemporaryName(LPWSTR* name) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetValidationState(BOOL state) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetValidationState(BOOL* state) = 0;
  virtual HRESULT STDMETHODCALLTYPE IsDownloadedFromPeer(BOOL* from_peer) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetPeerDownloadStats(UINT64* from_origin, UINT64* from_peers) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetProperty(int id, FilePropertyValue value) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetProperty(int id, FilePropertyValue* value) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateDownloadPosition(UINT64 offset) = 0;
  virtual HRESULT STDMETHODCALLTYPE RequestFileRanges(DWORD count, const BG_FILE_RANGE* ranges) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetFilledFileRanges(DWORD* count, BG_FILE_RANGE** ranges) = 0;
};

struct HttpOptions3 : IBackgroundCopyJobHttpOptions {
  virtual HRESULT STDMETHODCALLTYPE SetHttpMethod(LPCWSTR method) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHttpMethod(LPWSTR* method) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetServerCertificateValidationInterface(IUnknown* callback) = 0;
  virtual HRESULT STDMETHODCALLTYPE MakeCustomHeadersWriteOnly() = 0;
};

struct TokenOptions : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE SetHelperTokenFlags(DWORD flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHelperTokenFlags(DWORD* flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetHelperToken() = 0;
  virtual HRESULT STDMETHODCALLTYPE ClearHelperToken() = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHelperTokenSid(LPWSTR* sid) = 0;
};

constexpr IID kFile6 = {0xCF6784F7, 0xD677, 0x49FD, {0x93, 0x68, 0xCB, 0x47, 0xAE, 0xE9, 0xD1, 0xAD}};
constexpr IID kHttpOptions3 = {0x8A9263D3, 0xFD4C, 0x4EDA, {0x9B, 0x28, 0x30, 0x13, 0x2A, 0x4D, 0x4E, 0x3C}};
constexpr IID kTokenOptions = {0x9A2584C3, 0xF7D2, 0x457A, {0x9A, 0x5E, 0x22, 0xB6, 0x7B, 0xFF, 0xC7, 0xD2}};

}  // namespace client
