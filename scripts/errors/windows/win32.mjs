const resource = 'Verify the file with its resources, and repair the installation of the program or its language pack.';
const definition =
  'Compare the argument with the IDL of the method, and use the same version of the interface on both sides.';
const resources =
  'Close programs or connections that are not needed, and look for a leak of handles in the process that returned the code.';
const route = 'Verify the network adapter, the route and the VPN. BITS retries by itself when the network is back.';

/**
 * Cause and remedy of the Win32 and RPC results that are not specific to transfers, as a COM method returns them (`HRESULT_FROM_WIN32`).
 * Source: https://learn.microsoft.com/windows/win32/debug/system-error-codes and
 * https://learn.microsoft.com/windows/win32/rpc/rpc-return-values.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const win32Entries = {
  ERROR_INVALID_FUNCTION: [
    'The device, driver or file system does not have the requested function.',
    'Use a local NTFS volume for the file, or call a function that the device supports.',
  ],
  ERROR_TOO_MANY_OPEN_FILES: [
    'The process or the server of the share cannot open another file.',
    'Close files that are not needed, or transfer fewer files at the same time.',
  ],
  ERROR_NOT_ENOUGH_MEMORY: [
    'The process does not have enough memory, or a pool of Windows has none, to execute the command.',
    'Free memory on the machine. For a share, verify the resources of its server too.',
  ],
  ERROR_BAD_FORMAT: [
    'A program or a file was to be loaded, but its format is not correct.',
    'Install the file again, for the architecture and version of this machine.',
  ],
  ERROR_INVALID_DATA: [
    'The data is not valid, such as the contents of a file, a registry value or a stored state that cannot be parsed.',
    'Restore or delete the data that the call reads, then repeat the call.',
  ],
  ERROR_NOT_SAME_DEVICE: [
    'A file cannot be renamed to another volume, because renaming does not copy it.',
    'Use source and target on the same volume, or copy the file and delete the original.',
  ],
  ERROR_NO_MORE_FILES: ['The enumeration of files has reached its end.', 'Nothing to do: end the loop over the files.'],
  ERROR_HANDLE_EOF: [
    'A read started at or after the end of the file.',
    'Verify the length of the file and the offset. The file may have been truncated.',
  ],
  ERROR_NOT_SUPPORTED: [
    'The request is not supported by the file system, the server or this version of Windows.',
    'Use the alternative that the documentation of the function names, or make the setting optional.',
  ],
  ERROR_NETWORK_BUSY: ['The network is busy and did not accept the request.', 'Try again later.'],
  ERROR_UNEXP_NET_ERR: [
    'The file server returned an error that the redirector of Windows did not expect.',
    'Read the System log and the log of the file server, and verify the versions of SMB on both machines.',
  ],
  ERROR_NETWORK_ACCESS_DENIED: [
    'The account is not allowed to access the network resource.',
    'Give the account permission for the share and the files. The account `LocalSystem` uses the computer account on the network.',
  ],
  ERROR_CANNOT_MAKE: [
    'The file or folder cannot be created, for example because the root folder of a FAT volume is full.',
    'Create it in another folder, and verify the permissions and the file system of the volume.',
  ],
  ERROR_INVALID_PASSWORD: [
    'The password for the network resource is not correct.',
    'Correct the password, also in Credential Manager of the account that makes the connection.',
  ],
  ERROR_BROKEN_PIPE: [
    'The process at the other end of the pipe has closed it.',
    'Verify whether that process ended, restart it, and open the pipe again.',
  ],
  ERROR_CALL_NOT_IMPLEMENTED: [
    'The function exists, but is not implemented on this version or edition of Windows.',
    'Verify the minimum version in the documentation of the function.',
  ],
  ERROR_SEM_TIMEOUT: [
    'The wait for a device or a network connection ended because of its timeout (a "semaphore" in the message of Windows).',
    'Verify the cable, the driver of the network adapter and the health of the disk, then repeat the call.',
  ],
  ERROR_INSUFFICIENT_BUFFER: [
    'The buffer that was passed to a function is too small for the result.',
    'Call the function again with the size that it returned.',
  ],
  ERROR_DIR_NOT_EMPTY: [
    'The folder cannot be deleted, because it has files or subfolders.',
    'Delete the contents first, or delete recursively with `fs.rm()`.',
  ],
  ERROR_BUSY: ['The resource is in use by another operation.', 'Wait until the operation has ended, then call again.'],
  ERROR_BAD_FILE_TYPE: [
    'The file type is blocked for saving or loading, for example by the rules of a WebDAV server.',
    'Use another extension or format, or ask the administrator of the server to allow it.',
  ],
  ERROR_FILE_TOO_LARGE: [
    'The file is larger than the limit that applies to it. The WebDAV client of Windows has one of 50,000,000 bytes by default.',
    'Divide the file, or raise `FileSizeLimitInBytes` of the service `WebClient` if the path is on a WebDAV server.',
  ],
  ERROR_NO_DATA: [
    'The pipe is being closed, so that no data can be written to it.',
    'Stop writing, and open the pipe again if the other process expects more data.',
  ],
  ERROR_DIRECTORY: [
    'A path that must name a folder names something else, or the name of the folder is not valid.',
    'Pass the path of a folder that exists, such as the working directory of a program.',
  ],
  ERROR_OPERATION_ABORTED: [
    'The input or output was cancelled, because the program requested it, the handle was closed or the thread ended.',
    'Nothing to do if the operation was cancelled on purpose. Otherwise keep the thread and the handle until it completes.',
  ],
  ERROR_IO_PENDING: [
    'The overlapped operation has started and is not complete. This is not a failure.',
    'Wait for the event, the callback or the completion port of the operation.',
  ],
  ERROR_NOACCESS: [
    'A pointer that was passed to Windows does not lead to memory that can be accessed.',
    'Correct the native code that passed the pointer or buffer.',
  ],
  ERROR_SERVICE_DATABASE_LOCKED: [
    'Another program has locked the database of services, for example an installation.',
    'Wait until the installation has ended, then start or configure the service again.',
  ],
  ERROR_SERVICE_ALREADY_RUNNING: [
    'The service was started, but an instance of it is already running.',
    'Nothing to do: use the service that runs, or restart it.',
  ],
  ERROR_SERVICE_CANNOT_ACCEPT_CTRL: [
    'The service does not accept the control in its present state, for example while it starts or stops.',
    'Wait until the state of the service is no longer pending (`sc query`), then send the control again.',
  ],
  ERROR_SERVICE_MARKED_FOR_DELETE: [
    'The service has been deleted, but handles to it are still open.',
    'Close the Services console and other programs that use the service, or restart the machine.',
  ],
  ERROR_DLL_INIT_FAILED: [
    'The initialisation routine of a library (`DllMain`) returned a failure.',
    'Verify the libraries that it needs and their versions. With many processes in a session, the desktop heap may be used up.',
  ],
  ERROR_IO_DEVICE: [
    'A device, such as a disk, reported an error while data was read or written.',
    'Check the disk and its cables, and read the System log. Use another volume for the target file.',
  ],
  ERROR_CONNECTION_REFUSED: [
    'The remote machine refused the connection, because no program listens on the port or a firewall rejects it.',
    'Verify the port of the URL, and that the server runs.',
  ],
  ERROR_NETWORK_UNREACHABLE: ['The network of the remote machine cannot be reached: no route leads to it.', route],
  ERROR_HOST_UNREACHABLE: [
    'The network can be reached, but the remote machine cannot.',
    'Verify the address of the machine and that it is switched on and connected.',
  ],
  ERROR_CONNECTION_ABORTED: [
    'The local machine closed the network connection, for example because of a timeout or a protocol error.',
    'Verify antivirus and proxy software, which may close connections, then connect again.',
  ],
  ERROR_RETRY: ['The operation could not be completed at this time.', 'Repeat the operation.'],
  ERROR_NO_SUCH_LOGON_SESSION: [
    'The logon session does not exist or has ended, so that its credentials cannot be used.',
    'Log on again, then repeat the call.',
  ],
  ERROR_LOGON_TYPE_NOT_GRANTED: [
    'The account does not have the right to the requested type of logon, such as a logon as a service, as a batch job or over the network.',
    'Grant the right under User Rights Assignment of the local security policy.',
  ],
  ERROR_NO_SYSTEM_RESOURCES: [
    'Windows does not have enough kernel resources, such as pool memory, for the request.',
    resources,
  ],
  ERROR_NOT_ENOUGH_QUOTA: [
    'A quota of Windows is used up, such as that of the messages that are posted to a window, or the limit of winprogress for the clients of a served class.',
    'Release objects that are not needed, wait until the process that is called has answered earlier calls, and repeat the call.',
  ],
  RPC_S_NOT_LISTENING: [
    'The RPC server is running, but does not listen for calls.',
    'Wait until the server has started, or call `RpcServerListen` in it.',
  ],
  RPC_S_NO_PROTSEQS: [
    'The RPC server has registered no protocol sequence, such as `ncalrpc` or `ncacn_ip_tcp`.',
    'Register a protocol sequence with `RpcServerUseProtseq` before the server listens.',
  ],
  RPC_S_OUT_OF_RESOURCES: [
    'RPC does not have enough resources, such as memory or sockets, to complete the operation.',
    resources,
  ],
  RPC_S_PROTOCOL_ERROR: [
    'Client and server do not follow the same RPC protocol, or a packet between them was changed.',
    'Verify the firewall and other devices that change the traffic, and install current updates of Windows on both machines.',
  ],
  RPC_S_PROCNUM_OUT_OF_RANGE: [
    'The procedure number of the call does not exist in the interface of the server, which is older than the one of the client.',
    'Update the server, or do not call the newer method.',
  ],
  RPC_S_UNKNOWN_AUTHN_SERVICE: [
    'The authentication service of the call is not known to the other side.',
    'Use a service that both sides support, such as Negotiate or NTLM, in the security settings of the proxy.',
  ],
  RPC_X_NULL_REF_POINTER: [
    'A null pointer was passed for a parameter that the interface declares as a reference pointer (`[ref]`).',
    'Pass a pointer for each `[ref]` parameter, including the output parameters.',
  ],
  RPC_X_ENUM_VALUE_OUT_OF_RANGE: [
    'The value of an enumeration does not fit in its 16-bit transfer format.',
    definition,
  ],
  RPC_X_BYTE_COUNT_TOO_SMALL: [
    'The byte count of the marshalled data is smaller than the interface requires.',
    definition,
  ],
  ERROR_RESOURCE_DATA_NOT_FOUND: ['The image file has no resource section.', resource],
  ERROR_RESOURCE_TYPE_NOT_FOUND: ['The image file has resources, but none of the requested type.', resource],
  ERROR_RESOURCE_NAME_NOT_FOUND: [
    'The image file has resources of the type, but none with the requested name or ID.',
    resource,
  ],
  ERROR_RESOURCE_LANG_NOT_FOUND: ['The image file has the resource, but not in the requested language.', resource],
  RPC_S_CALL_CANCELLED: [
    'The remote procedure call was cancelled before it completed.',
    'Nothing to do if your program cancelled it. Otherwise verify whether the server responds in time.',
  ],
  ERROR_CANT_RESOLVE_FILENAME: [
    'Windows could not resolve the path, for example because its symbolic links or junctions form a loop.',
    'Use a path without links, or correct the targets of the links.',
  ],
};
