/**
 * Cause and remedy of each result of BITS and of the legacy queue manager.
 * Source: https://learn.microsoft.com/windows/win32/bits/bits-return-values and BitsMsg.h of the Windows SDK.
 *
 * @type {import('./entry.mjs').Entries}
 */
export const bitsEntries = {
  BG_S_ERROR_CONTEXT_NONE: [
    'No error has occurred: the job has no error to describe.',
    'Nothing to do. `getError()` resolves to `null`.',
  ],
  BG_S_PARTIAL_COMPLETE: [
    'The job was completed before all of its files were transferred. The files that were complete are kept, the others are deleted.',
    'To have all files, call `complete()` only in the state `transferred`. The code is the `outcome` of `complete()`, and not an error there.',
  ],
  BG_S_UNABLE_TO_DELETE_FILES: [
    'The job is cancelled or completed, but BITS could not delete its temporary files, for example because their folder is not accessible.',
    'Delete the files `BIT*.tmp` in the target folder when it can be accessed again.',
  ],
  BG_S_PROXY_CHANGED: [
    'The proxy was changed while it was in use. The new settings apply to the next request.',
    'Nothing to do.',
  ],
  BG_S_OVERRIDDEN_BY_POLICY: [
    'The setting is stored, but a Group Policy has precedence over it.',
    'Read the setting again to see the value in effect, or change the Group Policy for BITS.',
  ],
  BG_E_NOT_FOUND: [
    'No job has this ID: it was completed or cancelled, its inactivity timeout has passed, or it belongs to another user.',
    'Create the job again. An administrator finds jobs of other users with `jobs({ allUsers: true })`.',
  ],
  BG_E_INVALID_STATE: [
    'The call is not allowed in the present state of the job, such as `addFile()` after the transfer has ended.',
    'Read `getState()` first; the states are listed in [bits.md](bits.md#states).',
  ],
  BG_E_EMPTY: ['The job or group has no files.', 'Add a file before `resume()`.'],
  BG_E_FILE_NOT_AVAILABLE: ['The file is not available on the server.', 'Verify the URL and the server.'],
  BG_E_PROTOCOL_NOT_AVAILABLE: [
    'BITS does not support the protocol of the URL.',
    'Use `http:`, `https:` or, on Windows, an SMB path.',
  ],
  BG_E_ERROR_CONTEXT_UNKNOWN: [
    'An error occurred in an unknown part of BITS. It is used as the description of a context.',
    'See the code of the error itself.',
  ],
  BG_E_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER: [
    'The error occurred in the queue manager of BITS. It is used as the description of a context.',
    'See the code of the error itself.',
  ],
  BG_E_ERROR_CONTEXT_LOCAL_FILE: [
    'The error occurred while the local file was processed. It is used as the description of a context.',
    'See the code of the error itself, and verify the target path.',
  ],
  BG_E_ERROR_CONTEXT_REMOTE_FILE: [
    'The error occurred while the remote file was processed. It is used as the description of a context.',
    'See the code of the error itself, and verify the URL.',
  ],
  BG_E_ERROR_CONTEXT_GENERAL_TRANSPORT: [
    'The error occurred in the transport layer. It is used as the description of a context.',
    'See the code of the error itself, and verify the network and the proxy.',
  ],
  BG_E_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION: [
    'The error occurred while the notification interface of a job was called. It is used as the description of a context.',
    'See the code of the error itself.',
  ],
  BG_E_ERROR_CONTEXT_REMOTE_APPLICATION: [
    'The error occurred while the server application processed an upload. It is used as the description of a context.',
    'See the log of the server application.',
  ],
  BG_E_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK: [
    'The error occurred while a callback validated the certificate of the server. It is used as the description of a context.',
    'Verify `http.certificatePins` of the job.',
  ],
  BG_E_DESTINATION_LOCKED: [
    'The target volume is locked, for example by a check of the disk.',
    'Wait until the volume is unlocked, then call `resume()`.',
  ],
  BG_E_VOLUME_CHANGED: [
    'The target volume has changed: another disk or removable medium is at its path.',
    'Connect the original volume and call `resume()`, or cancel the job.',
  ],
  BG_E_ERROR_INFORMATION_UNAVAILABLE: [
    'The job is not in an error state, so that there is no error to return.',
    'Read the error only in the states `error` and `transientError`. `snapshot()` does so.',
  ],
  BG_E_NETWORK_DISCONNECTED: [
    'The machine has no active network connection.',
    'Nothing to do: BITS continues when a network is connected. `waitingFor` is `network` until then.',
  ],
  BG_E_MISSING_FILE_SIZE: [
    'The server did not return the size of the file (`Content-Length`).',
    'Configure the server to send a length in its response to HEAD. BITS does not download content of unknown length, unless `dynamicContent` is set (Windows 8 or later).',
  ],
  BG_E_INSUFFICIENT_HTTP_SUPPORT: ['The server does not support HTTP/1.1.', 'Use a server with HTTP/1.1.'],
  BG_E_INSUFFICIENT_RANGE_SUPPORT: [
    'The server, or a proxy before it, does not support the `Range` header, which BITS needs to resume a transfer.',
    'Enable range requests on the server and on proxies, or set `dynamicContent` (Windows 8 or later).',
  ],
  BG_E_REMOTE_NOT_SUPPORTED: [
    'BITS cannot be called from a remote session in this way: its manager was activated on another machine.',
    'Run the program on the machine whose jobs it uses.',
  ],
  BG_E_NEW_OWNER_DIFF_MAPPING: [
    'The new owner of the job maps the drive of the target path differently.',
    'Use a path that is the same for both users, such as one on a local drive.',
  ],
  BG_E_NEW_OWNER_NO_FILE_ACCESS: [
    'The new owner of the job has no access to the target files.',
    'Give the new owner access to the target folder before `takeOwnership()`.',
  ],
  BG_E_PROXY_LIST_TOO_LARGE: ['The list of proxy servers is too long.', 'Shorten `proxy.servers`.'],
  BG_E_PROXY_BYPASS_LIST_TOO_LARGE: ['The proxy bypass list is too long.', 'Shorten `proxy.bypass`.'],
  BG_E_INVALID_SERVER_RESPONSE: [
    'The server returned a response that is not valid, or does not support the BITS upload protocol.',
    'Verify that the URL of an upload belongs to a virtual directory with BITS uploads enabled.',
  ],
  BG_E_TOO_MANY_FILES: ['The job accepts no more files: an upload has exactly one.', 'Create a job for each file.'],
  BG_E_LOCAL_FILE_CHANGED: [
    'The local file of an upload was changed during the transfer.',
    'Create the upload again; upload a copy if the file changes often.',
  ],
  BG_E_SESSION_NOT_FOUND: [
    'The upload session no longer exists on the server, for example after its timeout.',
    'Call `resume()`: the upload starts from the beginning.',
  ],
  BG_E_TOO_LARGE: [
    'The upload is larger than the server allows.',
    'Raise the limit of the server, or divide the file.',
  ],
  BG_E_STRING_TOO_LONG: [
    'A text is longer than BITS allows.',
    'Shorten it. A display name has 256 characters at most.',
  ],
  BG_E_CLIENT_SERVER_PROTOCOL_MISMATCH: [
    'Client and server do not support a common version of the BITS upload protocol.',
    'Update the BITS extension of the server.',
  ],
  BG_E_SERVER_EXECUTE_ENABLE: [
    'Scripts and programs may be executed in the virtual directory of the upload, which BITS refuses.',
    'Remove the execute permission of the virtual directory.',
  ],
  BG_E_NO_PROGRESS: [
    'The job made no progress within its no-progress timeout. It is then in the state `error`.',
    'Call `resume()` to try again, or raise `noProgressTimeout`.',
  ],
  BG_E_USERNAME_TOO_LARGE: ['The user name of the credentials is too long.', 'Use a name of at most 300 characters.'],
  BG_E_PASSWORD_TOO_LARGE: [
    'The password of the credentials is too long.',
    'Use a password of at most 300 characters.',
  ],
  BG_E_INVALID_AUTH_TARGET: ['The target of the credentials is not valid.', "Use `'server'` or `'proxy'`."],
  BG_E_INVALID_AUTH_SCHEME: [
    'The authentication scheme is not valid.',
    "Use `'basic'`, `'digest'`, `'ntlm'` or `'negotiate'`.",
  ],
  BG_E_FILE_NOT_FOUND: ['The file of a cache record was not found.', 'Download the file again.'],
  BG_E_INVALID_RANGE: ['A range is outside the remote file.', 'Read the size of the file, and correct `ranges`.'],
  BG_E_OVERLAPPING_RANGES: ['Two ranges of a file overlap.', 'Merge the ranges.'],
  BG_E_CONNECT_FAILURE: [
    'The connection to a server or peer could not be opened.',
    'Verify the network and the firewall. BITS retries by itself.',
  ],
  BG_E_CONNECTION_CLOSED: [
    'The connection was closed before the transfer was complete.',
    'Nothing to do: BITS retries by itself.',
  ],
  BG_E_BLOCKED_BY_POLICY: [
    'A Group Policy blocks the transfer at this time, such as a limit of the bandwidth that is 0 in work hours.',
    'Wait, or change the Group Policy for BITS. `waitingFor` is `policy` until then.',
  ],
  BG_E_INVALID_PROXY_INFO: [
    'The proxy list or the bypass list is not valid.',
    'Correct `proxy.servers` and `proxy.bypass`.',
  ],
  BG_E_INVALID_CREDENTIALS: [
    'The format of the credentials is not valid.',
    'Correct `user` and `password` of `credentials`.',
  ],
  BG_E_INVALID_HASH_ALGORITHM: [
    'The hash algorithm of a record of the peer cache is not valid.',
    'Clear the peer cache.',
  ],
  BG_E_RECORD_DELETED: ['The record of the peer cache was deleted.', 'Nothing to do: BITS downloads from the server.'],
  BG_E_COMMIT_IN_PROGRESS: ['BITS is still committing an upload.', 'Wait for the state `transferred`.'],
  BG_E_DISCOVERY_IN_PROGRESS: ['A search for peers is in progress.', 'Try again later.'],
  BG_E_UPNP_ERROR: [
    'The gateway device could not be queried for the network load (UPnP).',
    'Nothing to do: BITS transfers without this information.',
  ],
  BG_E_TEST_OPTION_BLOCKED_DOWNLOAD: [
    'A test option of BITS in the registry blocks downloads.',
    'Remove the test option.',
  ],
  BG_E_PEERCACHING_DISABLED: ['Peer caching is disabled.', 'Nothing to do: winprogress does not use peer caching.'],
  BG_E_BUSYCACHERECORD: ['The record of the peer cache is in use.', 'Try again later.'],
  BG_E_TOO_MANY_JOBS_PER_USER: [
    'The user has as many jobs as BITS allows (60 by default, also for forgotten ones).',
    'Complete or cancel jobs, such as with `winprogress jobs clean`, or raise the limit in the Group Policy.',
  ],
  BG_E_TOO_MANY_JOBS_PER_MACHINE: [
    'The machine has as many jobs as BITS allows (300 by default).',
    'Complete or cancel jobs, or raise the limit in the Group Policy.',
  ],
  BG_E_TOO_MANY_FILES_IN_JOB: [
    'The job has as many files as BITS allows (200 by default).',
    'Divide the files among several jobs, or raise the limit in the Group Policy.',
  ],
  BG_E_TOO_MANY_RANGES_IN_FILE: [
    'The file has as many ranges as BITS allows (500 by default).',
    'Merge ranges, or raise the limit in the Group Policy.',
  ],
  BG_E_VALIDATION_FAILED: [
    'The program rejected the content of the file with `setValid(false)`.',
    'Call `resume()` to transfer the file again.',
  ],
  BG_E_MAXDOWNLOAD_TIMEOUT: [
    'The transfer took longer than the maximum download time of the job or the Group Policy.',
    'Raise `maximumDownloadTime`, and call `resume()`.',
  ],
  BG_E_TOKEN_REQUIRED: [
    'The job needs a helper token.',
    'Call `setHelperToken()` in the process that has the token, and call `resume()`.',
  ],
  BG_E_UNKNOWN_PROPERTY_ID: [
    'This version of BITS does not have the property.',
    'Read the `context` of the error, which names the version, and make the setting optional.',
  ],
  BG_E_READ_ONLY_PROPERTY: ['The property can be read only.', 'Do not set it.'],
  BG_E_BLOCKED_BY_COST_TRANSFER_POLICY: [
    'The transfer policy of the job does not allow the present cost of the network, such as a metered network.',
    'Wait for another network, or change `transferPolicy`. `waitingFor` is `unmeteredNetwork` until then.',
  ],
  BG_E_PROPERTY_SUPPORTED_FOR_DOWNLOAD_JOBS_ONLY: [
    'The setting is available for downloads only.',
    'Do not use it for an upload.',
  ],
  BG_E_READ_ONLY_PROPERTY_AFTER_ADDFILE: [
    'The setting cannot be changed after a file has been added.',
    'Pass it to `createJob()`, which applies settings before files.',
  ],
  BG_E_READ_ONLY_PROPERTY_AFTER_RESUME: [
    'The setting cannot be changed after the job has been resumed.',
    'Pass it to `createJob()`, or set it before `resume()`.',
  ],
  BG_E_MAX_DOWNLOAD_SIZE_INVALID_VALUE: [
    'The maximum download size is not valid.',
    'Set `maximumDownloadSize` together with `dynamicContent`, to a positive number of bytes.',
  ],
  BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED: [
    'The content is larger than `maximumDownloadSize`.',
    'Raise the limit, or cancel the job if the server is not trusted.',
  ],
  BG_E_STANDBY_MODE: [
    'The machine is in a standby mode, in which the job may not transfer.',
    'Nothing to do: the transfer continues afterwards. `waitingFor` is `standby` until then.',
  ],
  BG_E_USE_STORED_CREDENTIALS_NOT_SUPPORTED: [
    'Stored credentials are not supported for this target.',
    'Use `useStoredCredentials` for the proxy only, or set `credentials`.',
  ],
  BG_E_BLOCKED_BY_BATTERY_POLICY: [
    'The machine runs on battery, and a policy blocks transfers then.',
    'Connect the machine to power. `waitingFor` is `power` until then.',
  ],
  BG_E_BLOCKED_BY_BATTERY_SAVER: [
    'Battery saver is on, which blocks background transfers.',
    'Connect the machine to power, or switch battery saver off. `waitingFor` is `power` until then.',
  ],
  BG_E_WATCHDOG_TIMEOUT: [
    'The callback of a job did not return in time.',
    'Return from callbacks quickly. The sinks of winprogress do not wait for JavaScript.',
  ],
  BG_E_APP_PACKAGE_NOT_FOUND: ['The app package that owns the job is no longer installed.', 'Create the job again.'],
  BG_E_APP_PACKAGE_SCENARIO_NOT_SUPPORTED: [
    'The call is not supported for jobs of app packages.',
    'Use the background transfer API of the Windows Runtime for them.',
  ],
  BG_E_DATABASE_CORRUPT: [
    'The job database of BITS was damaged. BITS has created a new one, and the earlier jobs are lost.',
    'Create the jobs again.',
  ],
  BG_E_RANDOM_ACCESS_NOT_SUPPORTED: [
    'The server does not support the ranges that random access needs.',
    'Enable range requests on the server, or create the job without `onDemand` and `ranges`.',
  ],
  BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY: [
    'The application that owns the job may not transfer while it is in the background.',
    'Allow background activity for the application in the settings of Windows. `waitingFor` is `appInBackground` until then.',
  ],
  BG_E_BLOCKED_BY_GAME_MODE: [
    'Game Mode is on, which pauses background transfers.',
    'Nothing to do: the transfer continues afterwards. `waitingFor` is `gameMode` until then.',
  ],
  BG_E_BLOCKED_BY_SYSTEM_POLICY: [
    'The system pauses transfers at this time.',
    'Nothing to do: the transfer continues afterwards. `waitingFor` is `policy` until then.',
  ],
  BG_E_NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD: [
    'The setting is not supported together with `http.method`.',
    'Use GET, or remove the other setting.',
  ],
  BG_E_UNSUPPORTED_JOB_CONFIGURATION: [
    'Two settings of the job exclude each other, or do not fit its type.',
    'Apply the settings one at a time with `configure()` to find the pair.',
  ],
  BG_E_REMOTE_FILE_CHANGED: [
    'The remote file changed during a transfer of ranges, so that its parts would not belong together.',
    'Cancel the job and create it again.',
  ],
  BG_E_SERVER_CERT_VALIDATION_INTERFACE_REQUIRED: [
    'The job requires a callback for the certificate of the server, and its process has not set one.',
    'Set `http.certificatePins` in the process that resumes the job.',
  ],
  BG_E_READ_ONLY_WHEN_JOB_ACTIVE: [
    'The setting cannot be changed while the job is active.',
    'Call `suspend()`, change the setting, and call `resume()`.',
  ],
};

/**
 * Source: qmgr.h of the Windows SDK, and https://learn.microsoft.com/windows/win32/api/qmgr/.
 *
 * @type {import('./entry.mjs').Entries}
 */
export const queueManagerEntries = {
  QM_E_INVALID_STATE: [
    'The call is not allowed in the present state of the group.',
    'See the [table of states and calls](choices.md#group-states-and-calls).',
  ],
  QM_E_SERVICE_UNAVAILABLE: ['The service does not run.', 'Start the service `BITS`, and create the group again.'],
  QM_E_DOWNLOADER_UNAVAILABLE: ['The download component of the service does not run.', 'Restart the service `BITS`.'],
  QM_E_ITEM_NOT_FOUND: [
    'No group or job has this ID: it has ended, or belongs to another user.',
    'Create the group again; `groups()` lists those that exist.',
  ],
};
