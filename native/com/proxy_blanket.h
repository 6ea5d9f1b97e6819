#pragma once

#include <windows.h>

#include <objbase.h>

namespace winprogress::com {

// Lets the service behind a proxy act for the user, over packets that are private. Set on each proxy, so that the
// process-wide COM security stays the host application's. An object in this process has no proxy and needs none.
// https://learn.microsoft.com/windows/win32/bits/connecting-to-the-bits-service
inline void SetProxyBlanket(IUnknown* proxy) noexcept {
  CoSetProxyBlanket(proxy, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL,
                    RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_DEFAULT);
}

}  // namespace winprogress::com
