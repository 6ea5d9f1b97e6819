const connectivity = 'Verify the network connection, the DNS settings and the firewall, then try again.';
const proxyScript = 'Correct the script, or set the proxy explicitly with `proxy.servers`.';
const trace = 'Record a trace with `netsh trace start scenario=InternetClient`, and see the error that precedes it.';

/**
 * Cause and remedy of the results of WinHTTP, and of WinINet where WinHTTP has no name for the number. Both interfaces share the range from 12000.
 * Source: https://learn.microsoft.com/windows/win32/winhttp/error-messages, https://learn.microsoft.com/windows/win32/winhttp/option-flags
 * and https://learn.microsoft.com/windows/win32/wininet/wininet-errors.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const winhttpEntries = {
  ERROR_WINHTTP_OUT_OF_HANDLES: [
    'No more handles can be created. WinHTTP no longer uses the code; WinINet still does.',
    'Close handles that are not needed, or restart the process that returned the code.',
  ],
  ERROR_INTERNET_EXTENDED_ERROR: [
    'The server, usually an FTP server, returned an extended error with a text.',
    'Read the text with `InternetGetLastResponseInfo` in the program that uses WinINet.',
  ],
  ERROR_WINHTTP_INTERNAL_ERROR: ['An internal error occurred in WinHTTP or WinINet.', trace],
  ERROR_INTERNET_PROTOCOL_NOT_FOUND: [
    'WinINet found no protocol with the requested capabilities.',
    'Use `http:` or `https:` in the URL.',
  ],
  ERROR_WINHTTP_INVALID_OPTION: [
    'The option or its value is not known to `WinHttpQueryOption` or `WinHttpSetOption`, for example because Windows is too old for it.',
    'Verify the option and the minimum version of Windows in the list of WinHTTP option flags.',
  ],
  ERROR_INTERNET_BAD_OPTION_LENGTH: [
    'The length of the value does not fit the type of the WinINet option.',
    'Pass the size of the type that the documentation of the option names.',
  ],
  ERROR_WINHTTP_OPTION_NOT_SETTABLE: [
    'The option can only be queried, not set.',
    'Remove the call of `WinHttpSetOption` for the option.',
  ],
  ERROR_WINHTTP_SHUTDOWN: [
    'The support for WinHTTP functions is being shut down or unloaded.',
    'Do not start requests while the process ends. Try again after its restart.',
  ],
  ERROR_INTERNET_INCORRECT_USER_NAME: [
    'The logon to an FTP server failed because it does not accept the user name.',
    'Correct the user name for the FTP server.',
  ],
  ERROR_INTERNET_INCORRECT_PASSWORD: [
    'The logon to an FTP server failed because the password is wrong.',
    'Correct the password for the FTP server.',
  ],
  ERROR_WINHTTP_LOGIN_FAILURE: [
    'The server or the proxy denied the logon.',
    "Correct `credentials` for the target `'server'` or `'proxy'`. A program that calls WinHTTP itself must create a new request handle before it tries again.",
  ],
  ERROR_INTERNET_INVALID_OPERATION: [
    'The operation that the program requested from WinINet is not valid.',
    'Verify that the operation suits the protocol of the handle, such as an FTP function for an FTP session.',
  ],
  ERROR_WINHTTP_INCORRECT_HANDLE_TYPE: [
    'The function was called with a handle of another type, such as a session handle where a request handle is required.',
    'Pass a handle of the type that the documentation of the function names.',
  ],
  ERROR_WINHTTP_INCORRECT_HANDLE_STATE: [
    'The handle is not in the state for the operation, for example because the request has not been sent or is still in progress.',
    'Call the functions in the order `WinHttpSendRequest`, `WinHttpReceiveResponse`, `WinHttpReadData`, and wait for each to complete.',
  ],
  ERROR_INTERNET_NOT_PROXY_REQUEST: [
    'The request cannot be made through a proxy.',
    'Connect to the server directly, or add it to the bypass list of the proxy.',
  ],
  ERROR_INTERNET_REGISTRY_VALUE_NOT_FOUND: [
    'A registry value that WinINet requires does not exist.',
    'Reset the Internet Options of the account (`inetcpl.cpl`, tab Advanced).',
  ],
  ERROR_INTERNET_BAD_REGISTRY_PARAMETER: [
    'A registry value of WinINet has the wrong type or an invalid value.',
    'Correct the value under `HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings`, or reset the Internet Options.',
  ],
  ERROR_INTERNET_NO_DIRECT_ACCESS: [
    'Direct network access is not possible at this time.',
    'Configure the proxy of the network, or connect to a network with direct access.',
  ],
  ERROR_INTERNET_NO_CONTEXT: [
    'An asynchronous WinINet request was made with a context value of zero.',
    'Pass a context value other than zero to the function.',
  ],
  ERROR_INTERNET_NO_CALLBACK: [
    'An asynchronous WinINet request was made without a callback function.',
    'Set the callback with `InternetSetStatusCallback` before the request.',
  ],
  ERROR_INTERNET_REQUEST_PENDING: [
    'The operation is not possible while one or more requests are pending.',
    'Wait for the pending requests to complete, or cancel them, then try again.',
  ],
  ERROR_INTERNET_INCORRECT_FORMAT: [
    'The format of the request is not valid.',
    'Verify the method, the URL and the headers of the request.',
  ],
  ERROR_INTERNET_ITEM_NOT_FOUND: [
    'WinINet did not find the requested item.',
    'Verify the name of the item, such as a cookie, header or cache entry.',
  ],
  ERROR_INTERNET_CONNECTION_RESET: [
    'The server, or a device between, reset the connection.',
    'Try again. If the code persists, look for a firewall, a proxy or a server limit that ends the connection.',
  ],
  ERROR_WINHTTP_RESEND_REQUEST: [
    'The request must be sent again on the same handle, for example because the authentication needs a further round.',
    'Send the request again with the same request handle.',
  ],
  ERROR_INTERNET_INVALID_PROXY_REQUEST: [
    'The request to the proxy is not valid.',
    'Verify the address, the port and the type of the proxy in the proxy settings.',
  ],
  ERROR_INTERNET_NEED_UI: [
    'A user interface or another blocking operation was requested. Only Windows Vista, Windows Server 2008 and earlier return the code.',
    'Use WinHTTP instead of WinINet in programs without a user interface.',
  ],
  ERROR_INTERNET_HANDLE_EXISTS: [
    'The request failed because the WinINet handle exists already.',
    'Use the existing handle, or close it before a new one is created.',
  ],
  ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR: [
    'A redirection leads from an `http:` URL to an `https:` URL, and WinINet reports the change.',
    'Use the `https:` URL from the start.',
  ],
  ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR: [
    'A redirection leads from an `https:` URL to an `http:` URL, so that the connection would no longer be secure.',
    'Correct the redirection on the server, or use a final URL with `https:`.',
  ],
  ERROR_INTERNET_MIXED_SECURITY: [
    'Some resources of the page come from servers without a secure connection.',
    'Serve every resource of the page over `https:`.',
  ],
  ERROR_INTERNET_CHG_POST_IS_NON_SECURE: [
    'The program posts data, and attempts to change several lines of text, on a server that is not secure.',
    'Post to an `https:` URL, or let the user confirm with `InternetErrorDlg`.',
  ],
  ERROR_INTERNET_POST_IS_NON_SECURE: [
    'The program posts data to a server without a secure connection, and WinINet requires a confirmation.',
    'Post to an `https:` URL, or call the request again after the confirmation.',
  ],
  ERROR_INTERNET_CLIENT_AUTH_NOT_SETUP: [
    'Client authentication is not set up on this computer.',
    'Install a client certificate with its private key in the store of the account.',
  ],
  ERROR_INTERNET_ASYNC_THREAD_FAILED: [
    'WinINet could not start a thread for an asynchronous request.',
    'Restart the process, and verify that it does not reach its limit of threads or memory.',
  ],
  ERROR_INTERNET_REDIRECT_SCHEME_CHANGE: [
    'A redirection changes the scheme, for example from HTTP to FTP, and cannot be followed.',
    'Use the final URL of the file.',
  ],
  ERROR_INTERNET_DIALOG_PENDING: [
    'Another thread already shows a dialog box for a password.',
    'Wait until that dialog box is closed, or pass the credentials in the program.',
  ],
  ERROR_INTERNET_RETRY_DIALOG: [
    'The dialog box of WinINet must be shown again.',
    'Call `InternetErrorDlg` again in an interactive program.',
  ],
  ERROR_INTERNET_HTTPS_HTTP_SUBMIT_REDIR: [
    'Data that was submitted over a secure connection is redirected to a connection that is not secure.',
    'Correct the redirection, so that its target has an `https:` URL.',
  ],
  ERROR_INTERNET_INSERT_CDROM: [
    'The resource is on a CD-ROM that must be inserted. Only Windows Vista, Windows Server 2008 and earlier return the code.',
    'Insert the CD-ROM, then try again.',
  ],
  ERROR_INTERNET_FORTEZZA_LOGIN_NEEDED: [
    'The resource requires Fortezza authentication, that is a cryptographic card of the US government.',
    'Configure the server for another kind of authentication.',
  ],
  ERROR_INTERNET_SEC_CERT_ERRORS: [
    'WinINet found errors in the certificate of the server, and the code does not name them.',
    'Verify the certificate and its chain with `certutil -verify -urlfetch`, and replace it on the server.',
  ],
  ERROR_INTERNET_SEC_CERT_NO_REV: [
    'The name of the code stands for a certificate without revocation information, whereas Microsoft Learn describes it as a certificate that was not revoked.',
    'Issue a certificate that names a revocation list (CRL) or an OCSP (Online Certificate Status Protocol) responder.',
  ],
  ERROR_WINHTTP_SECURE_CERT_REV_FAILED: [
    'The revocation of the certificate could not be checked: the server for revocation is offline, or its list (CRL) cannot be downloaded.',
    'Permit the URLs of the CRL and OCSP responder in the firewall and the proxy, or set `http.checkRevocation` to `false`.',
  ],
  ERROR_INTERNET_SEC_CERT_WEAK_SIGNATURE: [
    'The certificate chain of the server has a weak signature, such as one with MD5 or SHA-1.',
    'Issue the certificates of the chain again with SHA-256 and a sufficient key size.',
  ],
  ERROR_WINHTTP_CANNOT_CALL_BEFORE_OPEN: [
    'The method of the `WinHttpRequest` object is not available before `Open`.',
    'Call `Open` first.',
  ],
  ERROR_WINHTTP_CANNOT_CALL_BEFORE_SEND: [
    'The method or property of the `WinHttpRequest` object is not available before `Send`, such as the response.',
    'Call `Send` first. In asynchronous mode, also call `WaitForResponse`.',
  ],
  ERROR_WINHTTP_CANNOT_CALL_AFTER_SEND: [
    'The method of the `WinHttpRequest` object is not available after `Send`, such as a change of the request headers.',
    'Make the settings between `Open` and `Send`.',
  ],
  ERROR_WINHTTP_CANNOT_CALL_AFTER_OPEN: [
    'The option of the `WinHttpRequest` object cannot be set after `Open`.',
    'Set the option before `Open`.',
  ],
  ERROR_WINHTTP_HEADER_NOT_FOUND: [
    'The response does not have the requested header.',
    'Treat the header as optional, or correct the server or the proxy that removes it.',
  ],
  ERROR_WINHTTP_INVALID_HEADER: [
    'A header of the request is not valid.',
    'Correct the name and the value of the headers. They must have no line breaks.',
  ],
  ERROR_WINHTTP_INVALID_QUERY_REQUEST: [
    'The query for a header is not valid. WinHTTP no longer uses the code; WinINet returns it from `HttpQueryInfo`.',
    'Verify the information level and the flags of the query.',
  ],
  ERROR_WINHTTP_HEADER_ALREADY_EXISTS: [
    'The header could not be added because it exists. WinHTTP no longer uses the code; WinINet still does.',
    'Replace the header with `HTTP_ADDREQ_FLAG_REPLACE`.',
  ],
  ERROR_WINHTTP_SECURE_CHANNEL_ERROR: [
    'An error occurred in the secure channel. It stands for the codes `SEC_E_…` and `SEC_I_…`.',
    'See the events of the source `Schannel` in the system event log, and compare the TLS versions and cipher suites of client and server.',
  ],
  ERROR_INTERNET_UNABLE_TO_CACHE_FILE: [
    'WinINet could not store the file in its cache.',
    'Make room on the volume, raise the limit of the cache, or clear it in the Internet Options.',
  ],
  ERROR_INTERNET_TCPIP_NOT_INSTALLED: [
    'The network protocol stack is not loaded, and Windows Sockets cannot be started.',
    'Reset Windows Sockets with `netsh winsock reset`, then restart the machine.',
  ],
  ERROR_INTERNET_DISCONNECTED: [
    'The computer is not connected to the Internet, or the connection was lost.',
    connectivity,
  ],
  ERROR_INTERNET_SERVER_UNREACHABLE: ['The server cannot be reached.', connectivity],
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE: [
    'The proxy server cannot be reached.',
    'Verify the address and the port of the proxy, also with `netsh winhttp show proxy`.',
  ],
  ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT: [
    'An error occurred while the code of the proxy auto-configuration (PAC) file was run.',
    proxyScript,
  ],
  ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT: [
    'The proxy auto-configuration (PAC) file could not be downloaded: its server is not reachable, or does not have the file.',
    'Verify the URL of the PAC file in the proxy settings, and open it from this machine.',
  ],
  ERROR_WINHTTP_SECURE_INVALID_CERT: [
    'The certificate is not valid: it is malformed, its chain is not correct, or a critical extension is not known or not met.',
    'Verify the chain with `certutil -verify -urlfetch`. The server must send its intermediate certificates.',
  ],
  ERROR_WINHTTP_SECURE_CERT_REVOKED: [
    'The certificate of the server, or another of its chain, was revoked.',
    'Install a new certificate on the server, then call `resume()`.',
  ],
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK: [
    'WinINet failed because of a security check, such as the check for file sharing before a dial-up connection.',
    'Turn off file sharing on the connection, or connect through a network without dial-up.',
  ],
  ERROR_WINHTTP_NOT_INITIALIZED: [
    'The interface was not initialised. WinHTTP no longer uses the code; WinINet returns it if `InternetOpen` was not called.',
    'Call `InternetOpen` before other functions of WinINet.',
  ],
  ERROR_INTERNET_NEED_MSN_SSPI_PKG: [
    'The request needs the security package of MSN. Microsoft documents the code as not implemented.',
    'Nothing to do for a current version of Windows. Report the code to the vendor of the component that returned it.',
  ],
  ERROR_INTERNET_LOGIN_FAILURE_DISPLAY_ENTITY_BODY: [
    'The logon failed, and the website returned the digest header `MS-Logoff`, which removes the credentials of the realm.',
    'Log on again with new credentials. Without `INTERNET_ERROR_MASK_LOGIN_FAILURE_DISPLAY_ENTITY_BODY`, WinINet reports the failed logon itself.',
  ],
  ERROR_WINHTTP_UNHANDLED_SCRIPT_TYPE: [
    'WinHTTP does not support the type of the proxy script, usually because of its `Content-Type`.',
    'Serve the proxy auto-configuration (PAC) file with the type `application/x-ns-proxy-autoconfig`.',
  ],
  ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR: [
    'The proxy script failed when it was run for the URL of the request.',
    proxyScript,
  ],
  ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR: [
    'No proxy could be located for the URL, or the service for Web Proxy Auto-Discovery failed.',
    'Verify that the service `WinHttpAutoProxySvc` runs, or set the proxy explicitly with `proxy.servers`.',
  ],
  ERROR_WINHTTP_SECURE_CERT_WRONG_USAGE: [
    'The certificate is not valid for the requested usage, such as the authentication of a server.',
    'Install a certificate with the enhanced key usage `Server Authentication`.',
  ],
  ERROR_WINHTTP_AUTODETECTION_FAILED: [
    'The URL of a proxy auto-configuration (PAC) file could not be discovered with DHCP or DNS.',
    'Nothing to do in a network without a proxy. Otherwise publish the URL with DHCP option 252 or the DNS name `wpad`, or set the proxy explicitly.',
  ],
  ERROR_WINHTTP_HEADER_COUNT_EXCEEDED: [
    'The response has more headers than WinHTTP accepts.',
    'Reduce the number of headers that the server or the proxy sends.',
  ],
  ERROR_WINHTTP_HEADER_SIZE_OVERFLOW: [
    'The headers of the response exceed the size limit of the request handle.',
    'Shorten the headers, such as cookies, on the server. A program that calls WinHTTP can raise `WINHTTP_OPTION_MAX_RESPONSE_HEADER_SIZE`.',
  ],
  ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW: [
    'A size overflowed while the chunked encoding of the response was parsed.',
    'Correct the chunk headers that the server or the proxy sends, or send `Content-Length` instead.',
  ],
  ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW: [
    'A response that WinHTTP must read to its end, such as that of a redirection or authentication, exceeds an internal size limit.',
    'Shorten the body of such responses on the server, or raise `WINHTTP_OPTION_MAX_RESPONSE_DRAIN_SIZE` in the program.',
  ],
  ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY: [
    'The client certificate has no private key, for example because it was imported without one.',
    'Import the certificate again from a file that has the private key (PFX).',
  ],
  ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY: [
    'The account does not have permission to read the private key of the client certificate.',
    'Give the account access with `Manage Private Keys` in the Certificates console.',
  ],
  ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED_PROXY: [
    'The proxy requires a client certificate. The code is the counterpart of `ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED` for a proxy.',
    'Configure the proxy for another kind of authentication, or pass a certificate for it in the program.',
  ],
  ERROR_WINHTTP_SECURE_FAILURE_PROXY: [
    'The certificate of the proxy has one or more errors, so that the secure connection to the proxy failed.',
    'Correct the certificate of the proxy, or install the authority that issued it in the store of the machine.',
  ],
  ERROR_WINHTTP_RESERVED_189: ['The number is reserved, and WinHTTP does not document a use for it.', trace],
  ERROR_WINHTTP_HTTP_PROTOCOL_MISMATCH: [
    'The server did not negotiate an HTTP version that the request requires with `WINHTTP_OPTION_HTTP_PROTOCOL_REQUIRED`.',
    'Enable that version, such as HTTP/2, on the server and the proxy, or do not require it.',
  ],
  ERROR_WINHTTP_GLOBAL_CALLBACK_FAILED: [
    'A global callback of WinHTTP failed. `winhttp.h` declares the code, and Microsoft Learn does not describe it.',
    trace,
  ],
  ERROR_WINHTTP_FEATURE_DISABLED: [
    'The feature of WinHTTP that the program requested is disabled. Microsoft Learn does not describe the code further.',
    'Verify that the feature, such as a protocol version, is available in this version of Windows and is not disabled by policy.',
  ],
  ERROR_WINHTTP_FAST_FORWARDING_NOT_SUPPORTED: [
    'WinHTTP does not support fast forwarding for the request. `winhttp.h` declares the code, and Microsoft Learn does not describe it.',
    'Do not request fast forwarding in the program, or report the code to the vendor of the component that returned it.',
  ],
};
