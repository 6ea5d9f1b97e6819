const initialise =
  'Free memory and handles on the machine, then restart the process: COM initialises itself again in the new one.';
const rpcss = 'Verify that the services `RpcSs` and `DcomLaunch` run, then restart the machine.';
const register =
  'Register the class again with its installer or library, so that the keys `CLSID` and `AppID` are complete and agree.';
const versions =
  'Install the same version of the interface, with its proxy, for the client and for the server, then restart both.';
const memory = 'Free memory in that process, or send less data in one call, then repeat the call.';
const executed =
  'Free memory in that process. Read the state of the object before you call again, because the call has been executed.';
const network =
  'Verify the network and the versions of Windows on both machines, then repeat the call on a new connection.';
const reconnect = 'Release the pointer and obtain a new one from the server.';
const defer = 'Return first, then make the outgoing call, for example from a message that is posted to the thread.';
const token = 'Verify that the account of the server may query the token (`TOKEN_QUERY`).';
const trustee =
  'Pass an account that exists as `DOMAIN\\name`, a security identifier, or `*` for all accounts to `IAccessControl`.';
const acl = 'Set the access rights again with `IAccessControl::SetAccessRights` and store the new list.';
const domain = 'Verify that a domain controller can be reached and that the account has not been deleted.';
const transaction = 'Release the object and start the work again in a new transaction.';
const eventLog =
  'Read the events of the source `COM+` in the Application log, which name the component and the reason.';
const component =
  'Change the property of the component in the Component Services console, then create the object again.';

