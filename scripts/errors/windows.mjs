const marshalling = 'Verify that both processes have the proxy of the interface and the same version of it.';
const network = 'Verify the network, the name of the server and the firewall. BITS retries by itself.';
const service = 'Set the start type of the service to manual or automatic, as an administrator.';

/**
 * Cause and remedy of the results of COM, RPC, Win32 and WinHTTP that transfers and synchronisations are known to return.
 * Source: https://learn.microsoft.com/windows/win32/com/com-error-codes, https://learn.microsoft.com/windows/win32/debug/system-error-codes,
 * https://learn.microsoft.com/windows/win32/rpc/rpc-return-values and https://learn.microsoft.com/windows/win32/winhttp/error-messages.
 *
 * @type {import('./entry.mjs').Entries}
 */
export const windowsEntries = {
  S_OK: ['The call succeeded.', 'Nothing to do.'],
  S_FALSE: [
    'The call succeeded with the result "no", such as a handler that does not handle an event.',
    'See the documentation of the method that `operation` names.',
  ],
  E_PENDING: ['The result is not available yet.', 'Call again later.'],
  E_NOTIMPL: [
    'The method is not implemented, for example `cancel()` of a `BitsGroupJob`, or by this version of Windows.',
    'Use the alternative that the documentation of the member names.',
  ],
  E_NOINTERFACE: [
    'The object does not implement the interface: this version of BITS is too old, or the object is of another kind.',
    'Read the `context` of the error, which names the interface and the version of Windows, and make the setting optional.',
  ],
  E_POINTER: ['A pointer was null or did not lead to a COM object.', 'Pass only pointers that native code gave you.'],
  E_ABORT: ['The call or the session was cancelled.', 'Nothing to do if your program cancelled it.'],
  E_FAIL: [
    'The call failed without a more exact reason. A handler or provider in JavaScript that throws an error without HRESULT returns it too.',
    'See the `cause`, `onError` of the handler, or the event log.',
  ],
  E_UNEXPECTED: [
    'The object was not in a state for the call, or returned something that the documentation excludes.',
    'Call the methods in their order. One synchronisation of a handler runs at a time.',
  ],
  E_ACCESSDENIED: [
    'The caller does not have the rights: for the jobs of another user, for the target file, or for a COM class.',
    'Verify the owner of the job and the permissions of the target folder, or run as an administrator.',
  ],
  E_HANDLE: ['A handle is not valid.', 'Open the object again.'],
  E_OUTOFMEMORY: [
    'The machine or the process has no memory left.',
    'End other programs or raise the limit of the process.',
  ],
  E_INVALIDARG: [
    'COM refused an argument that the public API could not check, such as the path of another platform.',
    'Compare the arguments with the documentation of the method that `operation` names.',
  ],
  RPC_E_CALL_REJECTED: ['The other process is busy and rejected the call.', 'Try again later.'],
  RPC_E_SERVER_DIED: [
    'The process of the object ended during the call, which may have been executed.',
    'Read the state of the object, then decide whether to call again.',
  ],
  RPC_E_SERVER_DIED_DNE: [
    'The process of the object ended before the call was executed.',
    'Call again: jobs and groups are found again by their ID.',
  ],
  RPC_E_CLIENT_DIED: ['The caller ended before it received the result.', 'Nothing to do.'],
  RPC_E_CHANGED_MODE: [
    'The thread belongs to another kind of apartment already.',
    'Do not call `CoInitializeEx` on the JavaScript thread in other addons.',
  ],
  RPC_E_DISCONNECTED: [
    'The object or the connection was closed, or the service that had the object has ended.',
    'Open a new connection. After a restart of the service, the next call finds the job again.',
  ],
  RPC_E_WRONG_THREAD: [
    'The object belongs to another apartment and is not agile.',
    'Make the object agile, or pass it through the Global Interface Table: see [winsync.md](winsync.md#provider) and [syncmgr.md](syncmgr.md#reports-for-native-code).',
  ],
  RPC_E_SERVERCALL_RETRYLATER: ['The other process is busy.', 'Try again later.'],
  RPC_E_TIMEOUT: ['The call did not return in time.', 'Try again, or restart the process of the object.'],
  RPC_E_ACCESS_DENIED: ['COM security refused the call.', 'Verify the access permissions of the class.'],
  CLASS_E_NOAGGREGATION: ['The class cannot be aggregated.', 'Activate the class without an outer object.'],
  CLASS_E_CLASSNOTAVAILABLE: [
    'The server of the class does not have the class.',
    'Register the class with the library that implements it.',
  ],
  REGDB_E_CLASSNOTREG: [
    'The class is not registered, or not for the architecture of Node.js.',
    'List the classes with `winprogress probe`. Register the class for this architecture, or use Node.js of the architecture of the class.',
  ],
  REGDB_E_IIDNOTREG: ['The interface has no registered proxy.', marshalling],
  REGDB_E_INVALIDVALUE: [
    'The registry has a value that is not expected, such as a class that another program has registered.',
    'Use another CLSID, or remove the registration with the program that wrote it.',
  ],
  CO_E_NOTINITIALIZED: ['COM is not initialised on the thread.', 'Report it as a defect of winprogress.'],
  CO_E_APPNOTFOUND: [
    'The program of the class does not exist.',
    'Install the class again with the path of its program.',
  ],
  CO_E_DLLNOTFOUND: ['The library of the class does not exist.', 'Install the provider or handler again.'],
  CO_E_ERRORINDLL: [
    'The library of the class could not be loaded.',
    'Verify that the libraries that it needs are installed.',
  ],
  CO_E_OBJNOTCONNECTED: [
    'The object is not connected to its server any more.',
    'Nothing to do for jobs and groups: the call is repeated on the new service. Open other objects again.',
  ],
  CO_E_SERVER_EXEC_FAILURE: [
    'COM could not start the program of the class, or the program did not register the class in time.',
    'Start the program by hand to see its error. It must call `serveHandler()` with the same CLSID.',
  ],
  CO_E_SERVER_STOPPING: ['The program of the class is ending.', 'Activate the class again.'],
  CO_E_CLASSSTRING: ['The text is not a CLSID.', 'Pass a GUID.'],
  CO_E_FAILEDTOIMPERSONATE: [
    'The server could not act in the name of the caller.',
    'Verify the impersonation settings of the class.',
  ],
  ERROR_FILE_NOT_FOUND: ['The file does not exist.', 'Verify the path or the URL.'],
  ERROR_PATH_NOT_FOUND: ['The folder does not exist.', 'Create the folder, then call `resume()`.'],
  ERROR_INVALID_DRIVE: ['The drive does not exist.', 'Use a path on a drive of this machine.'],
  ERROR_NOT_READY: ['The drive is not ready.', 'Insert the medium, then call `resume()`.'],
  ERROR_WRITE_PROTECT: ['The medium is write-protected.', 'Use another folder.'],
  ERROR_SHARING_VIOLATION: [
    'Another program has the file open.',
    'Close that program, then call `resume()` or `complete()` again.',
  ],
  ERROR_LOCK_VIOLATION: ['Another program has locked a part of the file.', 'Close that program and try again.'],
  ERROR_DISK_FULL: [
    'The target volume is full.',
    'Make room, then call `resume()`: the bytes that have arrived are kept.',
  ],
  ERROR_HANDLE_DISK_FULL: ['The target volume is full.', 'Make room, then call `resume()`.'],
  ERROR_BAD_NETPATH: ['The server of a network path was not found.', network],
  ERROR_BAD_NET_NAME: ['The share of a network path was not found.', 'Verify the name of the share.'],
  ERROR_NETNAME_DELETED: ['The network share is no longer available.', network],
  ERROR_FILE_EXISTS: ['The file exists already.', 'Delete it, or choose another name.'],
  ERROR_ALREADY_EXISTS: [
    'The object exists already, such as a class that another program has registered.',
    'Use another CLSID or name, or remove the existing one.',
  ],
  ERROR_INVALID_NAME: ['The file name has characters that Windows does not allow.', 'Correct the name.'],
  ERROR_FILENAME_EXCED_RANGE: ['The file name is too long.', 'Shorten the name or the path.'],
  ERROR_MOD_NOT_FOUND: [
    'The library does not exist, or a library that it needs is missing.',
    'Verify the path, and install what the library needs.',
  ],
  ERROR_PROC_NOT_FOUND: [
    'The library does not export a function.',
    'Read the `context` of the error, which lists the exports that exist, and pass other names with `exports`.',
  ],
  ERROR_BAD_EXE_FORMAT: [
    'The file is not a library, or is for another architecture.',
    'Use Node.js of the architecture of the library.',
  ],
  ERROR_MORE_DATA: ['The buffer is too small.', 'Call again with the size that was returned.'],
  ERROR_SERVICE_DISABLED: ['The service `BITS` is disabled.', service],
  ERROR_SERVICE_DOES_NOT_EXIST: ['The service is not installed.', 'Install the feature of Windows that has it.'],
  ERROR_SERVICE_NOT_ACTIVE: ['The service does not run.', 'Start the service.'],
  ERROR_SERVICE_REQUEST_TIMEOUT: ['The service did not start in time.', 'Try again when the machine has started.'],
  ERROR_SERVICE_LOGON_FAILED: ['The service could not log on with its account.', 'Correct the account of the service.'],
  ERROR_SHUTDOWN_IN_PROGRESS: ['The machine is shutting down.', 'Nothing to do: jobs continue after the restart.'],
  ERROR_NOT_FOUND: ['The element was not found.', 'Verify its name or ID.'],
  ERROR_CANCELLED: [
    'The work was cancelled, by this or by another program.',
    'Nothing to do if your program cancelled it. Otherwise create the job again.',
  ],
  ERROR_TIMEOUT: ['The time has passed.', 'Try again, or raise the timeout.'],
  ERROR_NOT_LOGGED_ON: [
    'The owner of the job is not logged on interactively, which BITS requires of user accounts.',
    'Log on, or run the program as a service account. Helper tokens give a service the rights of a user.',
  ],
  ERROR_PRIVILEGE_NOT_HELD: ['The account does not have the privilege.', 'Run as an administrator.'],
  ERROR_LOGON_FAILURE: ['User name or password is wrong.', 'Correct the credentials.'],
  ERROR_FILE_CORRUPT: ['The file or the volume is damaged.', 'Check the volume.'],
  RPC_S_SERVER_UNAVAILABLE: [
    'The process or machine of the object cannot be reached: it has ended, or was not started.',
    'Nothing to do for jobs and groups: the call is repeated. For a handler, open it again.',
  ],
  RPC_S_SERVER_TOO_BUSY: ['The server has no capacity for the call.', 'Try again later.'],
  RPC_S_CALL_FAILED: [
    'The call failed and may have been executed, for example because the process of the object ended.',
    'Read the state of the object, then decide whether to call again.',
  ],
  RPC_S_CALL_FAILED_DNE: ['The call failed and was not executed.', 'Call again.'],
  RPC_S_UNKNOWN_IF: ['The server does not have the interface.', marshalling],
  RPC_X_BAD_STUB_DATA: ['The data of a call between processes could not be read.', marshalling],
  RPC_S_INVALID_TAG: [
    'The value does not exist in this version of BITS, such as a property of a later one.',
    'Read the `context` of the error, which names the version, and make the setting optional.',
  ],
  ERROR_WINHTTP_TIMEOUT: ['The server did not answer in time.', network],
  ERROR_WINHTTP_INVALID_URL: ['The URL is not valid.', 'Correct the URL.'],
  ERROR_WINHTTP_UNRECOGNIZED_SCHEME: ['The scheme of the URL is not supported.', 'Use `http:` or `https:`.'],
  ERROR_WINHTTP_NAME_NOT_RESOLVED: ['The name of the server or proxy could not be resolved.', network],
  ERROR_WINHTTP_OPERATION_CANCELLED: ['The request was cancelled.', 'Nothing to do if your program cancelled it.'],
  ERROR_WINHTTP_CANNOT_CONNECT: ['The connection to the server failed.', network],
  ERROR_WINHTTP_CONNECTION_ERROR: [
    'The connection was lost during the request.',
    'Nothing to do: BITS retries by itself.',
  ],
  ERROR_WINHTTP_SECURE_CERT_DATE_INVALID: [
    'The certificate of the server has expired, or is not valid yet.',
    'Renew it, and verify the clock of the machine.',
  ],
  ERROR_WINHTTP_SECURE_CERT_CN_INVALID: [
    'The certificate is for another server name.',
    'Use the name of the certificate in the URL.',
  ],
  ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED: ['The server requires a client certificate.', 'Set `http.clientCertificate`.'],
  ERROR_WINHTTP_SECURE_INVALID_CA: [
    'The certificate authority of the server is not trusted.',
    'Install its certificate in the store of the machine, or set `NODE_EXTRA_CA_CERTS` for the emulation.',
  ],
  ERROR_WINHTTP_INVALID_SERVER_RESPONSE: [
    'The response of the server could not be understood.',
    'Correct the server or the proxy before it. BITS retries by itself.',
  ],
  ERROR_WINHTTP_REDIRECT_FAILED: ['A redirection could not be followed.', 'Use the final URL of the file.'],
  ERROR_WINHTTP_SECURE_FAILURE: [
    'The TLS connection failed: the certificate of the server is not trusted, or no common version exists.',
    'Verify the certificate of the server and the TLS settings.',
  ],
};
