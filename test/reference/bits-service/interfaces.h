// BITS's interfaces as this server serves them, from the same IDL as their proxies, with the results that it returns.
#pragma once

#include <windows.h>
// The ANSI/Unicode macros of the print spooler would rename methods of these interfaces.
#undef GetJob
#undef EnumJobs

#include "bits_wire.h"

namespace reference {

// {4991D34B-80A1-4291-83B6-3328366B9097}
constexpr CLSID kManagerClass = {0x4991D34B, 0x80A1, 0x4291, {0x83, 0xB6, 0x33, 0x28, 0x36, 0x6B, 0x90, 0x97}};

constexpr HRESULT bits_error(unsigned code) noexcept { return static_cast<HRESULT>(0x80200000u | code); }

constexpr HRESULT kNotFound = bits_error(0x01);
constexpr HRESULT kInvalidState = bits_error(0x02);
constexpr HRESULT kEmpty = bits_error(0x03);
constexpr HRESULT kFileNotAvailable = bits_error(0x04);
constexpr HRESULT kProtocolNotAvailable = bits_error(0x05);
constexpr HRESULT kErrorInformationUnavailable = bits_error(0x0F);
constexpr HRESULT kProxyListTooLarge = bits_error(0x18);
constexpr HRESULT kProxyBypassListTooLarge = bits_error(0x19);
constexpr HRESULT kTooManyFiles = bits_error(0x1C);
constexpr HRESULT kTooLarge = bits_error(0x20);
constexpr HRESULT kStringTooLong = bits_error(0x21);
constexpr HRESULT kUserNameTooLarge = bits_error(0x25);
constexpr HRESULT kPasswordTooLarge = bits_error(0x26);
constexpr HRESULT kInvalidAuthTarget = bits_error(0x27);
constexpr HRESULT kInvalidAuthScheme = bits_error(0x28);
constexpr HRESULT kInvalidRange = bits_error(0x2B);
constexpr HRESULT kOverlappingRanges = bits_error(0x2C);
constexpr HRESULT kInvalidProxyInfo = bits_error(0x3F);
constexpr HRESULT kTooManyFilesInJob = bits_error(0x51);
constexpr HRESULT kTooManyRangesInFile = bits_error(0x52);
constexpr HRESULT kValidationFailed = bits_error(0x53);
constexpr HRESULT kTokenRequired = bits_error(0x56);
constexpr HRESULT kUnknownPropertyId = bits_error(0x57);
constexpr HRESULT kReadOnlyProperty = bits_error(0x58);
constexpr HRESULT kDownloadJobsOnly = bits_error(0x60);
constexpr HRESULT kReadOnlyAfterAddFile = bits_error(0x61);
constexpr HRESULT kReadOnlyAfterResume = bits_error(0x62);
constexpr HRESULT kMaxDownloadSizeInvalid = bits_error(0x63);
constexpr HRESULT kStoredCredentialsNotSupported = bits_error(0x66);
constexpr HRESULT kNotSupportedWithHttpMethod = bits_error(0x71);
constexpr HRESULT kReadOnlyWhenJobActive = bits_error(0x75);
constexpr HRESULT kPartialComplete = 0x00200017;
constexpr HRESULT kUnableToDeleteFiles = 0x0020001a;

constexpr ULONG kNotifyJobTransferred = 0x01;
constexpr ULONG kNotifyJobError = 0x02;
constexpr ULONG kNotifyDisable = 0x04;
constexpr ULONG kNotifyJobModification = 0x08;
constexpr ULONG kNotifyFileTransferred = 0x10;
constexpr ULONG kNotifyFileRanges = 0x20;

}  // namespace reference
