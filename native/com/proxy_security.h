#pragma once

#include <windows.h>

#include <objbase.h>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/interface_id.h"

namespace winprogress::com {

// The impersonation level of a server: identify the caller, or impersonate it.
enum class Impersonation : DWORD { kIdentify = RPC_C_IMP_LEVEL_IDENTIFY, kImpersonate = RPC_C_IMP_LEVEL_IMPERSONATE };

// Replaces a proxy with a copy that uses packet privacy, so that neither the process-wide COM security nor
// shared proxies are changed. An object of this process has no proxy and is not changed.
// https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-cocopyproxy
template <typename Interface>
void SecureProxy(ComPtr<Interface>& proxy, Impersonation impersonation) {
  ComPtr<IClientSecurity> security;
  if (FAILED(proxy->QueryInterface(IID_IClientSecurity, reinterpret_cast<void**>(security.Receive()))) || !security)
    return;
  ComPtr<IUnknown> copy;
  const HRESULT copied = security->CopyProxy(proxy.Get(), copy.Receive());
  // Wine has no copies: its proxies are changed in place.
  if (copied != E_NOTIMPL) {
    ThrowIfFailed(copied, "IClientSecurity.CopyProxy");
    if (!copy) throw HResultFailure(E_UNEXPECTED, "IClientSecurity.CopyProxy");
    // The copy of an interface pointer is a pointer to the same interface.
    proxy = ComPtr<Interface>(static_cast<Interface*>(copy.Get()));
  }
  const HRESULT set =
      security->SetBlanket(proxy.Get(), RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL,
                           RPC_C_AUTHN_LEVEL_PKT_PRIVACY, static_cast<DWORD>(impersonation), nullptr, EOAC_DEFAULT);
  if (set != E_NOTIMPL) ThrowIfFailed(set, "IClientSecurity.SetBlanket");
}

}  // namespace winprogress::com
