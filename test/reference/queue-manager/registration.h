#pragma once

namespace reference {

/**
 * The verbs of the server's command line. Each returns a Win32 error code, 0 for success.
 *
 * The class stands in HKLM\Software\Classes: Wine's COM does not look into HKCU.
 */
int register_server();
/** Also makes a running server withdraw its class, so that the class is missing as soon as this returns. */
int unregister_server();
/** Success only when the class is registered with this very program and its interfaces have their proxies. */
int report_registration();

/** The name of the event that a serving process has while its class can be activated, and withdraws its class upon. */
constexpr wchar_t kWithdrawEvent[] = L"winprogress-reference-queue-manager-withdraw";

}  // namespace reference