/**
 * Cause and remedy of the results of COM, COM+ and their remoting that are not specific to transfers.
 * Source: https://learn.microsoft.com/windows/win32/com/com-error-codes-1, https://learn.microsoft.com/windows/win32/com/com-error-codes-2,
 * https://learn.microsoft.com/windows/win32/com/com-error-codes-3, the pages of the functions that return them, and winerror.h of the Windows SDK.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const genericEntries = {
  CO_S_NOTALLINTERFACES: [
    'The object was created, but it does not support every interface that `CoCreateInstanceEx` requested. This is a success code.',
    'Check the `hr` of each `MULTI_QI` element and use only the interfaces that were returned.',
  ],
  CO_S_MACHINENAMENOTFOUND: [
    'COM did not find the machine name in its cache of names. This is a success code.',
    'Nothing to do.',
  ],
  CO_E_INIT_TLS: [
    'COM could not allocate the thread local storage (TLS) that it keeps for each thread.',
    'Reduce the number of TLS indexes that the libraries of the process use: a process has at most 1,088.',
  ],
  CO_E_INIT_SHARED_ALLOCATOR: [
    'COM could not obtain the allocator of memory that is shared between processes. Current versions of COM support only the allocator of the task.',
    initialise,
  ],
  CO_E_INIT_MEMORY_ALLOCATOR: [
    'COM could not obtain the allocator of the task (`IMalloc`) while it initialised.',
    initialise,
  ],
  CO_E_INIT_CLASS_CACHE: ['COM could not create its cache of loaded class objects while it initialised.', initialise],
  CO_E_INIT_RPC_CHANNEL: [
    'COM could not start remote procedure calls (RPC), over which calls between apartments and processes run.',
    rpcss,
  ],
  CO_E_INIT_TLS_SET_CHANNEL_CONTROL: [
    'COM has thread local storage, but could not store the call control of the RPC channel in it.',
    initialise,
  ],
  CO_E_INIT_TLS_CHANNEL_CONTROL: [
    'COM could not allocate the memory for the call control of the RPC channel of the thread.',
    initialise,
  ],
  CO_E_INIT_UNACCEPTED_USER_ALLOCATOR: [
    'COM refused the memory allocator that was passed to `CoInitialize`. The parameter is reserved today.',
    'Pass `NULL` as the first argument of `CoInitialize` and `CoInitializeEx`.',
  ],
  CO_E_INIT_SCM_MUTEX_EXISTS: [
    'The mutex of the service control manager of COM exists already, so a second instance cannot start.',
    rpcss,
  ],
  CO_E_INIT_SCM_FILE_MAPPING_EXISTS: [
    'The shared memory section (file mapping) of the service control manager of COM exists already.',
    rpcss,
  ],
  CO_E_INIT_SCM_MAP_VIEW_OF_FILE: [
    'The shared memory of the service control manager of COM could not be mapped into the address space of the process.',
    rpcss,
  ],
  CO_E_INIT_SCM_EXEC_FAILURE: ['The service control manager of COM could not be started.', rpcss],
  CO_E_INIT_ONLY_SINGLE_THREADED: [
    '`CoInitialize` was called a second time while COM was in its single-threaded mode.',
    'Call `CoInitializeEx` once on each thread, with the apartment that the thread needs.',
  ],
  CO_E_CANT_REMOTE: [
    'The class can only be activated on another machine, but the caller did not allow a remote activation.',
    'Include `CLSCTX_REMOTE_SERVER` in the activation, or remove `RemoteServerName` from the `AppID` key and install the class locally.',
  ],
  CO_E_BAD_SERVER_NAME: [
    'The class must be activated on another machine, but the machine name is not valid.',
    'Correct the name in `COSERVERINFO`, or the value `RemoteServerName` of the `AppID` key.',
  ],
  CO_E_WRONG_SERVER_IDENTITY: [
    'The `RunAs` value of the application names another account than the one of the process, so COM refuses the class of this process.',
    'Run the program as the account of `RunAs`, or correct `RunAs` in the `AppID` key.',
  ],
  CO_E_OLE1DDE_DISABLED: [
    'The object is of OLE 1, which needs windows for dynamic data exchange (DDE), but the thread was initialised with `COINIT_DISABLE_OLE1DDE`.',
    'Remove the flag from `CoInitializeEx`, or replace the OLE 1 object.',
  ],
  CO_E_RUNAS_SYNTAX: [
    'The `RunAs` value of the application is neither `DOMAIN\\user` nor `user`.',
    'Correct `RunAs` in the `AppID` key, or set the account on the Identity tab of the Component Services console.',
  ],
  CO_E_CREATEPROCESS_FAILURE: [
    'Windows could not start the program of the class. The path in `LocalServer32` may be wrong.',
    'Start the command line of `LocalServer32` by hand, and correct the path.',
  ],
  CO_E_RUNAS_CREATEPROCESS_FAILURE: [
    'The program of the class could not be started as the account of `RunAs`, for example because that account cannot read its path.',
    'Give the account read and execute permission for the program, and do not use a mapped drive in the path.',
  ],
  CO_E_RUNAS_LOGON_FAILURE: [
    'The account of `RunAs` could not log on, because its name or password is not correct.',
    'Enter the account and its password again on the Identity tab of the application in the Component Services console.',
  ],
  CO_E_LAUNCH_PERMSSION_DENIED: [
    'The caller does not have the permission to start the program of the class. The constant is spelt this way in the header.',
    'Grant the account of the caller the launch and activation permission of the application in the Component Services console.',
  ],
  CO_E_START_SERVICE_FAILURE: [
    'The class is served by a Windows service (`LocalService` in the `AppID` key), which could not be started.',
    'Start the service with `sc start`, and read the System log for the reason.',
  ],
  CO_E_REMOTE_COMMUNICATION_FAILURE: [
    'This machine could not communicate with the machine that serves the class.',
    'Verify the name of the machine, and that the firewall allows TCP port 135 and the dynamic RPC ports.',
  ],
  CO_E_SERVER_START_TIMEOUT: [
    'The program of the class was started, but did not answer COM.',
    'Start the program by hand and look for a dialog or an error that stops it before it registers its class.',
  ],
  CO_E_CLSREG_INCONSISTENT: [
    'The registration of the class is incomplete, or its values contradict each other.',
    register,
  ],
  CO_E_IIDREG_INCONSISTENT: [
    'The registration of the interface under `HKEY_CLASSES_ROOT\\Interface` is incomplete, or its values contradict each other.',
    'Register the proxy library of the interface again with `regsvr32`.',
  ],
  CO_E_NOT_SUPPORTED: [
    'COM does not support the operation for this object or in this environment.',
    'Compare the call with its documentation, in particular the requirements and the flags.',
  ],
  CO_E_RELOAD_DLL: [
    'A library of the class must be loaded before the activation can continue.',
    'Activate the class again, and verify that the library in `InprocServer32` can be loaded.',
  ],
  CO_E_MSI_ERROR: [
    'Windows Installer failed while it installed the component of the class, which is advertised and installed at its first use.',
    'Repair the product in Settings, and read the events of the source `MsiInstaller` in the Application log.',
  ],
  CO_E_ATTEMPT_TO_CREATE_OUTSIDE_CLIENT_CONTEXT: [
    'The component must be activated in the context of its caller, but its other properties need a context of their own.',
    'Clear the property `MustRunInClientContext` of the component, or make its other properties compatible with those of the caller.',
  ],
  CO_E_SERVER_PAUSED: [
    'The COM+ application is paused and does not create objects.',
    'Resume the application in the Component Services console, or with `ICOMAdminCatalog2::ResumeApplicationInstances`.',
  ],
  CO_E_SERVER_NOT_PAUSED: [
    'The COM+ application cannot be resumed, because it is not paused.',
    'Nothing to do: the application creates objects already.',
  ],
  CO_E_CLASS_DISABLED: [
    'The COM+ component, or the application that has it, is disabled.',
    'Enable the component or the application in the Component Services console.',
  ],
  CO_E_CLRNOTAVAILABLE: [
    'The class is implemented in .NET, but the common language runtime (CLR) that it needs is not available.',
    'Install the version of .NET or .NET Framework for which the class was built.',
  ],
  CO_E_ASYNC_WORK_REJECTED: [
    'The thread pool did not accept the work that was submitted to it asynchronously.',
    'Submit the work again when calls in progress have returned, and verify the memory that is available.',
  ],
  CO_E_SERVER_INIT_TIMEOUT: [
    'The program of the class started, but did not finish its initialisation in time.',
    'Register the class before other work of the program, and move slow work after the registration.',
  ],
  CO_E_NO_SECCTX_IN_ACTIVATE: [
    'The method needs the COM+ security context of a call, which does not exist during `IObjectControl::Activate`.',
    'Check roles and callers in the methods of the component, not in `Activate`.',
  ],
  CO_E_TRACKER_CONFIG: [
    'The tracker settings of the `CServiceConfig` object that was passed to `CoEnterServiceDomain` or `CoCreateActivity` are not valid.',
    'Correct the values that were set with `IServiceTrackerConfig`.',
  ],
  CO_E_THREADPOOL_CONFIG: [
    'The thread pool settings of the `CServiceConfig` object are not valid. `CoEnterServiceDomain` cannot change the apartment of the thread.',
    'Correct the values that were set with `IServiceThreadPoolConfig`, or use `CoCreateActivity`.',
  ],
  CO_E_SXS_CONFIG: [
    'The settings for side-by-side assemblies of the `CServiceConfig` object are not valid.',
    'Correct the assembly name and directory that were set with `IServiceSxsConfig`.',
  ],
  CO_E_MALFORMED_SPN: [
    'The service principal name (SPN) of the server that COM received while it negotiated security is malformed.',
    'List the names of the account with `setspn -L` and correct them, or pass a principal name to `CoSetProxyBlanket`.',
  ],
  RPC_E_CALL_CANCELED: [
    'The message filter of the caller, or `CoCancelCall`, cancelled the call while it waited for the server.',
    'Read the state of the object before you call again: the server may still execute the call.',
  ],
  RPC_E_CANTPOST_INSENDCALL: [
    'The thread handles a message that another task sent with `SendMessage`, and cannot make an outgoing call with `PostMessage` now. The code comes from 16-bit OLE.',
    defer,
  ],
  RPC_E_CANTCALLOUT_INASYNCCALL: [
    'The thread handles an asynchronous call, such as one of `IAdviseSink`, and cannot make an outgoing call during it.',
    defer,
  ],
  RPC_E_CANTCALLOUT_INEXTERNALCALL: [
    'A message filter (`IMessageFilter`) made a COM call from one of its own methods, which is not allowed.',
    'Only return a decision from the methods of the message filter, and make the call after they have returned.',
  ],
  RPC_E_CONNECTION_TERMINATED: [
    'The connection to this object ended or is in a state in which it cannot be used. Other connections remain valid.',
    reconnect,
  ],
  RPC_E_INVALID_DATAPACKET: ['The packet with the marshalled parameters of a call is not correct.', versions],
  RPC_E_CANTTRANSMIT_CALL: [
    'The call was not sent: the message queue of the receiving thread was full and was not emptied.',
    'Make the thread of the server retrieve its messages, or move long work to another thread.',
  ],
  RPC_E_CLIENT_CANTMARSHAL_DATA: [
    'The client could not marshal the parameters of the call, for example because its memory was low.',
    memory,
  ],
  RPC_E_CLIENT_CANTUNMARSHAL_DATA: [
    'The client could not unmarshal the values that the call returned, for example because its memory was low.',
    executed,
  ],
  RPC_E_SERVER_CANTMARSHAL_DATA: [
    'The server could not marshal the return values of the call, for example because its memory was low.',
    executed,
  ],
  RPC_E_SERVER_CANTUNMARSHAL_DATA: [
    'The server could not unmarshal the parameters of the call, for example because its memory was low. The method was not called.',
    memory,
  ],
  RPC_E_INVALID_DATA: ['The data of a call that the client or the server received is not valid.', versions],
  RPC_E_INVALID_PARAMETER: [
    'One parameter of the call has a value that cannot be marshalled or unmarshalled.',
    'Compare each argument with the IDL of the method, in particular null pointers, unions and sizes of arrays.',
  ],
  RPC_E_CANTCALLOUT_AGAIN: [
    'A conversation over dynamic data exchange (DDE) allows one outgoing call at a time, and one is in progress. The code comes from OLE 1.',
    'Wait until the first call has returned.',
  ],
  RPC_E_SYS_CALL_FAILED: [
    'A function of Windows that COM needs for the call failed, such as posting a message to a single-threaded apartment.',
    'Verify that the thread of the server retrieves its messages and that the desktop heap is not used up.',
  ],
  RPC_E_OUT_OF_RESOURCES: [
    'COM could not allocate a resource for the call, such as memory, an event or a window.',
    'Look for a leak of handles in the client and the server, and make fewer calls at the same time.',
  ],
  RPC_E_ATTEMPTED_MULTITHREAD: [
    'More than one thread made calls while COM was in its single-threaded mode.',
    'Initialise each thread with `CoInitializeEx`, and marshal interface pointers between the threads.',
  ],
  RPC_E_NOT_REGISTERED: [
    'The object of the server has not registered the interface that the call requested.',
    'Request an interface that the object implements, and verify the version of the server.',
  ],
  RPC_E_FAULT: [
    'RPC could not deliver the call to the server, or could not return the results of it.',
    'Read the state of the object, because the call may have been executed, then call again.',
  ],
  RPC_E_SERVERFAULT: [
    'The method of the server raised an exception, such as an access violation, which COM caught.',
    'Attach a debugger to the process of the server, or collect a dump of it, and correct the defect there.',
  ],
  RPC_E_INVALIDMETHOD: [
    'The server does not have the method, because its version of the interface is another one.',
    versions,
  ],
  RPC_E_RETRY: ['The object did not process the call at this time.', 'Repeat the call after a short wait.'],
  RPC_E_SERVERCALL_REJECTED: [
    'The message filter of the server rejected the call, and does not expect it to be repeated.',
    'Close a dialog of the server that may be open, and call again when the server accepts calls.',
  ],
  RPC_E_INVALID_CALLDATA: [
    'An interface of call control, such as the message filter, was called with data that is not valid.',
    'Call the methods of `IMessageFilter` only through COM, and return only documented values from them.',
  ],
  RPC_E_CANTCALLOUT_ININPUTSYNCCALL: [
    'The thread handles a message that was sent synchronously, and COM does not allow an outgoing call until it has returned.',
    defer,
  ],
  RPC_E_THREAD_NOT_INIT: [
    'A COM function was called on a thread for which `CoInitializeEx` has not been called.',
    'Initialise COM on the thread before its first call, and keep it initialised until its last one.',
  ],
  RPC_E_VERSION_MISMATCH: [
    'Client and server support different versions of the DCOM protocol.',
    'Install current updates of Windows on both machines.',
  ],
  RPC_E_INVALID_HEADER: ['COM received a packet of the DCOM protocol whose header is not valid.', network],
  RPC_E_INVALID_EXTENSION: ['COM received a packet of the DCOM protocol with an extension that is not valid.', network],
  RPC_E_INVALID_IPID: [
    'The interface pointer identifier (IPID) of the call does not belong to an interface that the server has exported.',
    reconnect,
  ],
  RPC_E_INVALID_OBJECT: ['The server does not have the object that the call requested.', reconnect],
  RPC_S_CALLPENDING: [
    'The reply to a call is pending. `CoWaitForMultipleHandles` returns it when the timeout has passed before a handle was signalled.',
    'Wait again, or cancel the call. Despite its name, the value has the severity of a failure.',
  ],
  RPC_S_WAITONTIMER: [
    'COM waits before it repeats a call, because the server was busy.',
    'Nothing to do: COM repeats the call. Despite its name, the value has the severity of a failure.',
  ],
  RPC_E_CALL_COMPLETE: [
    'The call context was requested outside of a call, or after the call had ended.',
    'Call `CoGetCallContext` and `CoImpersonateClient` only on the thread of an incoming call, until it returns.',
  ],
  RPC_E_UNSECURE_CALL: [
    'The server tried to impersonate the client of a call that was made without authentication.',
    'Use at least `RPC_C_AUTHN_LEVEL_CONNECT` and `RPC_C_IMP_LEVEL_IMPERSONATE` on the proxy of the client.',
  ],
  RPC_E_TOO_LATE: [
    'The security of the process is already set: `CoInitializeSecurity` was called before, or COM set the defaults when the first interface was marshalled.',
    'Call `CoInitializeSecurity` once and before other COM calls. In a process of Node.js, another addon may have done so.',
  ],
  RPC_E_NO_GOOD_SECURITY_PACKAGES: [
    'Client and server have no security package in common, none is installed, or the user is not logged on.',
    'Verify the authentication services that both sides pass to `CoInitializeSecurity`, and the logon of the user.',
  ],
  RPC_E_REMOTE_DISABLED: [
    'Calls to and from other machines are disabled, for example by `EnableDCOM` with the value `N`.',
    'Enable Distributed COM on the properties of My Computer in the Component Services console.',
  ],
  RPC_E_INVALID_OBJREF: [
    'The marshalled interface (`OBJREF`) has a format that is not valid or not known.',
    'Pass the data of `CoMarshalInterface` unchanged, from the start of the stream and only once if it was marshalled normally.',
  ],
  RPC_E_NO_CONTEXT: [
    'The call has no context, which happens on the side of the client and for some calls that are custom marshalled.',
    'Request the context only in the server, during a call that standard marshaling delivered.',
  ],
  RPC_E_NO_SYNC: [
    'A wait was requested without an object to wait for, such as `ISynchronizeContainer::WaitMultiple` on an empty container.',
    'Add a handle or an `ISynchronize` object before the wait.',
  ],
  RPC_E_FULLSIC_REQUIRED: [
    'The principal name for Schannel authentication must be the full chain of subject and issuers (`fullsic:`).',
    'Pass a name in the form `fullsic:\\Authority\\SubAuthority\\Subject` to `CoSetProxyBlanket`.',
  ],
  RPC_E_INVALID_STD_NAME: [
    'The principal name for Schannel authentication is not in the standard form of Microsoft (`msstd:`).',
    'Pass a name in the form `msstd:server` or `msstd:user@domain`, as `RpcCertGeneratePrincipalName` returns it.',
  ],
  CO_E_FAILEDTOGETSECCTX: [
    'The security context of the server could not be obtained.',
    'Verify that the call arrived with authentication, and read the security settings of the server process.',
  ],
  CO_E_FAILEDTOOPENTHREADTOKEN: [
    'The access token of the current thread could not be opened.',
    'Impersonate the client first, with `CoImpersonateClient`: a thread has a token of its own only while it impersonates.',
  ],
  CO_E_FAILEDTOGETTOKENINFO: ['The user of an access token could not be read from the token.', token],
  CO_E_TRUSTEEDOESNTMATCHCLIENT: [
    'The account that was passed to `IAccessControl::IsAccessAllowed` is not the account of the client that made the call.',
    'Pass the account of the client that makes the current call.',
  ],
  CO_E_FAILEDTOQUERYCLIENTBLANKET: [
    'The authentication settings of the client (the security blanket) could not be read.',
    'Call `CoQueryClientBlanket` only during an incoming call that was authenticated.',
  ],
  CO_E_FAILEDTOSETDACL: [
    'The discretionary access control list (DACL) could not be set in a security descriptor.',
    acl,
  ],
  CO_E_ACCESSCHECKFAILED: [
    'The function `AccessCheck`, with which `IAccessControl` checks the rights of a client, returned false.',
    'Verify that the client permits impersonation and that the list of access rights is valid.',
  ],
  CO_E_NETACCESSAPIFAILED: [
    '`NetAccessDel` or `NetAccessAdd` returned an error. Both functions are obsolete.',
    'Use a supported version of Windows, on which `IAccessControl` does not need them.',
  ],
  CO_E_WRONGTRUSTEENAMESYNTAX: ['An account name for `IAccessControl` is neither `DOMAIN\\name` nor `*`.', trustee],
  CO_E_INVALIDSID: ['A security identifier (SID) that was passed to `IAccessControl` is not valid.', trustee],
  CO_E_CONVERSIONFAILED: [
    'An account name could not be converted from wide characters to the ANSI code page.',
    'Use characters that the code page has, or pass the security identifier of the account.',
  ],
  CO_E_NOMATCHINGSIDFOUND: [
    'No security identifier exists for an account name that was passed to `IAccessControl`.',
    trustee,
  ],
  CO_E_LOOKUPACCSIDFAILED: ['The function `LookupAccountSid` failed for an entry of the access rights.', domain],
  CO_E_NOMATCHINGNAMEFOUND: [
    'No account name exists for a security identifier that was passed to `IAccessControl`.',
    trustee,
  ],
  CO_E_LOOKUPACCNAMEFAILED: ['The function `LookupAccountName` failed for an entry of the access rights.', domain],
  CO_E_SETSERLHNDLFAILED: [
    'The serialisation handle, with which access rights are written to a stream, could not be set or reset.',
    'Verify the memory of the process, then save or load the access rights again.',
  ],
  CO_E_FAILEDTOGETWINDIR: [
    'The path of the Windows directory could not be determined.',
    'Verify the environment variables `SystemRoot` and `windir` of the process.',
  ],
  CO_E_PATHTOOLONG: ['A path that COM formed or received is too long.', 'Shorten the path of the file or its folder.'],
  CO_E_FAILEDTOGENUUID: [
    'COM could not generate a unique identifier (UUID), which it does with `UuidCreate`.',
    'Verify that the service `RpcSs` runs, then repeat the call.',
  ],
  CO_E_FAILEDTOCREATEFILE: [
    'COM could not create a file, for example for access rights that it stores.',
    'Verify the free space, and that the account may write to the folder.',
  ],
  CO_E_FAILEDTOCLOSEHANDLE: [
    'A serialisation handle or a file handle could not be closed.',
    'Look for code of the process that closes handles it does not own.',
  ],
  CO_E_EXCEEDSYSACLLIMIT: [
    'The access control list (ACL) has more entries than Windows allows.',
    'Grant rights to groups instead of single accounts, so that the list is shorter.',
  ],
  CO_E_ACESINWRONGORDER: [
    'The stored access rights have an entry that grants access before one that denies it.',
    'Write the entries that deny access before those that grant it.',
  ],
  CO_E_INCOMPATIBLESTREAMVERSION: [
    'The stored access rights have a version of the format that this implementation of `IAccessControl` does not support.',
    acl,
  ],
  CO_E_FAILEDTOOPENPROCESSTOKEN: ['The access token of the server process could not be opened.', token],
  CO_E_DECODEFAILED: [
    'The stored access rights could not be decoded, because the stream is damaged or incomplete.',
    acl,
  ],
  CO_E_ACNOTINITIALIZED: [
    'A method of `IAccessControl` was called before the object was initialised.',
    'Initialise the object first, for example with `IPersistStream::Load`.',
  ],
  CO_E_CANCEL_DISABLED: [
    'The call cannot be cancelled, because call cancellation is disabled on the thread, which is the default. `CoDisableCallCancellation` returns it too, if the number of calls to `CoEnableCallCancellation` is larger.',
    'Call `CoEnableCallCancellation` on the calling thread before the call.',
  ],
  RPC_E_UNEXPECTED: [
    'An internal error occurred in the remoting of COM. No cause is published.',
    'Restart the client and the server, and install current updates of Windows if the code returns.',
  ],
  CLASS_E_NOTLICENSED: [
    'The class requires a licence that the machine or the caller does not have.',
    'Install the licence of the component, or create the object with its run-time licence key through `IClassFactory2`.',
  ],
  REGDB_E_READREGDB: [
    'COM could not read the registration of a class or interface from the registry.',
    'Verify that the account may read `HKEY_CLASSES_ROOT`, and that its user profile is loaded.',
  ],
  REGDB_E_WRITEREGDB: [
    'COM could not write a registration to the registry.',
    'Register as an administrator, or register for the current user.',
  ],
  REGDB_E_KEYMISSING: [
    'A key of the registration is missing, such as the subkey that names the server of a class.',
    register,
  ],
  REGDB_E_BADTHREADINGMODEL: [
    'The value `ThreadingModel` of the class is not one that COM knows, or contradicts its other settings.',
    'Set `ThreadingModel` of `InprocServer32` to `Apartment`, `Free`, `Both` or `Neutral`, as the library supports.',
  ],
  CAT_E_CATIDNOEXIST: [
    'The component category (CATID) is not registered.',
    'Register the category with `ICatRegister::RegisterCategories`, or use a category that exists.',
  ],
  CAT_E_NODESCRIPTION: [
    'The component category has no description for the requested language.',
    'Register a description for the locale, or request one of a locale that exists.',
  ],
  CO_E_ALREADYINITIALIZED: [
    'COM or OLE has already been initialised. `CoInitializeEx` reports the same with `S_FALSE`.',
    'Remove the second initialisation, or balance each one with `CoUninitialize`.',
  ],
  CO_E_CANTDETERMINECLASS: [
    'COM could not determine the class of a file or storage, because neither its contents nor its extension names one.',
    'Register the extension of the file for the class, or name the CLSID in the call.',
  ],
  CO_E_IIDSTRING: [
    'The text is not an interface identifier.',
    'Pass a GUID in braces, such as `{00000000-0000-0000-C000-000000000046}`.',
  ],
  CO_E_APPSINGLEUSE: [
    'The program of the class is running, and it cannot be run a second time.',
    'End the instance that runs, or register the class for multiple use (`REGCLS_MULTIPLEUSE`).',
  ],
  CO_E_ERRORINAPP: [
    'An error occurred in the program of the class. No closer cause is published.',
    'Start the program by hand and correct the error that it shows.',
  ],
  CO_E_WRONGOSFORAPP: [
    'The program of the class requires another operating system or another version of it.',
    'Install the version of the program that supports this version of Windows.',
  ],
  CO_E_OBJNOTREG: [
    'The object or class object is not registered, or its registration has been revoked.',
    'Revoke each registration once, with the value that the registration returned.',
  ],
  CO_E_OBJISREG: [
    'The class object is already registered in this process with `CoRegisterClassObject`.',
    'Revoke the first registration, or keep it and do not register the class again.',
  ],
  CO_E_APPDIDNTREG: [
    'The program of the class was started, but it did not register the class object that COM waited for.',
    'Verify that the program registers the CLSID of the request; in JavaScript, `serveHandler()` does so.',
  ],
  CO_E_RELEASED: [
    'The object was used after its last reference had been released.',
    'Correct the reference counts of the caller: each copy of a pointer needs its own `AddRef`.',
  ],
  CONTEXT_E_ABORTED: [
    'The root object wanted to commit the COM+ transaction, but the transaction was aborted.',
    transaction,
  ],
  CONTEXT_E_ABORTING: [
    'The method belongs to a component whose COM+ transaction is being aborted or has been aborted.',
    transaction,
  ],
  CONTEXT_E_NOCONTEXT: [
    'The object does not run in a COM+ context, so that `GetObjectContext` has none to return.',
    'Add the class to a COM+ application, and request the context in a method instead of the constructor.',
  ],
  CONTEXT_E_WOULD_DEADLOCK: [
    'The component uses COM+ synchronisation, and the call would wait for an activity that waits for this call.',
    'Do not call from one synchronised component back into another one that waits for it.',
  ],
  CONTEXT_E_SYNCH_TIMEOUT: [
    'A thread waited too long to enter the context of a component that uses COM+ synchronisation.',
    'Shorten the calls that hold the activity, or do not share the component between many callers.',
  ],
  CONTEXT_E_OLDREF: [
    'The method belongs to a component whose COM+ transaction has already been committed or aborted.',
    transaction,
  ],
  CONTEXT_E_ROLENOTFOUND: [
    'The role that `IsCallerInRole` names is not defined for the COM+ application.',
    'Add the role to the application in the Component Services console, or correct its name.',
  ],
  CONTEXT_E_TMNOTAVAILABLE: [
    'COM+ could not communicate with the Distributed Transaction Coordinator (DTC), which a transaction needs.',
    'Start the service `MSDTC` and verify its security settings in the Component Services console.',
  ],
  CO_E_ACTIVATIONFAILED: ['COM+ could not activate the component because of an unexpected error.', eventLog],
  CO_E_ACTIVATIONFAILED_EVENTLOGGED: [
    'COM+ could not activate the component and wrote the reason to the event log.',
    eventLog,
  ],
  CO_E_ACTIVATIONFAILED_CATALOGERROR: [
    'COM+ could not activate the component because the catalogue or the configuration of COM+ has an error.',
    'Remove the application in the Component Services console and install it again.',
  ],
  CO_E_ACTIVATIONFAILED_TIMEOUT: [
    'COM+ could not activate the component within the time that its configuration allows, such as the creation timeout of an object pool.',
    'Raise the creation timeout or the maximum size of the pool on the Activation tab of the component.',
  ],
  CO_E_INITIALIZATIONFAILED: [
    'COM+ could not activate the component because an initialisation function of it or of COM+ failed.',
    eventLog,
  ],
  CONTEXT_E_NOJIT: [
    'The operation needs just-in-time activation, which the component does not have.',
    'Enable just-in-time activation on the Activation tab of the component.',
  ],
  CONTEXT_E_NOTRANSACTION: [
    'The operation needs a COM+ transaction, which the current context does not have.',
    'Set the transaction support of the component to Required or Requires New.',
  ],
  CO_E_THREADINGMODEL_CHANGED: [
    'The threading model of the component has changed since the component was installed in its COM+ application.',
    'Remove the component from the application and install it again.',
  ],
  CO_E_NOIISINTRINSICS: [
    'The intrinsic objects of Internet Information Services (IIS) are not available, because the call did not start in IIS.',
    'Call the component from a page of IIS, or do not use `Request`, `Response` and `Session` in it.',
  ],
  CO_E_NOCOOKIES: [
    'A cookie could not be written through the intrinsic objects of Internet Information Services (IIS).',
    'Write cookies before the response headers are sent.',
  ],
  CO_E_DBERROR: [
    'A database that the COM+ component uses returned an error of its own.',
    'Read the error information of the database provider and the log of the database.',
  ],
  CO_E_NOTPOOLED: ['The COM+ component works only with object pooling, which is not enabled for it.', component],
  CO_E_NOTCONSTRUCTED: [
    'The COM+ component needs a construction string (`IObjectConstruct`), which is not enabled for it.',
    component,
  ],
  CO_E_NOSYNCHRONIZATION: ['The COM+ component requires synchronisation, which is not configured for it.', component],
  CO_E_ISOLEVELMISMATCH: [
    'The transaction isolation level of the component is stronger than the one of the root component of the transaction.',
    'Set the same or a weaker isolation level for the component, or a stronger one for the root component.',
  ],
  CO_E_CLASS_CREATE_FAILED: [
    'The class factory could not create the object.',
    'Read the log of the server: its class factory or the constructor of the object returned an error.',
  ],
  CO_E_SCM_ERROR: [
    'The service control manager of COM could not bind to the object.',
    'Verify that the service `RpcSs` runs, and activate the class again.',
  ],
  CO_E_SCM_RPC_FAILURE: [
    'The call to the service control manager of COM failed, so that the class was not activated.',
    rpcss,
  ],
  CO_E_BAD_PATH: [
    'The path of an object, such as the file from which it is to be loaded, is not valid.',
    'Pass the full path of a file that exists and that the server can open.',
  ],
  CO_E_OBJSRV_RPC_FAILURE: [
    'The service control manager of COM could not call the process that has the class object.',
    'End the process of the server, which may not respond, and activate the class again.',
  ],
  MEM_E_INVALID_ROOT: [
    'A memory allocator received a pointer to a root block that is not valid.',
    'Look for memory corruption in the native code of the process, for example with Application Verifier.',
  ],
  MEM_E_INVALID_LINK: [
    'A memory allocator found a pointer to the next block that is not valid in its chain of allocations.',
    'Look for a write past the end of a buffer in the native code of the process, for example with page heap.',
  ],
  MEM_E_INVALID_SIZE: [
    'The size that was requested from a memory allocator is too large.',
    'Verify the calculation of the size, and allocate the data in smaller parts.',
  ],
  CO_E_UNREVOKED_REGISTRATION_ON_APARTMENT_SHUTDOWN: [
    'An apartment was closed while a registration that belongs to it had not been revoked.',
    'Revoke the registrations of the thread before its last `CoUninitialize`.',
  ],
  CO_E_PREMATURE_STUB_RUNDOWN: [
    'COM ran down the stub of the object in its server although clients still had references to the object.',
    'Release the pointer and obtain the object again. Verify that no client releases a reference more often than it received it.',
  ],
  CO_E_SERVER_CANNOT_BE_EQUAL_OR_GREATER_PRIVILEGE: [
    'COM refused a server because its privilege is equal to or greater than the one allowed.',
    'Compare the accounts and integrity levels of the caller and the server.',
  ],
  CO_E_CANNOT_ACTIVATE_CROSS_PACKAGE_IN_SESSION_0: [
    'COM refused to activate a class of another package in session 0, in which services run.',
    'Activate the class in the session of a user, or from a program of the same package.',
  ],
  CO_E_CALL_OUT_OF_TX_SCOPE_NOT_ALLOWED: [
    'The component called another context between `EnterTransactionScope` and `ExitTransactionScope`, which is not allowed.',
    'Make the call before the transaction scope is entered, or after it has been left.',
  ],
  CO_E_EXIT_TRANSACTION_SCOPE_NOT_CALLED: [
    'The component called `EnterTransactionScope` and returned without `ExitTransactionScope`.',
    'Call `ExitTransactionScope` on every path of the method, including errors.',
  ],
  CO_E_MISSING_DISPLAYNAME: [
    'The class was requested with elevation, but its `CLSID` key has no value `LocalizedString`, which the consent prompt displays.',
    'Add `LocalizedString` to the `CLSID` key under `HKEY_LOCAL_MACHINE`, as a reference to a resource such as `@C:\\path\\server.dll,-100`.',
  ],
  CO_E_RUNAS_VALUE_MUST_BE_AAA: [
    'The class was requested with elevation, but its `AppID` names another account in `RunAs`. Elevation requires a server that runs as its activator.',
    'Remove the value `RunAs` from the `AppID` key, so that the server runs as the launching user.',
  ],
  CO_E_ELEVATION_DISABLED: [
    'The class was requested with elevation, but the subkey `Elevation` of its `CLSID` key is missing or `Enabled` is not 1.',
    'Set `Enabled` (a `DWORD`) to 1 in the subkey `Elevation`, under `HKEY_LOCAL_MACHINE`, if the class is safe to elevate.',
  ],
};
