const reconcile = 'Compare the data of all resource managers of the transaction, and correct by hand what differs.';

/**
 * Cause and remedy of the results of the Microsoft Distributed Transaction Coordinator (MSDTC) and of the transaction log of COM+.
 * Source: https://learn.microsoft.com/windows/win32/com/com-error-codes-2,
 * https://learn.microsoft.com/previous-versions/windows/desktop/ms678837(v=vs.85) (`ITransaction::Commit`),
 * https://learn.microsoft.com/previous-versions/windows/desktop/ms679810(v=vs.85) (`IResourceManager::Enlist`) and
 * https://learn.microsoft.com/windows/win32/api/comsvcs/nn-comsvcs-icrmlogcontrol.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const transactionEntries = {
  XACT_S_ASYNC: [
    'The asynchronous commit or abort has begun. Its outcome is not known yet.',
    'Wait for the outcome on `ITransactionOutcomeEvents` before the results are used.',
  ],
  XACT_S_DEFECT: [
    'A success code of which Microsoft publishes only the name.',
    'See the documentation of the component that returned it. The call counts as a success.',
  ],
  XACT_S_READONLY: [
    'The resource manager made no changes in the transaction. It votes to commit and receives no further notification.',
    'Nothing to do.',
  ],
  XACT_S_SOMENORETAIN: [
    'The coordinated transaction was aborted. Some enlisted resources do not support a retaining abort, and ended their part outright.',
    'Begin a new transaction for the resources that were not retained.',
  ],
  XACT_S_OKINFORM: [
    'An event sink made no changes and asks for another call if other sinks make changes.',
    'Nothing to do, except in a transaction manager, which calls the sink again after a change.',
  ],
  XACT_S_MADECHANGESCONTENT: [
    'An event sink changed one or more resources during the call and agrees that the transaction proceeds.',
    'Nothing to do.',
  ],
  XACT_S_MADECHANGESINFORM: [
    'An event sink agrees that the transaction proceeds, and asks for another call if other sinks make changes after it.',
    'Nothing to do, except in a transaction manager, which repeats the round if a later sink makes changes.',
  ],
  XACT_S_ALLNORETAIN: [
    'The transaction was aborted without retention: no new unit of work continues it.',
    'Begin a new transaction for further work.',
  ],
  XACT_S_ABORTING: [
    'An abort of the transaction was already in progress, so the call was ignored.',
    'Nothing to do: wait for the outcome of the first abort.',
  ],
  XACT_S_SINGLEPHASE: [
    'The only resource manager of the transaction has committed it in a single phase, without a separate prepare.',
    'Nothing to do.',
  ],
  XACT_S_LOCALLY_OK: [
    'The transaction has not been aborted on this machine. Its outcome on other machines is not known from this.',
    'Nothing to do: continue, and read the final outcome from the commit.',
  ],
  XACT_S_LASTRESOURCEMANAGER: [
    'The resource manager asks to be the last one of the transaction, which decides its outcome as the coordinator.',
    'Nothing to do.',
  ],
  XACT_E_ALREADYOTHERSINGLEPHASE: [
    'Another resource manager that supports only single-phase commit is enlisted in the transaction, which allows one.',
    'Replace one of the two with a resource manager that supports two-phase commit, or use separate transactions.',
  ],
  XACT_E_CANTRETAIN: [
    'A retaining commit or abort, which continues with a new unit of work, is not supported. MSDTC supports none.',
    'Pass `FALSE` as `fRetaining`, and begin a new transaction afterwards.',
  ],
  XACT_E_COMMITFAILED: [
    'The commit failed for an unknown reason, and the transaction was aborted.',
    'Read the events of the resource managers and of the source `MSDTC`, then repeat the work in a new transaction.',
  ],
  XACT_E_COMMITPREVENTED: [
    'The caller of commit did not begin the transaction. Only the initiator may commit it.',
    'Commit in the process and on the object that began the transaction.',
  ],
  XACT_E_HEURISTICABORT: [
    'A resource decided on its own to abort its part of a transaction that was to be committed.',
    'Repeat the lost work on that resource.',
  ],
  XACT_E_HEURISTICCOMMIT: [
    'A resource decided on its own to commit its part of a transaction that was to be aborted.',
    'Undo the committed work on that resource.',
  ],
  XACT_E_HEURISTICDAMAGE: [
    'Parts of the transaction are committed and others aborted, likely because resources decided on their own.',
    reconcile,
  ],
  XACT_E_HEURISTICDANGER: [
    'Parts of the transaction may be committed and others aborted. The decisions of the resources are not known for certain.',
    reconcile,
  ],
  XACT_E_ISOLATIONLEVEL: [
    'The isolation level of the transaction is not valid, or not supported by the provider.',
    'Pass a level that the provider supports, such as `ISOLATIONLEVEL_READCOMMITTED`.',
  ],
  XACT_E_NOASYNC: [
    'The transaction manager cannot execute the method asynchronously.',
    'Call the method synchronously: without `XACTTC_ASYNC`, or with `fAsync` as `FALSE`.',
  ],
  XACT_E_NOENLIST: [
    'The resource could not be enlisted in the transaction.',
    'Verify that the provider supports distributed transactions, and that MSDTC runs on both machines.',
  ],
  XACT_E_NOISORETAIN: [
    'The transaction cannot keep its isolation over a retaining commit or abort, or `isoFlags` was not zero.',
    'Pass zero as `isoFlags`.',
  ],
  XACT_E_NORESOURCE: [
    'No resource is associated with the enlistment at present.',
    'Enlist the resource manager again before the enlistment is used.',
  ],
  XACT_E_NOTCURRENT: [
    'A resource manager with optimistic concurrency control found that other work had changed the same data.',
    'Read the data again and repeat the work in a new transaction.',
  ],
  XACT_E_NOTRANSACTION: [
    'The transaction does not exist any more, because it has been committed or aborted, or the component has none.',
    'Begin a new transaction, and verify that a timeout did not abort the first one.',
  ],
  XACT_E_NOTSUPPORTED: [
    'The combination of flags is not supported. MSDTC, for example, has no commit that returns after phase two.',
    'Pass `XACTTC_SYNC_PHASEONE` or `XACTTC_ASYNC` alone.',
  ],
  XACT_E_UNKNOWNRMGRID: [
    'The identifier of the resource manager does not belong to the transaction or to its transaction manager.',
    'Register the resource manager with the same transaction manager before the call.',
  ],
  XACT_E_WRONGSTATE: [
    'The method does not fit the state of the transaction, such as a log record before `RegisterCompensator` or during completion.',
    'Call the methods in the order of the interface, and no more of them after the commit has begun.',
  ],
  XACT_E_WRONGUOW: [
    'The unit of work of the call is not the one that the resource manager expects.',
    'Pass the unit of work that the enlistment returned for this transaction.',
  ],
  XACT_E_XTIONEXISTS: [
    'The connection or resource is already enlisted in a transaction.',
    'End that transaction first, or use another connection for the new one.',
  ],
  XACT_E_NOIMPORTOBJECT: [
    'No import object was found for the transaction, so it cannot be imported from another process.',
    'Request the whereabouts of the importer and export the transaction again for them.',
  ],
  XACT_E_INVALIDCOOKIE: [
    'The transaction cookie, the marshalled form of the transaction, is not valid.',
    'Pass the unchanged bytes of `ITransactionExport::GetTransactionCookie` with their exact length.',
  ],
  XACT_E_INDOUBT: [
    'The outcome is not known, because communication failed or a transaction or resource manager ended during the commit.',
    'Do not repeat the work yet: look up the transaction in the Transaction List of Component Services until it is resolved.',
  ],
  XACT_E_NOTIMEOUT: [
    'A timeout was given, but the transaction manager does not support timeouts.',
    'Set the timeout in `ITransactionOptions` to zero, or pass no options.',
  ],
  XACT_E_ALREADYINPROGRESS: [
    'The operation is in progress already, for example a commit while abort was called. The new call was ignored.',
    'Wait for the outcome of the operation that runs.',
  ],
  XACT_E_ABORTED: [
    'The transaction has been aborted, by a participant or because its timeout has passed.',
    'Find the participant that aborted it, raise the timeout if necessary, and repeat the work in a new transaction.',
  ],
  XACT_E_LOGFULL: [
    'The log of the transaction manager is full, so it cannot begin or enlist transactions.',
    'Resolve old transactions, or enlarge the log on the Logging tab of the Local DTC in Component Services.',
  ],
  XACT_E_TMNOTAVAILABLE: [
    'The transaction manager cannot be reached: the service `MSDTC` does not run or cannot be started.',
    'Start the service `MSDTC`, and read its events if it stops again.',
  ],
  XACT_E_CONNECTION_DOWN: [
    'An existing connection to the transaction manager was lost, for example because it restarted.',
    'Release the objects of the connection, obtain a new one, and find out the outcome of open transactions.',
  ],
  XACT_E_CONNECTION_DENIED: [
    'The transaction manager refused a new connection.',
    'Verify the security settings of MSDTC, the account of the caller and the events of the source `MSDTC`.',
  ],
  XACT_E_REENLISTTIMEOUT: [
    'A resource manager that recovers did not learn the outcome of a transaction within the timeout of `Reenlist`.',
    'Call `Reenlist` again, with a longer or infinite timeout, when the transaction manager can be reached.',
  ],
  XACT_E_TIP_CONNECT_FAILED: [
    'No connection to another transaction manager was possible over the Transaction Internet Protocol (TIP).',
    'Verify the address in the TIP URL, the port and the firewall of the remote transaction manager.',
  ],
  XACT_E_TIP_PROTOCOL_ERROR: [
    'A protocol error occurred in the communication with another manager of the Transaction Internet Protocol (TIP).',
    'Verify that the versions of TIP on both sides match, or use WS-AtomicTransaction, as TIP is deprecated.',
  ],
  XACT_E_TIP_PULL_FAILED: [
    'A transaction could not be pulled from another manager of the Transaction Internet Protocol (TIP).',
    'Verify that the transaction of the TIP URL is still active on the remote manager.',
  ],
  XACT_E_DEST_TMNOTAVAILABLE: [
    'The transaction manager of the destination machine cannot be reached.',
    'Start the service `MSDTC` on the destination machine, and verify its firewall rules.',
  ],
  XACT_E_TIP_DISABLED: [
    'Support of the Transaction Internet Protocol (TIP) is disabled in the transaction manager.',
    'Enable TIP in the security settings of MSDTC, or use WS-AtomicTransaction, as TIP is deprecated.',
  ],
  XACT_E_NETWORK_TX_DISABLED: [
    'The local transaction manager has network transactions disabled.',
    'Enable Network DTC Access with inbound and outbound transactions on the Security tab of the Local DTC in Component Services.',
  ],
  XACT_E_PARTNER_NETWORK_TX_DISABLED: [
    'The transaction manager of the other machine has network transactions disabled.',
    'Enable Network DTC Access on the other machine, with the same authentication setting as on this one.',
  ],
  XACT_E_XA_TX_DISABLED: [
    'Transactions of the X/Open XA interface are disabled in the transaction manager.',
    'Enable XA Transactions on the Security tab of the Local DTC, then restart the service `MSDTC`.',
  ],
  XACT_E_UNABLE_TO_READ_DTC_CONFIG: [
    'MSDTC could not read its configuration.',
    'Verify that the account can read `HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSDTC`, and that the key is complete.',
  ],
  XACT_E_UNABLE_TO_LOAD_DTC_PROXY: [
    'The library of the MSDTC proxy (`msdtcprx.dll`) could not be loaded.',
    'Run `sfc /scannow` to restore the system files.',
  ],
  XACT_E_ABORTING: [
    'The local transaction has been aborted, so no further work is possible in it.',
    'Stop the work of the transaction, and begin a new one.',
  ],
  XACT_E_PUSH_COMM_FAILURE: [
    'MSDTC could not push the transaction to the destination: the firewall, name resolution (NetBIOS) or the setting for network transactions prevents it.',
    "Allow MSDTC in the firewalls, verify that the machines resolve each other's names, and enable network transactions on both.",
  ],
  XACT_E_PULL_COMM_FAILURE: [
    'MSDTC could not pull the transaction from the source machine: the firewall, name resolution (NetBIOS) or the setting for network transactions prevents it.',
    'Test the connection in both directions with `Test-Dtc`, then correct the firewall, the names or the MSDTC security settings.',
  ],
  XACT_E_LU_TX_DISABLED: [
    'Transactions of SNA LU 6.2 (Systems Network Architecture, logical unit type 6.2) are disabled in MSDTC.',
    'Enable SNA LU 6.2 Transactions on the Security tab of the Local DTC in Component Services.',
  ],
  XACT_E_CLERKNOTFOUND: [
    'The clerk of a COM+ Compensating Resource Manager (CRM) was not found. It may have completed before the call.',
    'Read the list of clerks again, and treat a missing one as completed.',
  ],
  XACT_E_CLERKEXISTS: [
    'A clerk of a COM+ Compensating Resource Manager (CRM) exists already. Microsoft publishes only the name of the code.',
    'Call `RegisterCompensator` only once for each clerk.',
  ],
  XACT_E_RECOVERYINPROGRESS: [
    'The COM+ application is still recovering the log file of its Compensating Resource Managers (CRM).',
    'Call `ICrmLogControl::RegisterCompensator` again until it succeeds.',
  ],
  XACT_E_TRANSACTIONCLOSED: [
    'The transaction has completed and its records have been discarded from the log of the Compensating Resource Manager (CRM).',
    'Read log records only while the transaction is active.',
  ],
  XACT_E_INVALIDLSN: [
    'The log sequence number (LSN) is outside the limits of the transaction log.',
    'Read the limits with `ILog::GetLogLimits`, and request a record within them.',
  ],
  XACT_E_REPLAYREQUEST: [
    'A code of the COM+ Compensating Resource Manager (CRM) and transaction log of which Microsoft publishes only the name.',
    'See the events of the COM+ application and the documentation of the component that returned it.',
  ],
};
