const variant =
  'Compare the types and the number of the arguments with the type library or the documentation of the method.';
const typeDefinition =
  'Correct the IDL or the calls of `ICreateTypeInfo` and `ICreateTypeLib2`, and build the type library again.';
const disk = 'Verify the volume with `chkdsk` and the health of the disk, then try again.';
const backup = 'Restore the file from a backup, or create it again with the program that wrote it.';
const ole1 = 'Verify the implementation of `OLESTREAM` that the program passes to the conversion.';
const dvd =
  'Play the disc with a player that supports the Content Scramble System, or use media without copy protection.';
const directory =
  'Verify the Group Policy software installation objects of the domain with an administrator of Active Directory.';

/**
 * Cause and remedy of the results of OLE, Automation, structured storage, monikers, the class store and COM+ events.
 * Source: https://learn.microsoft.com/windows/win32/com/com-error-codes-2, com-error-codes-3 and com-error-codes-4,
 * https://learn.microsoft.com/windows/win32/stg/structured-storage-start-page, the method pages of objidl.h, oleidl.h, oaidl.h, ole2.h
 * and eventsys.h, and [MS-ERREF]. The codes 0x8004xxxx and 0x0004xxxx belong to `FACILITY_ITF`: from 0x0200 on, other interfaces use the
 * same numbers with meanings of their own.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const oleEntries = {
  STG_S_CONVERTED: [
    'The call succeeded: the existing file was not a compound file and was converted. Its former data is in a stream named `CONTENTS`.',
    'Nothing to do if `STGM_CONVERT` was intended.',
  ],
  STG_S_BLOCK: [
    'Progress notification of asynchronous storage: the download blocks and the call is retried until more data is available.',
    'Nothing to do: it is the default behaviour when no notification sink is registered.',
  ],
  STG_S_RETRYNOW: [
    'A progress notification sink of asynchronous storage requests that the operation is retried immediately.',
    'Nothing to do: the storage implementation repeats the operation.',
  ],
  STG_S_MONITORING: [
    'A progress notification sink of asynchronous storage only observes the download and leaves its control to another sink.',
    'Nothing to do.',
  ],
  STG_S_MULTIPLEOPENS: [
    'The commit succeeded, but the storage was not consolidated because it is opened several times with `STGM_NOSNAPSHOT`.',
    'Close the other open copies and commit again with `STGC_CONSOLIDATE` if the file must become smaller.',
  ],
  STG_S_CONSOLIDATIONFAILED: [
    'The commit succeeded, but the consolidation that was requested with it failed, so the file has not become smaller.',
    'Nothing to do for the data, which is saved. Verify the free disk space before the next consolidation.',
  ],
  STG_S_CANNOTCONSOLIDATE: [
    'The commit succeeded, but the mode of the storage excludes consolidation: it was opened with `STGM_NOSCRATCH`, or is not the outermost transacted level.',
    'Request `STGC_CONSOLIDATE` only for the root storage, opened in transacted mode without `STGM_NOSCRATCH`.',
  ],
  STG_S_POWER_CYCLE_REQUIRED: [
    'The storage device accepted the command, such as a firmware activation, which takes effect after a power cycle.',
    'Switch the machine off and on: a restart can keep the power of the device on.',
  ],
  OLE_S_USEREG: [
    'The object has no information of its own, for example about its verbs. The caller or the default handler reads it from the registry.',
    'Read the registration of the class, for example with `OleRegEnumVerbs`.',
  ],
  OLE_S_STATIC: [
    'The call succeeded, but the object is static, or can only be created as static: it has a picture and no editable data.',
    'Nothing to do if a picture is sufficient. Otherwise request a format from which an embedded object can be created.',
  ],
  OLE_S_MAC_CLIPFORMAT: [
    'The clipboard format in the data is one of the Macintosh, which has no registered number in Windows.',
    'Read the format as a Macintosh format type of four characters, or ignore the data.',
  ],
  DRAGDROP_S_DROP: [
    'The drag-and-drop operation ended with a successful drop.',
    'Read the effect that `DoDragDrop` returned: after a move, delete the source data.',
  ],
  DRAGDROP_S_CANCEL: [
    'The user or the drop source cancelled the drag-and-drop operation.',
    'Leave the source data unchanged.',
  ],
  DRAGDROP_S_USEDEFAULTCURSORS: [
    'The drop source returned it from `GiveFeedback`: OLE shows the default cursors during the drag.',
    'Nothing to do.',
  ],
  DATA_S_SAMEFORMATETC: [
    'The data object returns the same data for the given `FORMATETC`, so no other canonical form exists.',
    'Use the `FORMATETC` that was passed in, and ignore the output structure.',
  ],
  INPLACE_S_TRUNCATED: [
    'The container showed the status text, but cut it because it did not fit into the status bar.',
    'Pass a shorter text to `SetStatusText` if all of it must be visible.',
  ],
  CONVERT10_S_NO_PRESENTATION: [
    'The OLE 1 object was converted, but has no presentation data: it uses its native data for display.',
    'Open the object with its program so that it draws its presentation again.',
  ],
  MK_S_REDUCED_TO_SELF: [
    'The moniker could not be reduced any further, and the result is the moniker itself.',
    'Nothing to do: use the moniker that was returned.',
  ],
  MK_S_ME: [
    'The common prefix of both monikers is the moniker that was called: the other one continues it.',
    'Nothing to do.',
  ],
  MK_S_HIM: [
    'The common prefix of both monikers is the other moniker: the one that was called continues it.',
    'Nothing to do.',
  ],
  MK_S_US: ['Both monikers are equal, so each is the common prefix.', 'Nothing to do.'],
  MK_S_MONIKERALREADYREGISTERED: [
    'The moniker was registered in the running object table, where another object has the same moniker.',
    'Keep the cookie that was returned and revoke it later. Verify that no second server for the same file runs by mistake.',
  ],
  EVENT_S_SOME_SUBSCRIBERS_FAILED: [
    'A COM+ event reached some of its subscribers, and failed for others.',
    'Read the application event log for the subscribers that failed.',
  ],
  DISP_E_UNKNOWNINTERFACE: [
    'The `riid` of `IDispatch::Invoke` is not `IID_NULL`. The parameter is reserved.',
    'Pass `IID_NULL` to `Invoke` and `GetIDsOfNames`.',
  ],
  DISP_E_MEMBERNOTFOUND: [
    'The object has no member with this dispatch ID, or not for this kind of access, such as writing a read-only property.',
    'Verify the flags of the call: method, property get or property put. Get the ID with `GetIDsOfNames` of the same object.',
  ],
  DISP_E_PARAMNOTFOUND: [
    'A dispatch ID of a named argument does not belong to a parameter of the method. As a value, the code also marks an omitted optional argument.',
    'Get the ID of the parameter with `GetIDsOfNames`, together with the name of the method.',
  ],
  DISP_E_TYPEMISMATCH: [
    'An argument, or the value of a property, could not be converted to the type that the member declares.',
    variant,
  ],
  DISP_E_UNKNOWNNAME: [
    'The object has no method, property or parameter of this name.',
    'Verify the spelling of the name, and that the installed version of the object has the member.',
  ],
  DISP_E_NONAMEDARGS: [
    'The implementation of `IDispatch` does not support named arguments.',
    'Pass the arguments by position.',
  ],
  DISP_E_BADVARTYPE: [
    'The `vt` of a `VARIANT` is not a valid type, for example because the structure was not initialised.',
    'Initialise each `VARIANT` with `VariantInit` and set only types that Automation supports.',
  ],
  DISP_E_EXCEPTION: [
    'The member ran and raised an error of the application, which is described in the `EXCEPINFO` structure of the call.',
    'Read the source, description and `scode` in `EXCEPINFO`: they are the real error.',
  ],
  DISP_E_OVERFLOW: [
    'A value is too large or too small for the type to which it was to be converted.',
    'Pass a value within the range of the target type, for example as text or `VT_R8` instead of a 32-bit integer.',
  ],
  DISP_E_BADINDEX: [
    'An index is outside the bounds of the safe array or collection.',
    'Verify the lower and upper bound: collections of Automation often begin with 1.',
  ],
  DISP_E_UNKNOWNLCID: [
    'The object does not know the locale ID with which its member was looked up or called.',
    'Use `LOCALE_USER_DEFAULT`, `LOCALE_NEUTRAL` or a language that the component supports.',
  ],
  DISP_E_ARRAYISLOCKED: [
    'The safe array is locked by another access, and cannot be resized, cleared or destroyed.',
    'Call `SafeArrayUnlock` or `SafeArrayUnaccessData` for each earlier lock or access first.',
  ],
  DISP_E_BADPARAMCOUNT: ['The number of arguments is not the number that the method or property accepts.', variant],
  DISP_E_PARAMNOTOPTIONAL: [
    'An argument that the method requires was omitted.',
    'Pass a value for each parameter that is not marked as optional in the type library.',
  ],
  DISP_E_BADCALLEE: [
    'The object that was called is not valid or did not return as Automation requires. Only the message "Invalid callee" is published.',
    'Create the object again. Report the code to the manufacturer of the component if it remains.',
  ],
  DISP_E_NOTACOLLECTION: [
    'The object was used as a collection, for example in an enumeration, but is not one.',
    'Use the property of the object that returns its collection.',
  ],
  DISP_E_DIVBYZERO: [
    'An arithmetic function of Automation, such as `VarDiv` or `VarMod`, was called with the divisor zero.',
    'Test the divisor before the calculation.',
  ],
  DISP_E_BUFFERTOOSMALL: [
    'The buffer for a value of an Automation function, such as a formatted text or number, is too small.',
    'Call the function again with a larger buffer.',
  ],
  TYPE_E_BUFFERTOOSMALL: [
    'The buffer for data of a type library is too small.',
    'Allocate a larger buffer and repeat the call of `ITypeInfo` or `ITypeLib`.',
  ],
  TYPE_E_FIELDNOTFOUND: [
    'The record type (`IRecordInfo`) has no field of this name.',
    'Read the names of the fields with `IRecordInfo::GetFieldNames`.',
  ],
  TYPE_E_INVDATAREAD: [
    'The data of the type library could not be read: it is damaged or in an old format. Automation also reports it for a locale conflict, in which Office has no language pack for the locale of the user.',
    'Install the component again. For Office, install the language pack of the locale, or set the locale of the thread to that of Office.',
  ],
  TYPE_E_UNSUPFORMAT: [
    'The format of the type library is not supported by this version of `oleaut32.dll`.',
    'Build the type library again with a current MIDL compiler.',
  ],
  TYPE_E_REGISTRYACCESS: [
    'The registration of a type library in the registry could not be read or written.',
    'Register the type library as an administrator, or for the user with `RegisterTypeLibForUser`.',
  ],
  TYPE_E_LIBNOTREGISTERED: [
    'The type library is not registered in `HKEY_CLASSES_ROOT\\TypeLib`, or not for this version and architecture. COM needs it to marshal Automation interfaces.',
    'Register the type library of the component again, with a program of the same architecture as the caller.',
  ],
  TYPE_E_UNDEFINEDTYPE: [
    'A type of the library refers to a type that is not defined, such as a type of a library that is missing.',
    'Install the libraries that the type library imports.',
  ],
  TYPE_E_QUALIFIEDNAMEDISALLOWED: [
    'A name with a qualifier was given where a type library accepts only a simple name.',
    'Pass the name of the type or member without the name of the library.',
  ],
  TYPE_E_INVALIDSTATE: [
    'The type description is not in the state for the call: it has a forward reference that is not resolved, or its layout was not completed.',
    'Call `ICreateTypeInfo::LayOut` in the order of the dependencies before the types are used.',
  ],
  TYPE_E_WRONGTYPEKIND: [
    'The kind of the type, such as enumeration, record, interface or coclass, does not fit the operation.',
    'Read `typekind` in the `TYPEATTR` of the type before the call.',
  ],
  TYPE_E_ELEMENTNOTFOUND: [
    'The type library has no type or member with this name, index, ID or GUID.',
    'Verify the identifier against the registered version of the library, for example with the OLE/COM Object Viewer.',
  ],
  TYPE_E_AMBIGUOUSNAME: [
    'The name exists more than once in the type library, and the search does not say which one is meant.',
    'Search in the type that is meant, or by the GUID or member ID.',
  ],
  TYPE_E_NAMECONFLICT: [
    'The type library that is being created has a type of this name already.',
    'Choose another name for the new type.',
  ],
  TYPE_E_UNKNOWNLCID: [
    'The locale ID of a type library is not known to `oleaut32.dll`.',
    'Use a neutral type library with the locale ID 0, or install the library for the language.',
  ],
  TYPE_E_DLLFUNCTIONNOTFOUND: [
    'The DLL that a module of the type library names does not export the function.',
    'Install the version of the DLL for which the type library was built.',
  ],
  TYPE_E_BADMODULEKIND: [
    'The operation is not allowed for this kind of module or type, for example the request for a DLL entry point of a type that is not a module.',
    'Call `GetDllEntry` and `AddressOfMember` only for types of the kind `TKIND_MODULE`.',
  ],
  TYPE_E_SIZETOOBIG: [
    'A type or record in the type library is larger than 64 KB.',
    'Divide the type, or pass the data through a pointer or a safe array.',
  ],
  TYPE_E_DUPLICATEID: [
    'Two members in the inheritance hierarchy of an interface have the same member ID.',
    'Give each method and property a dispatch ID that is unique in the interface and its bases.',
  ],
  TYPE_E_INVALIDID: ['A member ID has an inheritance depth that does not match the interface.', typeDefinition],
  TYPE_E_TYPEMISMATCH: [
    'A type in the type description does not match the type that its use requires.',
    typeDefinition,
  ],
  TYPE_E_OUTOFBOUNDS: [
    'The description of a function has an invalid number of arguments.',
    'Verify `cParams` and `cParamsOpt` in the `FUNCDESC` of the function.',
  ],
  TYPE_E_IOERROR: [
    'The file of the type library could not be read or written.',
    'Verify the path, the permissions and the disk of the type library.',
  ],
  TYPE_E_CANTCREATETMPFILE: [
    'A temporary file for the creation of the type library could not be created.',
    'Verify the free space and the write permission of the folder in the environment variable `TEMP`.',
  ],
  TYPE_E_CANTLOADLIBRARY: [
    'The type library or the DLL that contains it could not be loaded: the registered path is wrong, the file is missing, or it is for another architecture.',
    'Verify the paths under `HKEY_CLASSES_ROOT\\TypeLib\\{GUID}` and register the component again.',
  ],
  TYPE_E_INCONSISTENTPROPFUNCS: [
    'The functions that read and write a property do not agree in their types or parameters.',
    'Give the get, put and putref function of a property the same parameters and the same type.',
  ],
  TYPE_E_CIRCULARTYPE: [
    'Types or modules depend on each other in a circle.',
    'Break the circle, for example with a pointer to one of the types instead of the type itself.',
  ],
  STG_E_INVALIDFUNCTION: [
    'The storage object does not support the function, such as `LockRegion`, or does not support the combination of flags, such as an element that is opened without `STGM_SHARE_EXCLUSIVE`.',
    'Open elements of a compound file with `STGM_SHARE_EXCLUSIVE`, and read with `Stat` which locks the object supports.',
  ],
  STG_E_FILENOTFOUND: [
    'The compound file, or a stream or storage element in it, does not exist.',
    'Verify the path of the file and the exact name of the element, which `IStorage::EnumElements` lists.',
  ],
  STG_E_PATHNOTFOUND: [
    'A folder in the path of the compound file does not exist.',
    'Create the folder, or correct the path.',
  ],
  STG_E_TOOMANYOPENFILES: [
    'No more files or elements can be opened, because handles or other resources are exhausted.',
    'Release the storages and streams that are no longer used.',
  ],
  STG_E_ACCESSDENIED: [
    'The access mode of the call is not allowed: by the permissions of the file, by the mode of the parent storage, or by another open of the same element.',
    'Verify the permissions of the file, and open the element in a mode that its parent storage has, with `STGM_SHARE_EXCLUSIVE`.',
  ],
  STG_E_INVALIDHANDLE: [
    'The storage or stream object, or the handle below it, is not valid any more.',
    'Open the storage again, and do not use an object after its parent was closed.',
  ],
  STG_E_INSUFFICIENTMEMORY: [
    'The memory is not sufficient for the storage operation.',
    'Close other storages and programs, or use a 64-bit process.',
  ],
  STG_E_INVALIDPOINTER: [
    'A pointer that was passed to the storage function is null or not accessible.',
    'Pass valid addresses for the interface pointers and buffers of the call.',
  ],
  STG_E_NOMOREFILES: ['An enumeration of storage elements has no more entries.', 'Nothing to do: end the enumeration.'],
  STG_E_DISKISWRITEPROTECTED: [
    'The volume of the compound file is write-protected.',
    'Remove the write protection, or save the file on another volume.',
  ],
  STG_E_SEEKERROR: [
    'The position in the file or stream could not be set, because it is outside the data or the disk failed.',
    'Verify the offset of the seek, and that it does not lead before the start of the stream.',
  ],
  STG_E_WRITEFAULT: ['The disk reported an error while the storage was written.', disk],
  STG_E_READFAULT: [
    'The disk reported an error, or returned fewer bytes than requested, while the storage was read.',
    disk,
  ],
  STG_E_SHAREVIOLATION: [
    'Another process or open has the file in a sharing mode that excludes this access.',
    'Close the other user of the file, or open it with a sharing mode that fits.',
  ],
  STG_E_LOCKVIOLATION: [
    'A range of the file or stream is locked by another caller that has it open.',
    'Wait until the lock is released, and try again.',
  ],
  STG_E_FILEALREADYEXISTS: [
    'A file, stream or storage of this name exists, and the mode of the call does not allow replacing it.',
    'Use `STGM_CREATE` to replace the element, or another name.',
  ],
  STG_E_INVALIDPARAMETER: [
    'An argument of a storage function is not valid, such as a reserved parameter that is not zero.',
    'Set the reserved parameters to zero, and compare the others with the documentation of the function.',
  ],
  STG_E_MEDIUMFULL: [
    'The volume does not have enough space for the write or the commit.',
    'Make room and commit again, or save to another volume.',
  ],
  STG_E_PROPSETMISMATCHED: [
    'A property that needs a stream or storage of its own was written to a simple property set.',
    'Create the property set with `PROPSETFLAG_NONSIMPLE`.',
  ],
  STG_E_ABNORMALAPIEXIT: [
    'A storage function ended abnormally, for example by an exception in an implementation of `ILockBytes`.',
    'Look for an exception or crash of the component in the application event log.',
  ],
  STG_E_INVALIDHEADER: [
    'The file is not a valid compound file: its header is damaged or belongs to another format.',
    backup,
  ],
  STG_E_INVALIDNAME: [
    'The name of the file or element is not valid: an element name has at most 31 characters, without `/`, `\\`, `:` and `!`.',
    'Choose another name.',
  ],
  STG_E_UNKNOWN: [
    'The storage implementation found an error that has no other code.',
    'Try again, and look in the event log for errors of the disk or file system.',
  ],
  STG_E_UNIMPLEMENTEDFUNCTION: [
    'The storage implementation does not contain the function, or not for the requested format.',
    'Use another storage format in `StgCreateStorageEx`, or another method.',
  ],
  STG_E_INVALIDFLAG: [
    'A flag, such as one of the `STGM` constants, is not valid for the call.',
    'Correct the access, sharing and creation flags: `STGM` allows one value of each group.',
  ],
  STG_E_INUSE: [
    'The object is used by another operation at the moment.',
    'Wait for the other operation, or serialise the calls of the program.',
  ],
  STG_E_NOTCURRENT: [
    'Another user committed changes to the storage since it was opened or last committed, and `STGC_ONLYIFCURRENT` forbids overwriting them.',
    'Open the storage again, apply the changes to its current state, and commit.',
  ],
  STG_E_REVERTED: [
    'The storage or stream no longer exists for the caller: its parent was reverted, released or deleted.',
    'Open the element again from its parent storage.',
  ],
  STG_E_CANTSAVE: [
    'The object could not be saved to the storage.',
    'Read the error of the object that was saved, and save it to a new file.',
  ],
  STG_E_OLDFORMAT: [
    'The compound file was written by an incompatible, older version of structured storage.',
    'Open the file with the version of the program that wrote it, and save it in a current format.',
  ],
  STG_E_OLDDLL: [
    'The compound file was written by a version of structured storage that is newer than the one that opens it.',
    'Open the file on a current version of Windows.',
  ],
  STG_E_SHAREREQUIRED: [
    'The operation requires file sharing by `SHARE.EXE`. Applies to MS-DOS and 16-bit Windows only.',
    'Nothing to do on a supported Windows, which always has file sharing. Report it to the manufacturer of the component.',
  ],
  STG_E_NOTFILEBASEDSTORAGE: [
    'The call, such as `IRootStorage::SwitchToFile`, is only possible for a storage that is based on a file.',
    'Create the storage with `StgCreateStorageEx` in a file, or copy it to one with `CopyTo`.',
  ],
  STG_E_EXTANTMARSHALLINGS: [
    'The storage cannot be switched to another file while it is marshalled to another process or apartment.',
    'Release the marshalled references before the call of `SwitchToFile`.',
  ],
  STG_E_DOCFILECORRUPT: [
    'The structures in the compound file are damaged or contradict each other.',
    'Copy what can still be read element by element, and restore the rest from a backup.',
  ],
  STG_E_BADBASEADDRESS: [
    '`OLE32.DLL` was loaded at a different address than its shared memory requires. Applies to old versions of Windows.',
    'Restart the program. Look for other DLLs that occupy the address if the code returns.',
  ],
  STG_E_DOCFILETOOLARGE: [
    'The compound file is larger than its format or this implementation supports: with sectors of 512 bytes, the limit is 2 GB.',
    'Create the file with `StgCreateStorageEx` and sectors of 4096 bytes, or divide the data.',
  ],
  STG_E_NOTSIMPLEFORMAT: [
    'The file was opened in simple mode, but was not created with `STGM_SIMPLE`.',
    'Open the file without `STGM_SIMPLE`.',
  ],
  STG_E_INCOMPLETE: [
    'The download of the file behind the storage ended abnormally, so the file is not complete.',
    'Download the file again.',
  ],
  STG_E_TERMINATED: [
    'The download of the file behind the storage was cancelled.',
    'Nothing to do if the cancellation was intended. Otherwise start the download again.',
  ],
  STG_E_FIRMWARE_SLOT_INVALID: [
    'The firmware command names a slot that the storage device does not have, or that cannot be written.',
    'Read the slots and images of the device with `Get-StorageFirmwareInformation`, and follow the instructions of its manufacturer.',
  ],
  STG_E_FIRMWARE_IMAGE_INVALID: [
    'The storage device rejected the firmware image as not valid for it.',
    'Download the image for exactly this model and revision from the manufacturer, and compare its checksum.',
  ],
  STG_E_DEVICE_UNRESPONSIVE: [
    'The storage device does not respond to commands.',
    'Verify its connection, switch the machine off and on, and look in the system event log for errors of the disk driver.',
  ],
  STG_E_STATUS_COPY_PROTECTION_FAILURE: [
    'The read of a DVD failed because of its copy protection, without a more exact reason.',
    dvd,
  ],
  STG_E_CSS_AUTHENTICATION_FAILURE: [
    'The authentication of the Content Scramble System (CSS) between the program and the DVD drive failed.',
    dvd,
  ],
  STG_E_CSS_KEY_NOT_PRESENT: [
    'The sector of the DVD has no valid CSS key.',
    'Request a key only for sectors that are protected. Try another copy of the disc if the code remains.',
  ],
  STG_E_CSS_KEY_NOT_ESTABLISHED: [
    'A protected part of a DVD was read before a CSS session key was agreed with the drive.',
    'Start the CSS session with `IOCTL_DVD_START_SESSION` and the key exchange first, as a DVD player does.',
  ],
  STG_E_CSS_SCRAMBLED_SECTOR: [
    'The sector could not be read because it is encrypted by CSS.',
    'Exclude the protected video files from the transfer or synchronisation.',
  ],
  STG_E_CSS_REGION_MISMATCH: [
    'The region code of the DVD is not the region of the drive.',
    'Use a disc or a drive of the same region. The region of a drive can be changed only a few times.',
  ],
  STG_E_RESETS_EXHAUSTED: [
    'The region of the DVD drive is permanent, or the allowed number of changes is used up.',
    'Use a drive of the region of the disc.',
  ],
  OLE_E_OLEVERB: [
    'An `OLEVERB` structure, which describes an action of an embedded object, is not valid.',
    'Verify the key `Verb` in the registration of the class.',
  ],
  OLE_E_ADVF: [
    'The `ADVF` flags of an advisory or cache connection are not valid or contradict each other.',
    'Pass a combination that `IDataObject::DAdvise` or `IOleCache::Cache` documents.',
  ],
  OLE_E_ENUM_NOMORE: [
    'The enumeration cannot continue because the data behind it no longer exists.',
    'Get a new enumerator from the object.',
  ],
  OLE_E_ADVISENOTSUPPORTED: [
    'The object does not support advisory connections, so it sends no change notifications.',
    'Poll the object for changes instead.',
  ],
  OLE_E_NOCONNECTION: [
    'No advisory or cache connection has this connection ID.',
    'Use the ID that the advise call returned, and only once to close the connection.',
  ],
  OLE_E_NOTRUNNING: [
    'The operation needs the running object, and only its handler is loaded.',
    'Call `OleRun` for the object first.',
  ],
  OLE_E_NOCACHE: [
    'The object has no cache on which the operation could work.',
    'Create a cache with `IOleCache::Cache` or `CreateDataCache` first.',
  ],
  OLE_E_BLANK: [
    'The object was created, but not initialised: it has no data to draw or return.',
    'Load the object from its storage or call `InitNew` before it is used.',
  ],
  OLE_E_CLASSDIFF: [
    'The class of the source of a linked object has changed since the link was created, so the link was not bound.',
    'Bind again with `OLELINKBIND_EVENIFCLASSDIFF`, or update the source of the link.',
  ],
  OLE_E_CANT_GETMONIKER: [
    'The moniker of the object could not be obtained, for example because its container has no file yet.',
    'Save the container document first, or do not offer the object as a link source.',
  ],
  OLE_E_CANT_BINDTOSOURCE: [
    'The linked object could not be connected to its source.',
    'Verify that the source file exists and that its program is installed, then update the link.',
  ],
  OLE_E_STATIC: [
    'The object is static: it is only a picture, and the operation is not possible.',
    'Insert the content again as an embedded or linked object.',
  ],
  OLE_E_PROMPTSAVECANCELLED: [
    'The user selected Cancel in the dialog box that asks whether to save the object.',
    'Nothing to do: the object stays open.',
  ],
  OLE_E_INVALIDRECT: [
    'The rectangle of a call that draws or places an object is not valid.',
    'Pass the bounds in the coordinates that the method documents, with a positive width and height.',
  ],
  OLE_E_WRONGCOMPOBJ: [
    '`compobj.dll` is too old for the `ole2.dll` that was initialised. Applies to 16-bit Windows.',
    'Repair the Windows installation with `sfc /scannow`; do not install OLE files of old programs.',
  ],
  OLE_E_INVALIDHWND: [
    'The window handle that was passed to an OLE function is not valid.',
    'Pass a handle of a window that exists in this process.',
  ],
  OLE_E_NOT_INPLACEACTIVE: [
    'The object is not active in its container, which the call requires.',
    'Activate the object with `IOleObject::DoVerb` and `OLEIVERB_INPLACEACTIVATE` first.',
  ],
  OLE_E_CANTCONVERT: [
    'The object could not be converted to another class or format.',
    'Install the program of the target class, and verify the `Conversion` key of its registration.',
  ],
  OLE_E_NOSTORAGE: [
    'The object has not been given a storage yet, so it cannot be saved or loaded.',
    'Call `IPersistStorage::InitNew` or `Load` first.',
  ],
  DRAGDROP_E_NOTREGISTERED: [
    '`RevokeDragDrop` was called for a window that is not registered as a drop target.',
    'Nothing to do when a window is closed. Otherwise call `RegisterDragDrop` first.',
  ],
  DRAGDROP_E_ALREADYREGISTERED: [
    'The window is a registered drop target already.',
    'Call `RevokeDragDrop` before the window is registered with another target.',
  ],
  DRAGDROP_E_INVALIDHWND: [
    'The window of a drop target does not exist, or belongs to another process.',
    'Register the drop target after its window was created, and from the thread of the window.',
  ],
  DRAGDROP_E_CONCURRENT_DRAG_ATTEMPTED: [
    'A second drag-and-drop operation was started while one is in progress.',
    'Start the next drag after `DoDragDrop` has returned.',
  ],
  VIEW_E_DRAW: [
    'The object could not draw itself into the given device context.',
    'Verify the device context, the drawing aspect and that the object has data, then draw again.',
  ],
  REGDB_E_PACKAGEPOLICYVIOLATION: [
    'A COM registration in an app package breaks a rule for packaged registrations.',
    'Correct the COM extension in the manifest of the package, or register the class outside it with an installer.',
  ],
  CS_E_PACKAGE_NOTFOUND: [
    'The class is not registered on the machine, and no software package that Active Directory publishes for it meets the criteria.',
    'Install the component on the machine where the class is activated. Verify the CLSID, architecture and machine name of the activation.',
  ],
  CS_E_NOT_DELETABLE: [
    'The software installation data cannot be deleted, because other entries in Active Directory refer to it.',
    'Remove the references, such as upgrade relations of other packages, first.',
  ],
  CS_E_CLASS_NOTFOUND: [
    'The software installation data in Active Directory has no entry for the CLSID.',
    'Register the class on the machine, or publish the package that contains it.',
  ],
  CS_E_INVALID_VERSION: [
    'The software installation data in Active Directory is damaged.',
    'Remove the package from the Group Policy object and add it again.',
  ],
  CS_E_NO_CLASSSTORE: [
    'Active Directory has no software installation data (class store) for the user or the machine.',
    'Install the component locally if the domain does not distribute software by Group Policy.',
  ],
  CS_E_OBJECT_NOTFOUND: [
    'A software installation object that was requested does not exist in Active Directory.',
    directory,
  ],
  CS_E_OBJECT_ALREADY_EXISTS: [
    'A software installation object of this name exists in Active Directory already.',
    'Use the existing package, or give the new one another name.',
  ],
  CS_E_INVALID_PATH: [
    'The path to the software installation data in Active Directory is not correct.',
    'Verify the LDAP path of the Group Policy object.',
  ],
  CS_E_NETWORK_ERROR: [
    'A network error interrupted the access to the software installation data in Active Directory.',
    'Verify the connection to a domain controller with `nltest /dsgetdc:<domain>`, and try again.',
  ],
  CS_E_ADMIN_LIMIT_EXCEEDED: [
    'The software installation object is larger than the limit that the administrator has set.',
    'Make the package smaller, or raise the limit in Active Directory.',
  ],
  CS_E_SCHEMA_MISMATCH: [
    'The schema of the software installation data in Active Directory is not the one that this version of Windows requires.',
    'Update the schema of the forest with `adprep`, as an administrator of the schema.',
  ],
  CS_E_INTERNAL_ERROR: [
    'The processing of the software installation data failed without a more exact reason.',
    directory,
  ],
  INPLACE_E_NOTUNDOABLE: [
    'The object or container has no undo state, or has discarded it.',
    'Nothing to do: the last change cannot be undone.',
  ],
  INPLACE_E_NOTOOLSPACE: [
    'The container has no space for the toolbars of the object that is activated in place.',
    'Request less border space, or show the tools in a window of their own.',
  ],
  CONVERT10_E_OLESTREAM_GET: [
    'The `Get` method of the OLE 1 stream returned an error while its object was read.',
    ole1,
  ],
  CONVERT10_E_OLESTREAM_PUT: [
    'The `Put` method of the OLE 1 stream returned an error while the converted object was written.',
    ole1,
  ],
  CONVERT10_E_OLESTREAM_FMT: [
    'The content of the OLE 1 stream is not in the correct format.',
    'Convert a document that the OLE 1 program saved again, or insert the object again.',
  ],
  CONVERT10_E_OLESTREAM_BITMAP_TO_DIB: [
    'The graphics device interface (GDI) could not convert the bitmap of the OLE 1 object to a device-independent bitmap.',
    'Free memory and GDI objects, then convert again.',
  ],
  CONVERT10_E_STG_FMT: [
    'The content of the OLE 2 storage is not in the correct format, so it cannot be written as an OLE 1 object.',
    backup,
  ],
  CONVERT10_E_STG_NO_STD_STREAM: [
    'The OLE 2 storage lacks a stream that each object has, such as its native data.',
    'Open the object with its program and save it again.',
  ],
  CONVERT10_E_STG_DIB_TO_BITMAP: [
    'GDI could not convert the device-independent bitmap of the OLE 2 object to a bitmap of OLE 1.',
    'Convert without presentation data, or free GDI objects and try again.',
  ],
  CONVERT10_E_OLELINK_DISABLED: [
    'The OLE 1 stream contains a linked object, and the conversion of links is disabled by an option or a callback of the program.',
    'Allow the link in the callback if its source is trusted; the block protects against links in documents from unknown sources.',
  ],
  CLIPBRD_E_CANT_OPEN: [
    'The clipboard could not be opened, because another window has it open.',
    'Find the program that keeps the clipboard open with `GetOpenClipboardWindow`, and try again after a short wait.',
  ],
  CLIPBRD_E_CANT_EMPTY: [
    'The clipboard was opened, but could not be emptied.',
    'Open the clipboard with a window of the calling thread as its owner, and try again.',
  ],
  CLIPBRD_E_CANT_SET: [
    'The data could not be placed on the clipboard.',
    'Verify the format and the memory of the data, and that no clipboard manager blocks the access.',
  ],
  CLIPBRD_E_BAD_DATA: [
    'The data on the clipboard is not valid, for example because its data object has ended.',
    'Copy the data again. A program that ends calls `OleFlushClipboard` first.',
  ],
  CLIPBRD_E_CANT_CLOSE: [
    'The clipboard could not be closed.',
    'Close the clipboard on the thread that opened it, and once for each `OpenClipboard`.',
  ],
  MK_E_CONNECTMANUALLY: [
    'The moniker could not be bound without help from the user, such as a password or the insertion of a medium.',
    'Connect the network resource or insert the medium, then bind again. Use a service account with the rights if no user is present.',
  ],
  MK_E_EXCEEDEDDEADLINE: [
    'The binding of the moniker did not end within the deadline of the bind context.',
    'Raise `dwTickCountDeadline` in `BIND_OPTS`, or set it to 0 for no deadline.',
  ],
  MK_E_NEEDGENERIC: [
    'The monikers can only be composed as a generic composite, which the caller excluded with `fOnlyIfNotGeneric`.',
    'Compose with `CreateGenericComposite`.',
  ],
  MK_E_UNAVAILABLE: [
    'The information is not available, for example the time of the last change, or the object is not in the running object table.',
    'Start the object or bind to it, then request the information again.',
  ],
  MK_E_SYNTAX: [
    'The display name of a moniker, such as `winmgmts:…` for WMI, could not be parsed.',
    'Correct the name at the position that the parser returned in `pchEaten`.',
  ],
  MK_E_NOOBJECT: [
    'The object that the moniker names, or an object on the way to it, was not found.',
    'Verify that the file, namespace or item of the moniker exists.',
  ],
  MK_E_INVALIDEXTENSION: [
    'No class is registered for the extension of the file.',
    'Install the program of the file type, or register the extension with a ProgID and a CLSID.',
  ],
  MK_E_INTERMEDIATEINTERFACENOTSUPPORTED: [
    'An object on the way to the target was found, but lacks an interface that the binding requires, such as `IOleItemContainer`.',
    'Use a server that supports the kind of item, or a moniker of another form.',
  ],
  MK_E_NOTBINDABLE: [
    'The moniker cannot be bound or related to another one in this form, such as a relative moniker without the one to its left.',
    'Compose the moniker with its absolute prefix before it is bound.',
  ],
  MK_E_NOTBOUND: [
    'The object is not registered with the bind context from which it was to be revoked.',
    'Revoke only objects that were registered with `RegisterObjectBound` of the same bind context.',
  ],
  MK_E_CANTOPENFILE: [
    'The file of a file moniker could not be opened.',
    'Verify that the file exists, and that the account of the server has access to it.',
  ],
  MK_E_MUSTBOTHERUSER: [
    'The binding needs a dialog with the user, which the flag `BIND_MAYBOTHERUSER` did not allow.',
    'Set the flag in an interactive program, or provide the input, such as credentials, in advance.',
  ],
  MK_E_NOINVERSE: [
    'The class of the moniker has no inverse.',
    'Do not build a relative path from this moniker: use its absolute form.',
  ],
  MK_E_NOSTORAGE: [
    'The moniker does not refer to an object that has a storage of its own.',
    'Bind to the object with `BindToObject` instead of `BindToStorage`.',
  ],
  MK_E_NOPREFIX: ['The two monikers have no common prefix.', 'Nothing to do: no relative path exists between them.'],
  MK_E_ENUMERATION_FAILED: [
    'The components of the moniker could not be enumerated.',
    'Use the display name of the moniker instead of its components.',
  ],
  EVENT_E_ALL_SUBSCRIBERS_FAILED: [
    'A COM+ event reached none of its subscribers: the call of each one failed.',
    'Read the application event log for the errors of the subscribers. Other interfaces use the same number with a meaning of their own.',
  ],
  EVENT_E_QUERYSYNTAX: [
    'The query for event classes or subscriptions has a syntax error.',
    "Correct the query at the index that `IEventSystem::Query` returned, for example to `EventClassID == {GUID} AND MethodName = 'name'`.",
  ],
  EVENT_E_QUERYFIELD: [
    'The query for event classes or subscriptions names a property that does not exist.',
    'Use the names of the properties of `IEventClass` or `IEventSubscription`.',
  ],
  EVENT_E_INTERNALEXCEPTION: [
    'An unexpected exception was raised in the COM+ event system.',
    'Restart the service `EventSystem`, and read the application event log of the source `EventSystem`.',
  ],
  EVENT_E_INTERNALERROR: [
    'The COM+ event system detected an unexpected internal error that is not an exception.',
    'Restart the service `EventSystem`. Install the component that owns the subscription again if the code remains.',
  ],
  EVENT_E_INVALID_PER_USER_SID: [
    'The security identifier (SID) of the owner of a per-user subscription does not exist.',
    'Set `OwnerSID` to the SID of an existing account, and store the subscription again.',
  ],
  EVENT_E_USER_EXCEPTION: [
    'A component or subscriber that the event called raised an exception.',
    'Correct the subscriber that the application event log names.',
  ],
  EVENT_E_TOO_MANY_METHODS: [
    'The event interface has more methods than the COM+ event system can fire.',
    'Divide the interface into several event interfaces.',
  ],
  EVENT_E_MISSING_EVENTCLASS: [
    'A subscription cannot be stored because its event class does not exist yet.',
    'Register the event class before the subscription.',
  ],
  EVENT_E_NOT_ALL_REMOVED: [
    'Not all objects that the query selects could be removed.',
    'Query again which objects remain, and remove those of COM+ applications with the Component Services console.',
  ],
  EVENT_E_COMPLUS_NOT_INSTALLED: [
    'The operation requires COM+, which is not installed.',
    'Repair the Windows component COM+, and verify that the service `COMSysApp` can be started.',
  ],
  EVENT_E_CANT_MODIFY_OR_DELETE_UNCONFIGURED_OBJECT: [
    'The event object was not added with the COM+ administration interfaces, so these cannot change or delete it.',
    'Change it with the interface that created it, such as `IEventSystem`.',
  ],
  EVENT_E_CANT_MODIFY_OR_DELETE_CONFIGURED_OBJECT: [
    'The event object was added with the COM+ administration interfaces, so `IEventSystem` cannot change or delete it.',
    'Change it in the Component Services console or with `COMAdminCatalog`.',
  ],
  EVENT_E_INVALID_EVENT_CLASS_PARTITION: [
    'The event class of the subscription is in a COM+ partition that is not valid for the subscription.',
    'Install the event class and the subscriber in the same partition, or in the global partition.',
  ],
  EVENT_E_PER_USER_SID_NOT_LOGGED_ON: [
    'The owner of a per-user subscription is not logged on to the machine.',
    'Nothing to do: the subscription becomes active when its owner logs on. Set `PerUser` to false if events must arrive at any time.',
  ],
  MK_E_NO_NORMALIZED: [
    'The path of a moniker could not be converted to its normalised form.',
    'Pass a full local path or a UNC path of a file that exists.',
  ],
};
