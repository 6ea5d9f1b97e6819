const pairing =
  'Pair the device in the settings of Windows, and access the attribute with the protection that it requires.';
const audioDriver = 'Update the audio driver, or report it to the vendor of the device.';

/**
 * Cause and remedy of the results of the Windows Runtime, app activation, OneDrive, mobile broadband, Bluetooth, audio and WebSocket.
 * Source: https://learn.microsoft.com/windows/win32/com/com-error-codes-1, https://learn.microsoft.com/windows/win32/com/com-error-codes-9,
 * https://learn.microsoft.com/windows/win32/api/mbnapi, https://learn.microsoft.com/windows/win32/api/websocket and winerror.h of the
 * Windows SDK.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const platformEntries = {
  S_STORE_LAUNCHED_FOR_REMEDIATION: [
    'The package of the app was in an invalid state, so Windows started the Microsoft Store instead of the app.',
    'Repair or update the app in the Store, then activate it again.',
  ],
  S_APPLICATION_ACTIVATION_ERROR_HANDLED_BY_DIALOG: [
    'The app did not start, but Windows has already shown the error to the user in a dialog.',
    'Do not show a second error. Treat the app as not started.',
  ],
  E_BOUNDS: [
    'An index or position is outside the range of a collection of the Windows Runtime.',
    'Compare the index with `Size` of the collection before the access.',
  ],
  E_CHANGED_STATE: [
    'The object was changed during the operation, for example a collection while an iterator was in use.',
    'Create the iterator or the view again, and do not change the collection meanwhile.',
  ],
  E_ILLEGAL_STATE_CHANGE: [
    'The object cannot go from its present state to the requested one.',
    'Read the state of the object, and follow the order of states that its documentation gives.',
  ],
  E_ILLEGAL_METHOD_CALL: [
    'The method was called at an unexpected time, for example `GetResults` before the asynchronous operation has completed.',
    'Wait for the `Completed` handler or the event that precedes the call.',
  ],
  E_STRING_NOT_NULL_TERMINATED: [
    'The text for a string reference of the Windows Runtime (`WindowsCreateStringReference`) has no null character at its end.',
    'Add the null character, and pass the length without it.',
  ],
  E_ILLEGAL_DELEGATE_ASSIGNMENT: [
    'A delegate was assigned when that is not allowed, for example a second `Completed` handler of an asynchronous operation.',
    'Assign `Completed` once for each operation.',
  ],
  E_ASYNC_OPERATION_NOT_STARTED: [
    'An asynchronous operation of the Windows Runtime was not started correctly.',
    'Correct the component that implements the operation: it must start it before it returns the object.',
  ],
  E_APPLICATION_EXITING: [
    'The app is exiting and does not serve the request any more.',
    'Activate the app again, then repeat the request.',
  ],
  E_APPLICATION_VIEW_EXITING: [
    'The view of the app is closing, while other views of it may stay open.',
    'Send the request to another view, or open a new one.',
  ],
  E_MONITOR_RESOLUTION_TOO_LOW: [
    'The app was not activated because the resolution of the monitor is too low for it.',
    'Raise the resolution of the display.',
  ],
  E_ELEVATED_ACTIVATION_NOT_SUPPORTED: [
    'The app was activated by an elevated process, which it does not support.',
    'Activate it from a process that does not run as an administrator.',
  ],
  E_UAC_DISABLED: [
    'The app was not activated because User Account Control (UAC) is turned off.',
    'Turn UAC on (`EnableLUA` is 1) and restart the machine.',
  ],
  E_FULL_ADMIN_NOT_SUPPORTED: [
    'The app was not activated because the user is the built-in administrator.',
    'Log on with another account, or enable Admin Approval Mode for the built-in administrator.',
  ],
  E_APPLICATION_NOT_REGISTERED: [
    'The app is not installed for the user, or does not support the contract that was requested.',
    'Verify the application user model ID with `Get-StartApps`, and install the app for this user.',
  ],
  E_MULTIPLE_EXTENSIONS_FOR_APPLICATION: [
    'The app registers several extensions for the contract, so that the application user model ID does not identify one.',
    'Leave one extension for the contract in the manifest of the app.',
  ],
  E_MULTIPLE_PACKAGES_FOR_FAMILY: [
    'More than one package of the family of the app is installed, which activation does not support.',
    'List the packages with `Get-AppxPackage`, and remove the ones that are not needed.',
  ],
  E_APPLICATION_MANAGER_NOT_RUNNING: [
    'The app manager, which activates apps, does not run in the session, for example because there is no desktop.',
    'Activate the app in an interactive session of a user, not in a service.',
  ],
  E_APPLICATION_ACTIVATION_TIMED_OUT: [
    'The app started but did not become ready in the required time.',
    'Try again. If it recurs, shorten the work that the app does during activation.',
  ],
  E_APPLICATION_ACTIVATION_EXEC_FAILURE: [
    'The process of the app could not be started.',
    'See the event log `Microsoft-Windows-TWinUI/Operational`, then repair or install the app again.',
  ],
  E_APPLICATION_TEMPORARY_LICENSE_ERROR: [
    'The app did not start because of a temporary problem with its licence.',
    'Try again in a moment, with a connection to the Microsoft Store.',
  ],
  E_APPLICATION_TRIAL_LICENSE_EXPIRED: [
    'The app did not start because its trial licence has expired.',
    'Buy the app in the Microsoft Store.',
  ],
  E_SKYDRIVE_ROOT_TARGET_FILE_SYSTEM_NOT_SUPPORTED: [
    'The new location of the OneDrive (SkyDrive) folder is on a volume that is not formatted with NTFS.',
    'Choose a folder on an NTFS volume.',
  ],
  E_SKYDRIVE_ROOT_TARGET_OVERLAP: [
    'The new location of the OneDrive (SkyDrive) folder is already in use or overlaps with a folder in use.',
    'Choose a folder that is neither inside nor above another one in use.',
  ],
  E_SKYDRIVE_ROOT_TARGET_CANNOT_INDEX: [
    'Windows Search cannot index the new location of the OneDrive (SkyDrive) folder.',
    'Choose a location that can be indexed, such as a folder on a local volume.',
  ],
  E_SKYDRIVE_FILE_NOT_UPLOADED: [
    'The action needs the file in OneDrive (SkyDrive), but its upload has not finished.',
    'Wait until the file is synchronised, then try again.',
  ],
  E_SKYDRIVE_UPDATE_AVAILABILITY_FAIL: [
    'OneDrive (SkyDrive) could not change whether the file is available offline. Nothing more exact is published.',
    'Try again while online.',
  ],
  E_SKYDRIVE_ROOT_TARGET_VOLUME_ROOT_NOT_SUPPORTED: [
    'The new location of the OneDrive (SkyDrive) folder is the root of a volume.',
    'Create a folder on the volume and choose that.',
  ],
  E_MBN_CONTEXT_NOT_ACTIVATED: [
    'The mobile broadband connection that the request names is not active.',
    'Connect first. Nothing to do if the request was to disconnect.',
  ],
  E_MBN_BAD_SIM: [
    'The mobile broadband device cannot use the SIM that is inserted.',
    'Insert another SIM, or ask the network operator to replace it.',
  ],
  E_MBN_DATA_CLASS_NOT_AVAILABLE: [
    'The data class that was requested, such as LTE, is not available from the device or the network.',
    'Request a class that `IMbnRegistration::GetAvailableDataClasses` returns.',
  ],
  E_MBN_INVALID_ACCESS_STRING: [
    'The access point name (APN) or access string of the connection profile is not correct.',
    'Correct the APN of the profile with the value of the network operator.',
  ],
  E_MBN_MAX_ACTIVATED_CONTEXTS: [
    'A mobile broadband connection is active already, and the service does not support another one.',
    'Use the active connection, or disconnect it first.',
  ],
  E_MBN_PACKET_SVC_DETACHED: [
    'The device is detached from the packet service of the network, so that it cannot transfer data.',
    'Verify signal and subscription, then let the device register with the network again.',
  ],
  E_MBN_PROVIDER_NOT_VISIBLE: [
    'The network provider cannot be received here. For a connection, it applies to manual registration only.',
    'Set the registration to automatic, or choose a provider that `ScanNetwork` finds.',
  ],
  E_MBN_RADIO_POWER_OFF: [
    'The radio of the mobile broadband device is turned off.',
    'Turn off airplane mode, and turn on mobile data and the hardware switch of the radio.',
  ],
  E_MBN_SERVICE_NOT_ACTIVATED: [
    'The subscription for mobile broadband is not activated or has expired.',
    'Activate or renew it with the network operator.',
  ],
  E_MBN_SIM_NOT_INSERTED: ['No SIM is in the mobile broadband device.', 'Insert a SIM, or enable an eSIM profile.'],
  E_MBN_VOICE_CALL_IN_PROGRESS: [
    'A voice call is active on the device, which cannot transfer data meanwhile.',
    'End the call, then connect again.',
  ],
  E_MBN_INVALID_CACHE: [
    'The list of visible networks that the mobile broadband service keeps is not valid.',
    'Call `IMbnInterface::ScanNetwork` and wait for `OnScanNetworkComplete`, then read the list again.',
  ],
  E_MBN_NOT_REGISTERED: [
    'The device is not registered with a mobile network.',
    'Verify the signal, and wait for the registration or select another network.',
  ],
  E_MBN_PROVIDERS_NOT_FOUND: [
    'No mobile network providers were found.',
    'Move to a place with reception, then scan for networks again.',
  ],
  E_MBN_PIN_NOT_SUPPORTED: [
    'The device or SIM does not support the type of PIN that the request names.',
    'Use a type that `IMbnPinManager::GetPinList` returns.',
  ],
  E_MBN_PIN_REQUIRED: [
    'The operation requires a PIN that was not entered.',
    'Read the type of the PIN with `IMbnPinManager::GetPinState`, and enter it.',
  ],
  E_MBN_PIN_DISABLED: [
    'The operation requires a PIN that is enabled, but the PIN is disabled.',
    'Enable the PIN with `IMbnPin::Enable` first, for example to change it.',
  ],
  E_MBN_FAILURE: [
    'The mobile broadband operation failed without a more exact reason. For a PIN, the PIN that was entered is wrong.',
    'For a PIN, read the remaining attempts in `MBN_PIN_INFO` before the next one. Otherwise restart the device.',
  ],
  E_MBN_INVALID_PROFILE: [
    'The XML of a connection profile does not conform to the schema of mobile broadband profiles.',
    'Validate the XML with the Mobile Broadband Profile Schema.',
  ],
  E_MBN_DEFAULT_PROFILE_EXIST: [
    'The new profile is marked as default, but the device has a default profile already.',
    'Set `IsDefault` to false, or update the existing default profile.',
  ],
  E_MBN_SMS_ENCODING_NOT_SUPPORTED: [
    'The CDMA device does not support the encoding of the text message.',
    'Send it with another value of `MBN_SMS_CDMA_ENCODING`.',
  ],
  E_MBN_SMS_FILTER_NOT_SUPPORTED: [
    'The device does not support the filter for reading or deleting text messages.',
    'Use another filter, such as `MBN_SMS_FLAG_ALL`.',
  ],
  E_MBN_SMS_INVALID_MEMORY_INDEX: [
    'The message store has no text message with this index.',
    'Read the messages again, and use an index of the result.',
  ],
  E_MBN_SMS_LANG_NOT_SUPPORTED: [
    'The CDMA device does not support the language of the text message.',
    'Send it with another value of `MBN_SMS_CDMA_LANG`.',
  ],
  E_MBN_SMS_MEMORY_FAILURE: [
    'The memory for text messages in the device or SIM failed.',
    'Restart the device. If it recurs, try another SIM.',
  ],
  E_MBN_SMS_NETWORK_TIMEOUT: [
    'The network did not confirm the text message in time.',
    'Send it again later. It may have been delivered.',
  ],
  E_MBN_SMS_UNKNOWN_SMSC_ADDRESS: [
    'The address of the short message service center (SMSC) is unknown or incomplete.',
    'Set the address of the network operator with `IMbnSmsConfiguration`.',
  ],
  E_MBN_SMS_FORMAT_NOT_SUPPORTED: [
    'The device does not support the format of the text message, which is text or a protocol data unit (PDU).',
    'Use a format of `smsCaps`, which `IMbnInterface::GetInterfaceCapability` returns.',
  ],
  E_MBN_SMS_OPERATION_NOT_ALLOWED: [
    'The SIM does not allow the operation with text messages.',
    'Ask the network operator, or use another SIM.',
  ],
  E_MBN_SMS_MEMORY_FULL: [
    'The memory for text messages in the device or SIM is full.',
    'Delete messages with `IMbnSms::SmsDelete`.',
  ],
  E_BLUETOOTH_ATT_INVALID_HANDLE: [
    'The Bluetooth device does not have an attribute with this handle.',
    'Discover the services again with `BluetoothCacheMode.Uncached`, because the device may have changed them.',
  ],
  E_BLUETOOTH_ATT_READ_NOT_PERMITTED: [
    'The attribute of the Bluetooth device cannot be read.',
    'Read only characteristics whose properties include `Read`, or subscribe to notifications.',
  ],
  E_BLUETOOTH_ATT_WRITE_NOT_PERMITTED: [
    'The attribute of the Bluetooth device cannot be written.',
    'Write only characteristics whose properties include `Write` or `WriteWithoutResponse`.',
  ],
  E_BLUETOOTH_ATT_INVALID_PDU: [
    'The Bluetooth device could not interpret the protocol data unit (PDU) of the request.',
    'Update the firmware of the device and the Bluetooth driver.',
  ],
  E_BLUETOOTH_ATT_INSUFFICIENT_AUTHENTICATION: [
    'The attribute requires an authenticated connection before it can be read or written.',
    pairing,
  ],
  E_BLUETOOTH_ATT_REQUEST_NOT_SUPPORTED: [
    'The Bluetooth device does not support the request.',
    'Use another operation that the characteristic supports, such as a write without response.',
  ],
  E_BLUETOOTH_ATT_INVALID_OFFSET: [
    'The offset of the request is past the end of the attribute.',
    'Start at offset 0, because the value may have become shorter.',
  ],
  E_BLUETOOTH_ATT_INSUFFICIENT_AUTHORIZATION: [
    'The device did not authorise this client to access the attribute.',
    'Authorise the client on the device or in its app.',
  ],
  E_BLUETOOTH_ATT_PREPARE_QUEUE_FULL: [
    'The Bluetooth device has too many prepared writes in its queue.',
    'Wait for the pending writes, and write smaller values.',
  ],
  E_BLUETOOTH_ATT_ATTRIBUTE_NOT_FOUND: [
    'No attribute exists in the range of handles that was requested.',
    'Verify the UUID of the service or characteristic. Nothing to do at the end of a discovery.',
  ],
  E_BLUETOOTH_ATT_ATTRIBUTE_NOT_LONG: [
    'The attribute is too short for a Read Blob request, which reads a long value in parts.',
    'Read the value with a plain read.',
  ],
  E_BLUETOOTH_ATT_INSUFFICIENT_ENCRYPTION_KEY_SIZE: [
    'The encryption key of the connection is shorter than the attribute requires.',
    'Remove the device and pair it again, with a Bluetooth adapter that supports longer keys.',
  ],
  E_BLUETOOTH_ATT_INVALID_ATTRIBUTE_VALUE_LENGTH: [
    'The value to write has a length that the attribute does not accept.',
    'Write a value of the length that the specification of the characteristic gives.',
  ],
  E_BLUETOOTH_ATT_UNLIKELY: [
    'The request met an unlikely error in the Bluetooth device and was not completed.',
    'Connect to the device again and retry.',
  ],
  E_BLUETOOTH_ATT_INSUFFICIENT_ENCRYPTION: [
    'The attribute requires an encrypted connection before it can be read or written.',
    pairing,
  ],
  E_BLUETOOTH_ATT_UNSUPPORTED_GROUP_TYPE: [
    'The type of the attribute is not a grouping attribute that a higher layer of the device defines.',
    'Discover primary services instead of the type that was requested.',
  ],
  E_BLUETOOTH_ATT_INSUFFICIENT_RESOURCES: [
    'The Bluetooth device has too few resources for the request.',
    'Send fewer requests at a time, or restart the device.',
  ],
  E_BLUETOOTH_ATT_UNKNOWN_ERROR: [
    'The Bluetooth device returned an error that Windows does not know.',
    'Look up the `ProtocolError` of the GATT result in the specification of the device.',
  ],
  E_AUDIO_ENGINE_NODE_NOT_FOUND: [
    'The port class driver (PortCls) found no audio engine node, although the miniport driver claims `IMiniportAudioEngineNode`.',
    audioDriver,
  ],
  E_HDAUDIO_EMPTY_CONNECTION_LIST: [
    'A widget of the High Definition Audio codec has an empty connection list, which the driver did not expect.',
    audioDriver,
  ],
  E_HDAUDIO_CONNECTION_LIST_NOT_SUPPORTED: [
    'A widget of the High Definition Audio codec does not support the connection list parameter.',
    audioDriver,
  ],
  E_HDAUDIO_NO_LOGICAL_DEVICES_CREATED: [
    'The High Definition Audio driver could not create any of its subdevices.',
    'Verify in Device Manager that the driver fits the audio codec, then install it again.',
  ],
  E_HDAUDIO_NULL_LINKED_LIST_ENTRY: [
    'The High Definition Audio driver found a null pointer in a linked list.',
    audioDriver,
  ],
  E_SOUNDWIRE_COMMAND_ABORTED: [
    'A command on the SoundWire audio bus was aborted before it had completed. Nothing more exact is published.',
    audioDriver,
  ],
  E_SOUNDWIRE_COMMAND_IGNORED: [
    'No device on the SoundWire audio bus acknowledged the command, for example because it is not attached.',
    'Restart the machine to enumerate the bus again, then update the audio driver.',
  ],
  E_SOUNDWIRE_COMMAND_FAILED: ['A device on the SoundWire audio bus reported that the command failed.', audioDriver],
  E_INVALID_PROTOCOL_OPERATION: [
    'An operation is not allowed in the present state of the WebSocket, such as sending after the close frame.',
    'Complete the handshake first, and send nothing after the close.',
  ],
  E_INVALID_PROTOCOL_FORMAT: [
    'The data received has a format that the WebSocket protocol does not allow, in a frame or in the handshake.',
    'Verify that no proxy changes the traffic, and correct the other side.',
  ],
  E_PROTOCOL_EXTENSIONS_NOT_SUPPORTED: [
    'The WebSocket handshake names extensions that are not supported.',
    'Remove the header `Sec-WebSocket-Extensions` on the other side.',
  ],
  E_SUBPROTOCOL_NOT_SUPPORTED: [
    'The WebSocket handshake names a subprotocol that was not offered or is not supported.',
    'Use the same name in `Sec-WebSocket-Protocol` on client and server.',
  ],
  E_PROTOCOL_VERSION_NOT_SUPPORTED: [
    'The WebSocket handshake names another version of the protocol.',
    'Send `Sec-WebSocket-Version: 13`.',
  ],
  E_SYNCENGINE_FILE_SIZE_OVER_LIMIT: [
    'The file is larger than the sync engine, such as OneDrive, supports.',
    'Split the file, or store it outside the folder that is synchronised.',
  ],
  E_SYNCENGINE_FILE_SIZE_EXCEEDS_REMAINING_QUOTA: [
    'The file does not fit in the storage that remains in the account.',
    'Delete files in the cloud, or raise the quota of the account.',
  ],
  E_SYNCENGINE_UNSUPPORTED_FILE_NAME: [
    'The name of a file has characters that the sync engine does not support.',
    'Rename the file without `" * : < > ? / \\ |`.',
  ],
  E_SYNCENGINE_FOLDER_ITEM_COUNT_LIMIT_EXCEEDED: [
    'The folder has the maximum number of files that the sync engine supports.',
    'Distribute the files over several folders.',
  ],
  E_SYNCENGINE_FILE_SYNC_PARTNER_ERROR: [
    'The sync engine left the file to another program, which had a problem with it.',
    'Open the file in that program, such as an Office application, and resolve the error there.',
  ],
  E_SYNCENGINE_SYNC_PAUSED_BY_SERVICE: [
    'The service asked the sync engine to send fewer requests, so that synchronisation is delayed.',
    'Nothing to do: it continues by itself.',
  ],
  E_SYNCENGINE_FILE_IDENTIFIER_UNKNOWN: [
    'The service does not find the file, for example because it was moved or deleted.',
    'Try again later, or look for the file on the website of the service.',
  ],
  E_SYNCENGINE_SERVICE_AUTHENTICATION_FAILED: [
    'The account that is signed in does not have permission for the file.',
    'Sign in with the right account, or ask the owner to share the file.',
  ],
  E_SYNCENGINE_UNKNOWN_SERVICE_ERROR: [
    'The connection to the service failed for a reason that the sync engine does not know.',
    'Verify the network and the health of the service, and try again later.',
  ],
  E_SYNCENGINE_SERVICE_RETURNED_UNEXPECTED_SIZE: [
    'The download does not have the size that the service announced.',
    'Download the file again. If it recurs, verify that no proxy changes the response.',
  ],
  E_SYNCENGINE_REQUEST_BLOCKED_BY_SERVICE: ['The service refuses the download at present.', 'Try again later.'],
  E_SYNCENGINE_REQUEST_BLOCKED_DUE_TO_CLIENT_ERROR: [
    'The download is refused because of an error of the sync client.',
    'Restart and update the client, then try again.',
  ],
  E_SYNCENGINE_FOLDER_INACCESSIBLE: [
    'The sync engine has no permission for a local folder under the root that is synchronised.',
    'Give the user full control of the folder.',
  ],
  E_SYNCENGINE_UNSUPPORTED_FOLDER_NAME: [
    'The name of a folder has characters that the sync engine does not support.',
    'Rename the folder without `" * : < > ? / \\ |`.',
  ],
  E_SYNCENGINE_UNSUPPORTED_MARKET: [
    'The sync engine is not allowed to run in the market (country or region) of the user.',
    'Verify the region in the settings of Windows and of the account.',
  ],
  E_SYNCENGINE_PATH_LENGTH_LIMIT_EXCEEDED: [
    'Files cannot be uploaded because the path of a local file or folder is too long.',
    'Shorten the names, or move the folder nearer to the root.',
  ],
  E_SYNCENGINE_REMOTE_PATH_LENGTH_LIMIT_EXCEEDED: [
    'A file or folder in the cloud would have a path that is longer than the local limit.',
    'Shorten the names in the cloud, or move the local root to a shorter path.',
  ],
  E_SYNCENGINE_CLIENT_UPDATE_NEEDED: [
    'This version of the sync engine is too old for the service.',
    'Install the updates of the sync client and of Windows.',
  ],
  E_SYNCENGINE_PROXY_AUTHENTICATION_REQUIRED: [
    'The network has a proxy server that requires authentication from the sync engine.',
    'Sign in to the proxy, or configure one that does not require authentication for the service.',
  ],
  E_SYNCENGINE_STORAGE_SERVICE_PROVISIONING_FAILED: [
    'The storage of the account could not be set up.',
    'Open the website of the service once with the account, or verify its licence.',
  ],
  E_SYNCENGINE_UNSUPPORTED_REPARSE_POINT: [
    'A junction, symbolic link or other reparse point in the folder cannot be uploaded.',
    'Move the reparse point out of the folder that is synchronised.',
  ],
  E_SYNCENGINE_STORAGE_SERVICE_BLOCKED: [
    'The service has blocked the account from its storage.',
    'Sign in on the website of the service to see the reason, or ask the administrator.',
  ],
  E_SYNCENGINE_FOLDER_IN_REDIRECTION: [
    'The folder is being moved, which blocks the action.',
    'Wait until the move has finished, then try again.',
  ],
};
