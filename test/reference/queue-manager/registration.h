#pragma once

namespace reference {

/**
 * The commands of the server's command line. Each returns a Win32 error code, 0 for success.
 *
 * The class is registered in HKLM\Software\Classes: Wine's COM does not read HKCU.
 */
int register_server();
/** Also makes a running server revoke its class, so that the class is missing as soon as this returns. */
int unregister_server();
/** Succeeds only if the class is registered with this program and its interfaces have their proxies. */
int report_registration();

/** The name of the event that exists while a process serves the class; setting it revokes the class. */
constexpr wchar_t kWithdrawEvent[] = L"winprogress-reference-queue-manager-withdraw";

}  // namespace reference
