// The compiler's own declarations of the legacy queue manager and of BITS, with the one class id that neither defines.
#pragma once

#include <windows.h>
// The ANSI/Unicode macros of the print spooler would rename methods of these interfaces.
#undef GetJob
#undef EnumJobs

#include <bits.h>
#include <qmgr.h>

namespace reference {

// {69AD4AEE-51BE-439B-A92C-86AE490E8B30}
constexpr CLSID kQueueManagerClass = {0x69AD4AEE, 0x51BE, 0x439B, {0xA9, 0x2C, 0x86, 0xAE, 0x49, 0x0E, 0x8B, 0x30}};

// <qmgr.h> spells these as unsigned numbers.
constexpr HRESULT kInvalidState = static_cast<HRESULT>(QM_E_INVALID_STATE);
constexpr HRESULT kItemNotFound = static_cast<HRESULT>(QM_E_ITEM_NOT_FOUND);

}  // namespace reference
