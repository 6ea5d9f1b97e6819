const nameService =
  'Use a well-known endpoint or the endpoint mapper: Windows Vista and later do not support the `RpcNs` functions.';
const serverFault = 'Debug the server process, or report the failure to its author: the client cannot correct it.';
const stubs =
  'Compile the stubs of client and server again, with one version of the interface and of the MIDL compiler.';

/**
 * Cause and remedy of the results of remote procedure calls (RPC) that are not specific to transfers.
 * Source: https://learn.microsoft.com/windows/win32/rpc/rpc-return-values,
 * https://learn.microsoft.com/windows/win32/debug/system-error-codes--1700-3999- and the pages of the RPC functions.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const rpcEntries = {
  RPC_S_INVALID_STRING_BINDING: [
    'The text of a binding does not have the form `uuid@protseq:address[endpoint,options]`.',
    'Compose the text with `RpcStringBindingCompose`.',
  ],
  RPC_S_WRONG_KIND_OF_BINDING: [
    'A client binding handle was passed where a server binding handle is required, or the reverse.',
    'Convert the handle with `RpcBindingServerFromClient`, or pass the handle that the page of the function requires.',
  ],
  RPC_S_INVALID_BINDING: [
    'The binding handle is null, was freed, or was never created.',
    'Create the binding again before the call, and free it only after the last call.',
  ],
  RPC_S_PROTSEQ_NOT_SUPPORTED: [
    'The protocol sequence is known, but this machine does not support it or its transport is not installed.',
    'Use `ncalrpc` on the same machine, or `ncacn_ip_tcp` or `ncacn_np` between machines.',
  ],
  RPC_S_INVALID_RPC_PROTSEQ: [
    'The text of a protocol sequence is not one that RPC defines.',
    'Correct the spelling, for example `ncalrpc`, `ncacn_ip_tcp`, `ncacn_np` or `ncacn_http`.',
  ],
  RPC_S_INVALID_STRING_UUID: [
    'The text of a universally unique identifier (UUID) does not have the form of 8-4-4-4-12 hexadecimal digits.',
    'Correct the text. `UuidFromString` requires it without braces.',
  ],
  RPC_S_INVALID_ENDPOINT_FORMAT: [
    'The endpoint does not have the form that its protocol sequence requires.',
    'Use a port number for `ncacn_ip_tcp`, a name such as `\\pipe\\name` for `ncacn_np`, and a plain name for `ncalrpc`.',
  ],
  RPC_S_INVALID_NET_ADDR: [
    'The network address in a binding is not a valid name or address for its protocol sequence.',
    'Pass the host name, the DNS name or the IP address of the server.',
  ],
  RPC_S_NO_ENDPOINT_FOUND: [
    'The binding is only partially bound and no endpoint for it was found.',
    'Start the server, and verify that it registers its endpoint with `RpcEpRegister`.',
  ],
  RPC_S_INVALID_TIMEOUT: [
    'The communication time-out of a binding is outside the range from `RPC_C_BINDING_MIN_TIMEOUT` to `RPC_C_BINDING_INFINITE_TIMEOUT`.',
    'Pass a value from 0 to 10 to `RpcMgmtSetComTimeout`: it is a level, not a number of seconds.',
  ],
  RPC_S_OBJECT_NOT_FOUND: [
    'No type was assigned to the UUID of the object in this server.',
    'Assign a type with `RpcObjectSetType` before `RpcObjectInqType`, or treat the object as one of the nil type.',
  ],
  RPC_S_ALREADY_REGISTERED: [
    'The UUID of the object already has a type in this server.',
    'Pass the nil type UUID to `RpcObjectSetType` to remove the old type, then set the new one.',
  ],
  RPC_S_TYPE_ALREADY_REGISTERED: [
    'The interface is already registered with this type UUID of a manager.',
    'Call `RpcServerRegisterIf` once for each type, or unregister the interface first.',
  ],
  RPC_S_ALREADY_LISTENING: [
    'Another thread of the server process has already called `RpcServerListen`.',
    'Call `RpcServerListen` in one place, or register the interfaces with `RPC_IF_AUTOLISTEN`.',
  ],
  RPC_S_NO_PROTSEQS_REGISTERED: [
    'The server started to listen before it had registered a protocol sequence.',
    'Call one of the `RpcServerUseProtseq` functions before `RpcServerListen`.',
  ],
  RPC_S_UNKNOWN_MGR_TYPE: [
    'The server has no manager for the type UUID that was passed, for example to `RpcServerUnregisterIf`.',
    'Pass the type UUID of the earlier registration.',
  ],
  RPC_S_NO_BINDINGS: [
    'The server has no bindings because none of its protocol sequences has an endpoint.',
    'Register a protocol sequence before `RpcServerInqBindings` or `RpcEpRegister`.',
  ],
  RPC_S_CANT_CREATE_ENDPOINT: [
    'The server could not create its endpoint, for example because another process has the port or the name.',
    'End the other process, or use a dynamic endpoint with `RpcServerUseProtseq`.',
  ],
  RPC_S_INVALID_NETWORK_OPTIONS: [
    'The network options of a string binding are not valid for the protocol sequence.',
    'Remove the options, or correct them. `ncacn_np` accepts `Security=`, and `ncacn_http` accepts `RpcProxy=`.',
  ],
  RPC_S_NO_CALL_ACTIVE: [
    'The function works on the call that the thread serves, but the thread serves none.',
    'Call it in the server procedure, before that returns, or pass the binding handle of the call.',
  ],
  RPC_S_PROXY_ACCESS_DENIED: [
    'The HTTP proxy between client and server denied access to a call over RPC over HTTP.',
    'Pass valid credentials for the proxy, and verify that the proxy permits the server and port.',
  ],
  RPC_S_UNSUPPORTED_TRANS_SYN: [
    'Client and server have no common transfer syntax, which is the encoding of the arguments (NDR or NDR64).',
    stubs,
  ],
  RPC_S_UNSUPPORTED_TYPE: [
    'The call names an object whose type has no manager in the server.',
    'Register a manager for the type with `RpcServerRegisterIf`, or call with the nil object UUID.',
  ],
  RPC_S_INVALID_BOUND: [
    'The bounds of an array do not agree with its size attributes in the interface definition.',
    'Compare `size_is`, `length_is` and `range` of the parameter with the values that were passed.',
  ],
  RPC_S_NO_ENTRY_NAME: [
    'The binding was not made from an entry of the RPC name service, so it has no entry name.',
    'Call `RpcNsBindingInqEntryName` only for bindings that a lookup or import returned.',
  ],
  RPC_S_INVALID_NAME_SYNTAX: [
    'The value for the syntax of a name in the RPC name service is not defined.',
    'Pass `RPC_C_NS_SYNTAX_DEFAULT` or `RPC_C_NS_SYNTAX_DCE`.',
  ],
  RPC_S_UNSUPPORTED_NAME_SYNTAX: [
    'The syntax of a name is defined, but the RPC name service does not support it.',
    'Pass `RPC_C_NS_SYNTAX_DEFAULT`, which takes the syntax from the registry.',
  ],
  RPC_S_UUID_NO_ADDRESS: [
    'A UUID could not be made because the machine has no Ethernet or token-ring hardware address.',
    'Enable a network adapter, or use `crypto.randomUUID()`, which does not need an address.',
  ],
  RPC_S_DUPLICATE_ENDPOINT: [
    'The endpoint was already registered with the protocol sequence.',
    'Register each endpoint once, or choose another endpoint.',
  ],
  RPC_S_UNKNOWN_AUTHN_TYPE: [
    'The type of the authentication is not known to the RPC runtime of the other side.',
    'Verify that client and server use the same authentication service, and that its security package is installed.',
  ],
  RPC_S_MAX_CALLS_TOO_SMALL: [
    'The maximum number of concurrent calls of the server is too small.',
    'Pass a `MaxCalls` to `RpcServerListen` that is greater than `MinimumCallThreads`, such as `RPC_C_LISTEN_MAX_CALLS_DEFAULT`.',
  ],
  RPC_S_STRING_TOO_LONG: [
    'A string that was passed to RPC is longer than its limit, such as a string binding.',
    'Shorten the address, the endpoint or the options.',
  ],
  RPC_S_PROTSEQ_NOT_FOUND: [
    'The protocol sequence was not found among those that RPC has for the request.',
    'List the protocol sequences of the machine with `RpcNetworkInqProtseqs`, and use one of them.',
  ],
  RPC_S_BINDING_HAS_NO_AUTH: [
    'The binding, or the call that the server asks about, has no authentication information.',
    'Call `RpcBindingSetAuthInfo` on the client before the call.',
  ],
  RPC_S_UNKNOWN_AUTHN_LEVEL: [
    'The value for the authentication level is not defined.',
    'Pass one of the `RPC_C_AUTHN_LEVEL_` constants.',
  ],
  RPC_S_INVALID_AUTH_IDENTITY: [
    'The identity of the client could not be used: its process ended during the call, or the security package could not acquire its credentials.',
    'Correct user name, domain and password of the client, or repeat the call if the process has ended.',
  ],
  RPC_S_UNKNOWN_AUTHZ_SERVICE: [
    'The value for the authorization service is not defined.',
    'Pass `RPC_C_AUTHZ_NONE`, `RPC_C_AUTHZ_NAME` or `RPC_C_AUTHZ_DCE`.',
  ],
  RPC_S_NOTHING_TO_EXPORT: [
    'An export to the RPC name service named neither bindings nor objects.',
    'Pass a vector of bindings with an interface, or a vector of object UUIDs.',
  ],
  RPC_S_INCOMPLETE_NAME: [
    'The name of an entry in the RPC name service lacks a part.',
    'Pass the full name, such as `/.:/name`.',
  ],
  RPC_S_INVALID_VERS_OPTION: [
    'The option that selects versions of an interface in an inquiry is not defined.',
    'Pass one of the `RPC_C_VERS_` constants.',
  ],
  RPC_S_NO_MORE_MEMBERS: [
    'The enumeration of the members of a group in the RPC name service has reached its end.',
    'Nothing to do: close the enumeration with `RpcNsGroupMbrInqDone`.',
  ],
  RPC_S_NOT_ALL_OBJS_UNEXPORTED: [
    'Some of the object UUIDs to remove were not in the entry of the RPC name service.',
    'Nothing to do if they were removed before. Otherwise pass the UUIDs of the export.',
  ],
  RPC_S_INTERFACE_NOT_FOUND: [
    'The entry of the RPC name service does not contain the interface.',
    'Verify the UUID and the version of the interface.',
  ],
  RPC_S_ENTRY_ALREADY_EXISTS: [
    'The RPC name service has an entry of this name already.',
    'Use the existing entry, or delete it with `RpcNsMgmtEntryDelete` first.',
  ],
  RPC_S_ENTRY_NOT_FOUND: [
    'The RPC name service has no entry of this name.',
    'Verify the name, and that the server has exported its bindings.',
  ],
  RPC_S_NAME_SERVICE_UNAVAILABLE: [
    'The RPC name service, which the `RpcNs` functions use, does not run or cannot be reached.',
    nameService,
  ],
  RPC_S_INVALID_NAF_ID: [
    'The network address family (NAF) of an address is not one that RPC knows.',
    'Pass an address of a family that the protocol sequence of the binding uses.',
  ],
  RPC_S_CANNOT_SUPPORT: [
    'RPC cannot do the operation for this protocol sequence, binding or security package.',
    'Read the requirements of the function, then choose another option or another protocol sequence.',
  ],
  RPC_S_NO_CONTEXT_AVAILABLE: [
    'The server cannot impersonate the client because the call has no security context.',
    'Make the client call with authentication, and with an impersonation level that permits it.',
  ],
  RPC_S_INTERNAL_ERROR: [
    'The RPC runtime detected an error in its own state or in the stubs.',
    'Restart both processes. If it recurs, enable the extended error information of RPC and report it.',
  ],
  RPC_S_ZERO_DIVIDE: ['The server procedure divided an integer by zero.', serverFault],
  RPC_S_ADDRESS_ERROR: [
    'The server procedure caused an addressing error, an illegal instruction or an integer overflow.',
    serverFault,
  ],
  RPC_S_FP_DIV_ZERO: ['The server procedure divided a floating-point number by zero.', serverFault],
  RPC_S_FP_UNDERFLOW: ['A floating-point result of the server procedure was too small for its type.', serverFault],
  RPC_S_FP_OVERFLOW: [
    'A floating-point result of the server procedure was too large for its type, or another floating-point error occurred there.',
    serverFault,
  ],
  RPC_X_NO_MORE_ENTRIES: [
    'The list of servers for the automatic binding of an interface with `[auto_handle]` is exhausted.',
    'Start a server, or define the interface with an explicit or implicit binding handle.',
  ],
  RPC_X_SS_CHAR_TRANS_OPEN_FAIL: [
    'The file with the table for character translation, which the environment variable `DCERPCCHARTRANS` names, could not be opened.',
    'Remove the variable, or set it to a file that the process can read.',
  ],
  RPC_X_SS_CHAR_TRANS_SHORT_FILE: [
    'The file that `DCERPCCHARTRANS` names has fewer than 512 bytes.',
    'Replace it with a complete table for character translation, or remove the variable.',
  ],
  RPC_X_SS_IN_NULL_CONTEXT: [
    'A null context handle was passed as an input parameter, for example after the connection was closed.',
    'Open the connection with the procedure that returns a context handle, then call again.',
  ],
  RPC_X_SS_CONTEXT_DAMAGED: [
    'A context handle changed on the client during a call.',
    'Do not use one context handle on several threads while a call changes or closes it.',
  ],
  RPC_X_SS_HANDLES_MISMATCH: [
    'The binding handles or context handles that were passed in one call do not match each other.',
    'Pass only handles of one connection in a call.',
  ],
  RPC_X_SS_CANNOT_GET_CALL_HANDLE: ['The stub could not get the handle of the call that it serves.', stubs],
  RPC_S_CALL_IN_PROGRESS: [
    'A remote procedure call is still in progress on the binding or thread. `RpcServerTestCancel` returns it for a call that was not cancelled.',
    'Wait until the call has completed, then call again.',
  ],
  RPC_S_NO_MORE_BINDINGS: [
    'A lookup in the RPC name service found no further compatible bindings.',
    'Nothing to do if earlier bindings work. Otherwise start a server that exports the interface.',
  ],
  RPC_S_NO_INTERFACES: [
    'The server has not registered an interface.',
    'Register an interface with `RpcServerRegisterIf` before clients ask for it.',
  ],
  RPC_S_BINDING_INCOMPLETE: [
    'The binding handle lacks information that the function requires, such as the endpoint.',
    'Complete it with `RpcEpResolveBinding`, or compose the binding with all parts.',
  ],
  RPC_S_COMM_FAILURE: [
    'The communication with the server failed during the call or the transfer of a pipe.',
    'Verify the network and the firewall, and find out whether the call was executed before you repeat it.',
  ],
  RPC_S_UNSUPPORTED_AUTHN_LEVEL: [
    'The authentication level is defined, but the security package or the server does not support it.',
    'Choose a level that both sides support, such as `RPC_C_AUTHN_LEVEL_PKT_PRIVACY`.',
  ],
  RPC_S_NO_PRINC_NAME: [
    'The server has not registered a principal name for the authentication service.',
    'Register one in the server with `RpcServerRegisterAuthInfo`.',
  ],
  RPC_S_NOT_RPC_ERROR: [
    'The status code that was passed to an RPC function is not one of RPC.',
    'Read the number as an error of another component, for example with `FormatMessage`.',
  ],
  RPC_S_UUID_LOCAL_ONLY: [
    'The UUID was created, but only its uniqueness on this machine is guaranteed.',
    'Use it on this machine only, or use a random UUID such as the result of `crypto.randomUUID()`.',
  ],
  RPC_S_SEC_PKG_ERROR: [
    'The security package returned an error that has no equivalent in RPC.',
    'Read the error of the package in the extended error information of RPC (`RpcErrorGetNextRecord`).',
  ],
  RPC_S_NOT_CANCELLED: ['The thread that was tested has not been cancelled.', 'Nothing to do: continue the work.'],
  RPC_X_INVALID_ES_ACTION: [
    'The operation is not valid for the serializing handle, for example decoding with a handle for encoding.',
    'Create a handle for the direction with an `MesEncode` or `MesDecode` function, or reset it.',
  ],
  RPC_X_WRONG_ES_VERSION: [
    'The serialized data was written by an incompatible version of the serializing package.',
    'Write the data again with the version that reads it.',
  ],
  RPC_X_WRONG_STUB_VERSION: ['The stub has a version that the RPC runtime does not support.', stubs],
  RPC_X_INVALID_PIPE_OBJECT: [
    'The pipe parameter of a call is not a valid pipe or was damaged.',
    'Initialise all members of the pipe structure, and do not change them while the call runs.',
  ],
  RPC_X_WRONG_PIPE_ORDER: [
    'A pipe parameter was used in the wrong order or direction, such as an output pipe before the input pipes are empty.',
    'Process the input pipes in the order of the parameters, then the output pipes. Windows Vista and later do not support several pipes.',
  ],
  RPC_X_WRONG_PIPE_VERSION: [
    'The pipe parameter was compiled for a version of pipes that the RPC runtime does not support.',
    stubs,
  ],
  RPC_S_COOKIE_AUTH_FAILED: [
    'The HTTP proxy rejected the connection because the cookie for RPC over HTTP was not accepted.',
    'Get a new cookie and set it with `RpcBindingSetOption` and `RPC_C_OPT_COOKIE_AUTH`.',
  ],
  RPC_S_DO_NOT_DISTURB: [
    'The process of the server is suspended and could not be resumed for the call, which was not executed.',
    'Call again when the server is no longer suspended, for example after its app was activated.',
  ],
  RPC_S_SYSTEM_HANDLE_COUNT_EXCEEDED: [
    'One call passes more system handles, such as files or events, than a request can transmit.',
    'Pass the handles in several calls.',
  ],
  RPC_S_SYSTEM_HANDLE_TYPE_MISMATCH: [
    'A handle in the call is not of the type that `[system_handle]` declares for the parameter.',
    'Pass a handle of the declared type, for example a file for `sh_file` and a pipe for `sh_pipe`.',
  ],
  RPC_S_GROUP_MEMBER_NOT_FOUND: [
    'The group in the RPC name service does not have the member that is to be removed.',
    'Nothing to do if it was removed before. Otherwise verify the names of the group and the member.',
  ],
  RPC_S_INVALID_OBJECT: [
    'The nil UUID was passed where the UUID of an object is required.',
    'Pass the UUID of the object to `RpcObjectSetType`.',
  ],
  RPC_S_SEND_INCOMPLETE: [
    'Only a part of the request was sent: data remains in the buffer.',
    'Send the rest of the data. The code concerns stubs, so report it to the author of the component if it reaches your program.',
  ],
  RPC_S_INVALID_ASYNC_HANDLE: [
    'The handle of an asynchronous call was not initialised, or its call is complete.',
    'Call `RpcAsyncInitializeHandle` before each call, and use the handle until `RpcAsyncCompleteCall` only.',
  ],
  RPC_S_INVALID_ASYNC_CALL: [
    'The handle of the asynchronous call is not valid for the operation that was requested.',
    'Use the handle on the side and in the state that the page of the function requires.',
  ],
  RPC_X_PIPE_CLOSED: [
    'The pipe parameter of a call was used after its end had been sent or received.',
    'Stop after the chunk with zero elements, which closes the pipe.',
  ],
  RPC_X_PIPE_DISCIPLINE_ERROR: [
    'The procedure returned before all of its pipe parameters were processed.',
    'Read or write each pipe until its end before the procedure returns.',
  ],
  RPC_X_PIPE_EMPTY: [
    'No more data is available from the pipe parameter.',
    'Stop reading: the other side has sent all data.',
  ],
  RPC_S_ENTRY_TYPE_MISMATCH: [
    'The entry of the RPC name service is of another kind than the function requires: server, group or profile.',
    'Use the function for the kind of the entry.',
  ],
  RPC_S_NOT_ALL_OBJS_EXPORTED: [
    'Some object UUIDs could not be exported to the entry of the RPC name service.',
    nameService,
  ],
  RPC_S_INTERFACE_NOT_EXPORTED: [
    'The interface could not be exported to the entry of the RPC name service.',
    nameService,
  ],
  RPC_S_PROFILE_NOT_ADDED: ['The profile could not be added to the RPC name service.', nameService],
  RPC_S_PRF_ELT_NOT_ADDED: ['The element could not be added to the profile in the RPC name service.', nameService],
  RPC_S_PRF_ELT_NOT_REMOVED: [
    'The element could not be removed from the profile in the RPC name service.',
    nameService,
  ],
  RPC_S_GRP_ELT_NOT_ADDED: ['The member could not be added to the group in the RPC name service.', nameService],
  RPC_S_GRP_ELT_NOT_REMOVED: ['The member could not be removed from the group in the RPC name service.', nameService],
};
