// Shared by the files of this program: the available headers of the Windows SDK, and the macros that compare
// the declarations in native/ with them. No other program includes these headers.
#pragma once

#include <windows.h>

#include <initguid.h>

#include <winsync.h>

#if __has_include(<syncmgr.h>)
#define HAS_SYNCMGR 1
#else
#define HAS_SYNCMGR 0
#endif
#if __has_include(<syncregistration.h>)
#define HAS_SYNCREGISTRATION 1
#else
#define HAS_SYNCREGISTRATION 0
#endif
// MinGW's qmgr.h and mobsync.h do not attach the IIDs to the interfaces.
#if defined(_MSC_VER) || defined(__clang__)
#define HAS_UUIDOF 1
#else
#define HAS_UUIDOF 0
#endif
// MinGW's winsync.h has no IIDs, and the order of its methods is not verified according to its comments.
#ifdef __winsync_h__
#define HAS_WINSYNC 1
#else
#define HAS_WINSYNC 0
#endif

#include <cstddef>

#include "com/interface_id.h"
#include "slots.h"

namespace abi {

bool IsSame(const GUID& left, const GUID& right);
void Check(bool holds, const char* what);

// Of one family each.
void CheckBits();
void CheckSyncManager();
void CheckWindowsSync();

}  // namespace abi

#define SAME_INTERFACE(space, name) Check(IsSame(com::kInterfaceId<space::name>, __uuidof(::name)), "IID of " #name)
#define SAME_CLASS(ours, name) Check(IsSame(ours, __uuidof(name)), "CLSID of " #name)
#define SAME_SIZE(ours, theirs) \
  static_assert(sizeof(ours) == sizeof(theirs) && alignof(ours) == alignof(theirs), #theirs)
#define SAME_OFFSET(ours, our_field, theirs, their_field)                     \
  static_assert(offsetof(ours, our_field) == offsetof(theirs, their_field) && \
                    sizeof(ours::our_field) == sizeof(theirs::their_field),   \
                #theirs "." #their_field)
#define SAME_VALUE(ours, theirs) static_assert(static_cast<long long>(ours) == static_cast<long long>(theirs), #theirs)
// The macros of HRESULTs are unsigned in some headers.
#define SAME_RESULT(ours, theirs) static_assert((ours) == static_cast<HRESULT>(theirs), #theirs)
#define SAME_METHOD(space, name, method) \
  Check(abi::IsSameMethod(&space::name::method, &::name::method), #name "::" #method)
