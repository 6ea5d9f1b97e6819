#pragma once

#include <windows.h>

#include <string>

namespace winprogress::ctm {

// The three functions of Content Transfer Manager, which are documented, but in no public header.
using SendNotifyProgress = HRESULT(STDMETHODCALLTYPE*)(LPCWSTR progress_type, LPCWSTR endpoint, LPCWSTR id,
                                                       LPCWSTR client_data, LPCWSTR bytes_total,
                                                       LPCWSTR bytes_transferred, ULONG files_total,
                                                       ULONG files_transferred);
using SendNotifySuccess = HRESULT(STDMETHODCALLTYPE*)(LPCWSTR endpoint, LPCWSTR id, LPCWSTR client_data,
                                                      LPCWSTR bytes_total, LPCWSTR bytes_transferred, ULONG files_total,
                                                      ULONG files_transferred);
using SendNotifyError = HRESULT(STDMETHODCALLTYPE*)(LPCWSTR endpoint, LPCWSTR id, LPCWSTR client_data,
                                                    HRESULT error_code, LPCWSTR error_message);

// Their documented names, which failures report independently of the names in the library.
inline constexpr char kSendNotifyProgress[] = "SendNotifyProgressToCTM";
inline constexpr char kSendNotifySuccess[] = "SendNotifySuccessToCTM";
inline constexpr char kSendNotifyError[] = "SendNotifyErrorToCTM";

struct Functions {
  SendNotifyProgress progress = nullptr;
  SendNotifySuccess success = nullptr;
  SendNotifyError error = nullptr;
};

// The names under which a library exports them, in UTF-8.
struct ExportNames {
  std::string progress;
  std::string success;
  std::string error;
};

// Finds all three in a loaded module. Throws HResultFailure, whose context lists the existing and the missing ones.
Functions FindFunctions(HMODULE module, const ExportNames& names);

}  // namespace winprogress::ctm
