// The compiler's declarations of Sync Manager, those of this library for Sync Center, and the ids of the classes.
#pragma once

#include <windows.h>

#include <mobsync.h>
// The ANSI/Unicode macros of the Windows headers would rename methods of these interfaces.
#undef GetObject
#undef ReportEvent

#include "sync_center.h"

namespace reference {

/** The id of an interface, by its type: <mobsync.h> attaches none to its own. */
template <typename Interface>
const IID& id_of() noexcept {
  return __uuidof(Interface);
}
template <>
inline const IID& id_of<ISyncMgrSynchronize>() noexcept {
  return IID_ISyncMgrSynchronize;
}
template <>
inline const IID& id_of<ISyncMgrSynchronizeCallback>() noexcept {
  return IID_ISyncMgrSynchronizeCallback;
}
template <>
inline const IID& id_of<ISyncMgrEnumItems>() noexcept {
  return IID_ISyncMgrEnumItems;
}
template <>
inline const IID& id_of<ISyncMgrSynchronizeInvoke>() noexcept {
  return IID_ISyncMgrSynchronizeInvoke;
}
template <>
inline const IID& id_of<ISyncMgrRegister>() noexcept {
  return IID_ISyncMgrRegister;
}

// {3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B001}
constexpr CLSID kHandlerClass = {0x3D6B5E10, 0x8C1F, 0x4B7E, {0x9A, 0x21, 0x77, 0xD0, 0xC4, 0xE1, 0xB0, 0x01}};
// {6295DF27-35EE-11D1-8707-00C04FD93327}
constexpr CLSID kSyncMgrClass = {0x6295DF27, 0x35EE, 0x11D1, {0x87, 0x07, 0x00, 0xC0, 0x4F, 0xD9, 0x33, 0x27}};
// {1202DB60-1DAC-42C5-AED5-1ABDD432248E}
constexpr CLSID kClientClass = {0x1202DB60, 0x1DAC, 0x42C5, {0xAE, 0xD5, 0x1A, 0xBD, 0xD4, 0x32, 0x24, 0x8E}};
// {1A1F4206-0688-4E7F-BE03-D82EC69DF9A5}
constexpr CLSID kControlClass = {0x1A1F4206, 0x0688, 0x4E7F, {0xBE, 0x03, 0xD8, 0x2E, 0xC6, 0x9D, 0xF9, 0xA5}};

constexpr HRESULT kMissingItems = static_cast<HRESULT>(S_SYNCMGR_MISSINGITEMS);
constexpr HRESULT kRetrySync = static_cast<HRESULT>(S_SYNCMGR_RETRYSYNC);
constexpr HRESULT kCancelItem = static_cast<HRESULT>(S_SYNCMGR_CANCELITEM);
constexpr HRESULT kCancelAll = static_cast<HRESULT>(S_SYNCMGR_CANCELALL);

}  // namespace reference
