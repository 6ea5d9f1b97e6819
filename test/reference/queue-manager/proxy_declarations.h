// Included before the generated proxies. MinGW declares these three exports of rpcrt4 for C++ only, and the proxies are
// C.
#pragma once

#include <objbase.h>

HRESULT WINAPI IUnknown_QueryInterface_Proxy(IUnknown* This, REFIID riid, void** ppvObject);
ULONG WINAPI IUnknown_AddRef_Proxy(IUnknown* This);
ULONG WINAPI IUnknown_Release_Proxy(IUnknown* This);
