const activityLog = 'Read the event of the operation in the log `Microsoft-Windows-WMI-Activity/Operational`.';
const mof = 'Correct the declaration of the method in the MOF file, then compile it again with `mofcomp`.';
const reserved = 'Ask the vendor of the component that returned it, as the documentation gives the code no meaning.';
const versions = 'Install the current updates of Windows on both machines, then connect again.';

/**
 * Cause and remedy of the results of Windows Management Instrumentation (WMI).
 * Source: https://learn.microsoft.com/windows/win32/wmisdk/wmi-error-constants,
 * https://learn.microsoft.com/windows/win32/api/wbemcli/ne-wbemcli-wbemstatus and
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-wmi/a2899649-a5a3-4b13-9ffa-d8394dcdac63.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const wbemEntries = {
  WBEM_E_FAILED: [
    'The call of Windows Management Instrumentation (WMI) failed without a more exact reason.',
    'Read the `__ExtendedStatus` object of the error, or the log `Microsoft-Windows-WMI-Activity/Operational`.',
  ],
  WBEM_E_NOT_FOUND: [
    'No instance, class, property, qualifier or other object of the given name or path exists.',
    'Compare the name or the key values of the path with the objects that a query in the same namespace returns.',
  ],
  WBEM_E_ACCESS_DENIED: [
    'WMI or the provider refused the operation for the user of the call.',
    'Verify the permissions of the namespace in the WMI Control console (`wmimgmt.msc`), or run as an administrator.',
  ],
  WBEM_E_PROVIDER_FAILURE: [
    'The provider of the class failed after its initialisation had succeeded.',
    'Find the provider and its error in the log `Microsoft-Windows-WMI-Activity/Operational`, then repair or update its product.',
  ],
  WBEM_E_TYPE_MISMATCH: [
    'A value has another type than the property, parameter or qualifier that it is for.',
    'Convert the value to the CIM type of the definition of the class. Scripts pass 64-bit integers as strings.',
  ],
  WBEM_E_OUT_OF_MEMORY: [
    'WMI or the provider had not enough memory for the operation.',
    'Request fewer objects and properties with each query, and end programs that hold much memory.',
  ],
  WBEM_E_INVALID_CONTEXT: [
    'The `IWbemContext` object of the call is not valid, or has values that the provider does not accept.',
    'Pass `NULL` as the context, or the named values that the documentation of the provider lists.',
  ],
  WBEM_E_INVALID_PARAMETER: [
    'A parameter of the call is not correct, such as a null pointer or an unknown flag.',
    'Compare each argument and flag with the reference of the method.',
  ],
  WBEM_E_NOT_AVAILABLE: [
    'A resource that the operation needs, usually a remote server, is not available at the moment.',
    'Verify that the remote machine runs and can be reached, then try again.',
  ],
  WBEM_E_CRITICAL_ERROR: [
    'An internal error occurred in WMI from which the operation could not recover.',
    'Restart the service `Winmgmt`, and report the error to Microsoft Support if it occurs again.',
  ],
  WBEM_E_INVALID_STREAM: [
    'One or more network packets of a remote session arrived damaged.',
    'Connect again, and test the network between the machines if it recurs.',
  ],
  WBEM_E_NOT_SUPPORTED: [
    'WMI or the provider does not support the feature or the operation.',
    'Use an operation that the documentation of the class or of the provider names.',
  ],
  WBEM_E_INVALID_SUPERCLASS: [
    'The parent class of a class definition does not exist in the namespace or cannot be derived from.',
    'Create the parent class first, or correct its name in the derived class.',
  ],
  WBEM_E_INVALID_NAMESPACE: [
    'The namespace does not exist on the machine, often because the product that has it is not installed.',
    'Verify the spelling, such as `root\\cimv2` or `root\\ccm`, and that the product of the namespace is installed.',
  ],
  WBEM_E_INVALID_OBJECT: [
    'The object is not a valid instance, for example a class definition where `PutInstance` needs an instance.',
    'Create the instance with `IWbemClassObject::SpawnInstance` and set its key properties.',
  ],
  WBEM_E_INVALID_CLASS: [
    'The class does not exist in the namespace, or cannot be used for the operation.',
    'List the classes with `SELECT * FROM meta_class`, and compile the MOF file of the provider again if the class is missing.',
  ],
  WBEM_E_PROVIDER_NOT_FOUND: [
    'The `Provider` qualifier of the class names a provider that has no registration in the namespace.',
    'Compile the MOF file with the `__Win32Provider` instance of the provider in that namespace.',
  ],
  WBEM_E_INVALID_PROVIDER_REGISTRATION: [
    'The registration of the provider is incomplete or wrong: the namespace, the COM registration, the hosting model or a class in it is not valid.',
    'Verify `#pragma namespace`, `CLSID` and `HostingModel` of the `__Win32Provider` instance, then compile the MOF file again.',
  ],
  WBEM_E_PROVIDER_LOAD_FAILURE: [
    'COM could not load the provider: its library or one that it needs is damaged or missing, or the provider is not registered with COM.',
    'Register an in-process provider with `regsvr32`, or an out-of-process one with `/regserver`.',
  ],
  WBEM_E_INITIALIZATION_FAILURE: [
    'A component such as a provider could not be initialised, for internal reasons.',
    activityLog,
  ],
  WBEM_E_TRANSPORT_FAILURE: [
    'A network error interrupted the operation on the remote machine.',
    'Verify the network, the firewall rules for WMI and DCOM on both machines, then connect again.',
  ],
  WBEM_E_INVALID_OPERATION: [
    'The operation is not valid for the object. It usually is an attempt to delete a class or a property that cannot be deleted.',
    'Do not delete system classes and system properties, and delete objects in the class that declares them.',
  ],
  WBEM_E_INVALID_QUERY: [
    'The text of a query has a syntax error in WMI Query Language (WQL).',
    'Correct the query, and test it in `wbemtest`. Backslashes and quotation marks in its strings need an escape.',
  ],
  WBEM_E_INVALID_QUERY_TYPE: ['The query language of the call is not supported.', 'Pass `WQL` as the query language.'],
  WBEM_E_ALREADY_EXISTS: [
    'The instance or class exists already, and the call only allowed to create it (`WBEM_FLAG_CREATE_ONLY`).',
    'Use `WBEM_FLAG_CREATE_OR_UPDATE` to overwrite the object, or choose other key values.',
  ],
  WBEM_E_OVERRIDE_NOT_ALLOWED: [
    'The qualifier cannot be added here, because the object that owns it does not permit overrides.',
    'Change the qualifier in the class that declares it, or omit it.',
  ],
  WBEM_E_PROPAGATED_QUALIFIER: [
    'The qualifier to delete is inherited from a parent class, not owned by the object.',
    'Delete the qualifier in the parent class.',
  ],
  WBEM_E_PROPAGATED_PROPERTY: [
    'The property to delete is inherited from a parent class, not declared by the class itself.',
    'Delete the property in the parent class that declares it.',
  ],
  WBEM_E_UNEXPECTED: [
    'The client called methods in an order that is not allowed, such as `EndEnumeration` before `BeginEnumeration`.',
    'Call the methods in the order of the reference of the interface.',
  ],
  WBEM_E_ILLEGAL_OPERATION: [
    'The operation is not allowed for this kind of object, such as to spawn a derived class from an instance.',
    'Call the method on an object of the kind that its reference requires, a class or an instance.',
  ],
  WBEM_E_CANNOT_BE_KEY: [
    'The `key` qualifier was put on a property that cannot be a key, or on a property of an instance.',
    'Set the `key` qualifier in the definition of the class, on a property whose type allows it.',
  ],
  WBEM_E_INCOMPLETE_CLASS: [
    'The object is not a complete class definition, or the class has not been written to WMI yet.',
    'Complete the class and write it with `PutClass` or `Put_`, then read it again before it is used.',
  ],
  WBEM_E_INVALID_SYNTAX: [
    'The syntax of a query is not valid. The documentation lists it beside `WBEM_E_INVALID_QUERY`, which `IWbemServices::ExecQuery` returns.',
    'Correct the query as for `WBEM_E_INVALID_QUERY`.',
  ],
  WBEM_E_NONDECORATED_OBJECT: [
    'Reserved for future use. The name refers to an object that is not decorated.',
    reserved,
  ],
  WBEM_E_READ_ONLY: [
    'The property to change is read-only.',
    'Look in the documentation of the class for a property or method that changes the value.',
  ],
  WBEM_E_PROVIDER_NOT_CAPABLE: [
    'The provider does not implement the operation: to get, enumerate, create, update or delete its objects, or a query as complex as this one.',
    'Use an operation that the provider implements, or simplify the query and filter the objects in the program.',
  ],
  WBEM_E_CLASS_HAS_CHILDREN: [
    'The change of the class would invalidate a class that is derived from it.',
    'Change or delete the derived classes first, or update with `WBEM_FLAG_UPDATE_FORCE_MODE`.',
  ],
  WBEM_E_CLASS_HAS_INSTANCES: [
    'A class that has instances cannot be changed or deleted.',
    'Delete the instances of the class first.',
  ],
  WBEM_E_QUERY_NOT_IMPLEMENTED: [
    'Reserved for future use. The name refers to a query that is not implemented.',
    reserved,
  ],
  WBEM_E_ILLEGAL_NULL: [
    'A property that must have a value was null, such as one with the qualifier `Key`, `Indexed` or `Not_Null`.',
    'Set the property before the object is written.',
  ],
  WBEM_E_INVALID_QUALIFIER_TYPE: [
    'The variant of a qualifier has a type that qualifiers cannot have.',
    'Use `VT_I4`, `VT_R8`, `VT_BSTR` or `VT_BOOL`, or an array of one of them.',
  ],
  WBEM_E_INVALID_PROPERTY_TYPE: [
    'The CIM type of a property is not valid in its declaration.',
    'Declare the property with a type of the `CIMTYPE_ENUMERATION`, such as `CIM_STRING` or `CIM_UINT32`.',
  ],
  WBEM_E_VALUE_OUT_OF_RANGE: [
    'A value is outside the range of its type, or not compatible with the type.',
    'Pass a value that the CIM type of the property can hold.',
  ],
  WBEM_E_CANNOT_BE_SINGLETON: [
    'The class cannot have the `Singleton` qualifier, for example because its parent class is not a singleton.',
    'Remove the qualifier, or derive the class from a singleton or from no class.',
  ],
  WBEM_E_INVALID_CIM_TYPE: [
    'A number or name that stands for a type is not one of the types of the Common Information Model (CIM).',
    'Pass a value of the `CIMTYPE_ENUMERATION`.',
  ],
  WBEM_E_INVALID_METHOD: [
    'The class or the object does not have the method that was called.',
    'Compare the name with the methods of the class, and call a static method on the class itself.',
  ],
  WBEM_E_INVALID_METHOD_PARAMETERS: [
    'The input parameters do not match the signature of the method in names, types or number.',
    'Create the parameters from the input class that `IWbemClassObject::GetMethod` returns.',
  ],
  WBEM_E_SYSTEM_PROPERTY: [
    'Qualifiers were requested of a system property, one whose name begins with two underscores.',
    'Omit system properties, for example with `WBEM_FLAG_NONSYSTEM_ONLY`.',
  ],
  WBEM_E_INVALID_PROPERTY: [
    'WMI does not recognise the type of the property.',
    'Read the declaration of the property from the class, and compile the MOF file again if it is wrong there.',
  ],
  WBEM_E_CALL_CANCELLED: [
    'An asynchronous call was cancelled, by the client or by WMI. The operation may still have been executed.',
    'Nothing to do if your program cancelled it; otherwise read the state of the object before the call is repeated.',
  ],
  WBEM_E_SHUTTING_DOWN: [
    'The WMI service was stopping when the operation arrived.',
    'Connect again after the service `Winmgmt` or the machine has restarted.',
  ],
  WBEM_E_PROPAGATED_METHOD: [
    'A class declares a method of the same name as its parent class, with another signature.',
    'Use the signature of the parent class, or another name for the method.',
  ],
  WBEM_E_UNSUPPORTED_PARAMETER: [
    'A parameter, such as the text of a query, is too complex for the provider, which asks WMI to use simpler ones.',
    'Nothing to do if WMI retries by itself; otherwise simplify the `WHERE` clause.',
  ],
  WBEM_E_MISSING_PARAMETER_ID: [
    'A parameter of the method was missing. The name of the code refers to the `ID` qualifier that numbers parameters.',
    'Pass all parameters, and verify that each one has an `ID` qualifier in the declaration of the method.',
  ],
  WBEM_E_INVALID_PARAMETER_ID: ['The `ID` qualifier of a method parameter has a value that is not valid.', mof],
  WBEM_E_NONCONSECUTIVE_PARAMETER_IDS: [
    'The `ID` qualifiers of the parameters of a method are not consecutive.',
    'Number the parameters from zero without gaps in the MOF file, then compile it again with `mofcomp`.',
  ],
  WBEM_E_PARAMETER_ID_ON_RETVAL: [
    'The return value of a method has an `ID` qualifier, which only parameters may have.',
    'Remove the `ID` qualifier from `ReturnValue` in the declaration of the method.',
  ],
  WBEM_E_INVALID_OBJECT_PATH: [
    'The path of a WMI object has a syntax error, or does not name the key properties correctly.',
    'Use the value of `__PATH` or `__RELPATH`, or the form `Class.Key="value"` with escaped backslashes.',
  ],
  WBEM_E_OUT_OF_DISK_SPACE: [
    'The volume is full, or the repository of WMI has reached its limit of 4 GB.',
    'Make room on the system volume, and find the program that writes large amounts of data to the repository.',
  ],
  WBEM_E_BUFFER_TOO_SMALL: [
    'The buffer of the caller is too small for the objects of the enumerator, or for a string property.',
    'Call again with a buffer of the size that the call returned.',
  ],
  WBEM_E_UNSUPPORTED_PUT_EXTENSION: [
    'The provider does not support this kind of put operation, such as an update of only some properties.',
    'Write the whole instance, without the `__PUT_EXT` values in the context of the call.',
  ],
  WBEM_E_UNKNOWN_OBJECT_TYPE: [
    'An object of an unknown type or version was found while data was marshalled between processes.',
    versions,
  ],
  WBEM_E_UNKNOWN_PACKET_TYPE: [
    'A packet of an unknown type or version arrived while data was marshalled between processes.',
    versions,
  ],
  WBEM_E_MARSHAL_VERSION_MISMATCH: ['The version of a marshalled packet is not supported by the receiver.', versions],
  WBEM_E_MARSHAL_INVALID_SIGNATURE: [
    'The signature of a marshalled packet is wrong: the packet appears to be damaged.',
    'Call again, and test the network or the memory of the machines if it recurs.',
  ],
  WBEM_E_INVALID_QUALIFIER: [
    'A qualifier is not allowed where it is, such as `key` on a class instead of a property.',
    'Move the qualifier to an element for which its documentation allows it.',
  ],
  WBEM_E_INVALID_DUPLICATE_PARAMETER: ['A CIM method declares the same parameter twice.', mof],
  WBEM_E_TOO_MUCH_DATA: ['Reserved for future use. The name refers to an amount of data that is too large.', reserved],
  WBEM_E_SERVER_TOO_BUSY: [
    'WMI could not accept an event or object: a call of `IWbemObjectSink::Indicate` failed.',
    'Send the event again from the provider after a delay.',
  ],
  WBEM_E_INVALID_FLAVOR: [
    'The flavor of a qualifier, its rules for propagation and override, is not valid.',
    'Combine only the flags of `WBEM_FLAVOR_TYPE`.',
  ],
  WBEM_E_CIRCULAR_REFERENCE: [
    'A definition refers to itself, for example a class that is derived from itself.',
    'Remove the cycle from the parent classes or references.',
  ],
  WBEM_E_UNSUPPORTED_CLASS_UPDATE: [
    'The update of the class is not supported. The documentation says only that the class is not supported.',
    'Delete the class and create it again instead of the update, after its instances have been saved.',
  ],
  WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE: [
    'A key property was to be changed while instances or derived classes use the key.',
    'Delete the instances and derived classes first, or create a new class with the other key.',
  ],
  WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE: [
    'An indexed property was to be changed while instances or derived classes use the index.',
    'Delete the instances and derived classes first, or keep the `Indexed` qualifier as it is.',
  ],
  WBEM_E_TOO_MANY_PROPERTIES: [
    'More properties were to be created than the current version of the class supports.',
    'Divide the properties between several classes.',
  ],
  WBEM_E_UPDATE_TYPE_MISMATCH: [
    'The update of a class conflicts with a derived class, which redefines a property with another type.',
    'Give the property the same type in the parent and the derived class, or another name.',
  ],
  WBEM_E_UPDATE_OVERRIDE_NOT_ALLOWED: [
    'A derived class overrides a qualifier that its parent class does not allow to override.',
    'Remove the qualifier from the derived class, or the flavor `DisableOverride` from the parent class.',
  ],
  WBEM_E_UPDATE_PROPAGATED_METHOD: [
    'The update of a class conflicts with a derived class, which declares a method again with another signature.',
    'Change the signature in the derived class first, then update the parent class.',
  ],
  WBEM_E_METHOD_NOT_IMPLEMENTED: [
    'The method does not have the `Implemented` qualifier in any class of the object, so no provider executes it.',
    'Add the qualifier in the class whose provider implements the method, or call the method of a derived class.',
  ],
  WBEM_E_METHOD_DISABLED: [
    'The method has the `Disabled` qualifier, so it cannot be executed for this class.',
    'Use another method, or remove the qualifier if the class is your own.',
  ],
  WBEM_E_REFRESHER_BUSY: [
    'The refresher, which updates performance data, is busy with another operation.',
    'Wait until the other `Refresh` call has returned, or use a refresher of its own for each thread.',
  ],
  WBEM_E_UNPARSABLE_QUERY: [
    'The query of an event filter or event registration has a syntax error.',
    'Correct the query, and test it as a notification query in `wbemtest`.',
  ],
  WBEM_E_NOT_EVENT_CLASS: [
    'The `FROM` clause of an event query names a class that is not derived from `__Event`.',
    'Use an event class such as `__InstanceModificationEvent` with `WHERE TargetInstance ISA "Class"`.',
  ],
  WBEM_E_MISSING_GROUP_WITHIN: [
    'An event query has a `GROUP BY` clause without `GROUP WITHIN`.',
    'Add `GROUP WITHIN` with an interval in seconds before `BY`.',
  ],
  WBEM_E_MISSING_AGGREGATION_LIST: [
    'A `GROUP BY` clause aggregates by all properties of the event, which is not supported.',
    'List the properties after `BY`.',
  ],
  WBEM_E_PROPERTY_NOT_AN_OBJECT: [
    'A query uses dot notation on a property that is not an embedded object.',
    'Remove the part after the dot, or use a property that holds an object, such as `TargetInstance`.',
  ],
  WBEM_E_AGGREGATING_BY_OBJECT: [
    'A `GROUP BY` clause names an embedded object as a whole.',
    'Name a property of the object with dot notation, such as `TargetInstance.Name`.',
  ],
  WBEM_E_UNINTERPRETABLE_PROVIDER_QUERY: [
    'A query in an `__EventProviderRegistration` does not specify the classes whose events the provider delivers.',
    'Name the event class, and the class of `TargetInstance` with `ISA`, in each query of `EventQueryList`.',
  ],
  WBEM_E_BACKUP_RESTORE_WINMGMT_RUNNING: [
    'The repository was to be backed up or restored while the WMI service and its clients used it.',
    'End the clients, or restore with `WBEM_FLAG_BACKUP_RESTORE_FORCE_SHUTDOWN`.',
  ],
  WBEM_E_QUEUE_OVERFLOW: [
    'The queue for asynchronous delivery overflowed, because an event consumer was too slow.',
    'Return faster from the event sink, or narrow the filter so that fewer events arrive.',
  ],
  WBEM_E_PRIVILEGE_NOT_HELD: [
    'A security privilege that the operation requires is not held or not enabled by the client.',
    'Enable the privilege in the token before the connection, for example with the moniker `winmgmts:{(Shutdown)}` in a script.',
  ],
  WBEM_E_INVALID_OPERATOR: [
    'A query compares a property with an operator that its type does not support.',
    'Use `=` or `<>` for Boolean and object values, and `LIKE` only for strings.',
  ],
  WBEM_E_LOCAL_CREDENTIALS: [
    'User name, password or authority were given for a connection to the local machine.',
    'Omit the credentials for local connections, and run the program as the other user if necessary.',
  ],
  WBEM_E_CANNOT_BE_ABSTRACT: [
    'A class is declared abstract although its parent class is not abstract.',
    'Remove the `Abstract` qualifier, or derive the class from an abstract one.',
  ],
  WBEM_E_AMENDED_OBJECT: [
    'An object with amended (localised) qualifiers was written without the flag for them.',
    'Pass `WBEM_FLAG_USE_AMENDED_QUALIFIERS` to `PutClass` or `PutInstance`.',
  ],
  WBEM_E_CLIENT_TOO_SLOW: [
    'The client did not retrieve objects from an enumerator quickly enough, so the cache of WMI filled up.',
    'Read the objects without long pauses, or use a forward-only enumerator and smaller queries.',
  ],
  WBEM_E_NULL_SECURITY_DESCRIPTOR: [
    'A null security descriptor was passed to an operation that requires one.',
    'Pass a security descriptor with owner, group and access control list.',
  ],
  WBEM_E_TIMED_OUT: [
    'The operation did not finish within its time limit.',
    'Repeat it with a longer timeout, or with a query that returns fewer objects.',
  ],
  WBEM_E_INVALID_ASSOCIATION: [
    'The association between objects, or the class that declares it, is not valid.',
    'Verify that the class has the `Association` qualifier and that its reference properties name existing classes.',
  ],
  WBEM_E_AMBIGUOUS_OPERATION: [
    'More than one meaning of the operation is possible. No details are published.',
    'Identify the object by its full path with all key properties.',
  ],
  WBEM_E_QUOTA_VIOLATION: [
    'WMI uses too much memory: the machine has little left, or a provider host exceeded its quota.',
    'Narrow the query, and raise the limits of `__ProviderHostQuotaConfiguration` in `root` only if the provider needs it.',
  ],
  WBEM_E_RESERVED_001: [
    'The header reserves the code; the documentation lists it as `WBEM_E_TRANSACTION_CONFLICT`, a conflict between transactions.',
    'Repeat the operation when no other program writes to the same objects.',
  ],
  WBEM_E_RESERVED_002: [
    'The header reserves the code; the documentation lists it as `WBEM_E_FORCED_ROLLBACK`, a transaction that was rolled back.',
    'Read the objects again, then repeat the changes of the transaction.',
  ],
  WBEM_E_UNSUPPORTED_LOCALE: [
    'WMI or the provider does not support the locale of the call.',
    'Connect without a locale, or with one that is installed, such as `MS_409` for English.',
  ],
  WBEM_E_HANDLE_OUT_OF_DATE: [
    'The handle of an object is out of date and can no longer be used.',
    'Obtain the handle again from the current object or class.',
  ],
  WBEM_E_CONNECTION_FAILED: [
    'The connection to an SQL database that stores the data failed.',
    'Verify that database. The default repository of Windows is not stored in one.',
  ],
  WBEM_E_INVALID_HANDLE_REQUEST: [
    'The request for a handle is not valid for the object.',
    'Request handles only for properties that the class of the object has.',
  ],
  WBEM_E_PROPERTY_NAME_TOO_WIDE: [
    'The name of a property has more than 255 characters.',
    'Shorten the name of the property.',
  ],
  WBEM_E_CLASS_NAME_TOO_WIDE: ['The name of a class has more than 255 characters.', 'Shorten the name of the class.'],
  WBEM_E_METHOD_NAME_TOO_WIDE: [
    'The name of a method has more than 255 characters.',
    'Shorten the name of the method.',
  ],
  WBEM_E_QUALIFIER_NAME_TOO_WIDE: [
    'The name of a qualifier has more than 255 characters.',
    'Shorten the name of the qualifier.',
  ],
  WBEM_E_RERUN_COMMAND: [
    'A command failed because of a deadlock in SQL. Only a store in an SQL database returns it.',
    'Run the command again.',
  ],
  WBEM_E_DATABASE_VER_MISMATCH: [
    'The version of the repository is not the one that the repository driver of WMI can process.',
    'Run `winmgmt /verifyrepository`, then `winmgmt /salvagerepository` if it is inconsistent. Do not delete the repository.',
  ],
  WBEM_E_VETO_DELETE: [
    'A provider did not allow WMI to delete the object.',
    'Remove what the provider protects first, with the tool or method of its product.',
  ],
  WBEM_E_VETO_PUT: [
    'A provider did not allow WMI to write the object.',
    'Compare the values of the object with the rules of the provider, then write it again.',
  ],
  WBEM_E_INVALID_LOCALE: [
    'The locale identifier of the call is not valid for the operation.',
    'Use the form `MS_` with the locale identifier in hexadecimal digits, such as `MS_407`.',
  ],
  WBEM_E_PROVIDER_SUSPENDED: [
    'The provider is suspended and does not process requests.',
    'Resume the provider with the `Resume` method of its `MSFT_Providers` instance, or restart the service `Winmgmt`.',
  ],
  WBEM_E_SYNCHRONIZATION_REQUIRED: [
    'The value is known only after the object has been written to WMI and retrieved again.',
    'Write the object, read it again, then request the property.',
  ],
  WBEM_E_NO_SCHEMA: [
    'The operation needs a schema, a set of class definitions, that is not available.',
    'Compile the MOF files of the classes in the namespace with `mofcomp`.',
  ],
  WBEM_E_PROVIDER_ALREADY_REGISTERED: [
    'The provider is registered already, so it cannot be registered again.',
    'Use the existing registration, or call `IWbemDecoupledRegistrar::UnRegister` first.',
  ],
  WBEM_E_PROVIDER_NOT_REGISTERED: [
    'The provider was not registered with WMI when the call needed its registration.',
    'Call `Register` of the decoupled provider and verify its result before other calls.',
  ],
  WBEM_E_FATAL_TRANSPORT_ERROR: [
    'The transport of the connection failed in a way from which it cannot recover.',
    'Release the connection with all its objects, and create a new one with `ConnectServer`.',
  ],
  WBEM_E_ENCRYPTED_CONNECTION_REQUIRED: [
    'A computer name or domain was to be changed over a connection that is not encrypted.',
    'Connect with the authentication level `RPC_C_AUTHN_LEVEL_PKT_PRIVACY` (`pktPrivacy` in scripts).',
  ],
  WBEM_E_PROVIDER_TIMED_OUT: [
    'The provider did not report results within its timeout.',
    'Request less from the provider with one call, or find out in the provider what delays it.',
  ],
  WBEM_E_NO_KEY: [
    'An instance was to be written whose class defines no key property.',
    'Add the `key` qualifier to a property of the class, or make the class a singleton.',
  ],
  WBEM_E_PROVIDER_DISABLED: [
    'The COM server of the provider has been unloaded, for example with the `UnLoad` method of `MSFT_Providers`.',
    'Call the `Load` method of its `MSFT_Providers` instance, or restart the service `Winmgmt`.',
  ],
};
