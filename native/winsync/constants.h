#pragma once

#include <windows.h>

#include <winerror.h>

// The values of winsync.h. https://learn.microsoft.com/windows/win32/api/winsync/
namespace winprogress::winsync {

// SYNC_PROVIDER_ROLE, SYNC_PROGRESS_STAGE and the other enumerations are plain numbers, as C enumerations are.
using ProviderRole = int;
using ProgressStage = int;
using FullEnumerationAction = int;
using ResolveAction = int;

constexpr ProviderRole kSource = 0;
constexpr ProviderRole kDestination = 1;
constexpr int kRoles = 2;
constexpr ProgressStage kChangeApplication = 2;
constexpr int kStages = 3;
constexpr FullEnumerationAction kAbort = 2;
constexpr ResolveAction kDefer = 0;
constexpr ResolveAction kTransferAndDefer = 4;

constexpr HRESULT kIdFormatMismatch = static_cast<HRESULT>(0x80041000);
constexpr HRESULT kInvalidOperation = static_cast<HRESULT>(0x80041001);
constexpr HRESULT kDeserialization = static_cast<HRESULT>(0x8004100C);
constexpr HRESULT kMoreData = static_cast<HRESULT>(0x800700EA);

constexpr bool IsRole(ProviderRole role) noexcept { return role >= 0 && role < kRoles; }
constexpr bool IsStage(ProgressStage stage) noexcept { return stage >= 0 && stage < kStages; }

}  // namespace winprogress::winsync
