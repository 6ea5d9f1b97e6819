const xml =
  'Compare the task XML with the Task Scheduler schema, at the line that the error message names, and register it again.';

/**
 * Cause and remedy of the results of the Task Scheduler, which a provider, a handler or a management script returns.
 * Source: https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-error-and-success-constants, the method pages of taskschd.h
 * and mstask.h, https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema and [MS-TSCH].
 *
 * @type {import('../entry.mjs').Entries}
 */
export const taskSchedulerEntries = {
  SCHED_S_TASK_READY: [
    'The task is registered, enabled and waits for its next scheduled time. This is a status, not a failure.',
    'Nothing to do.',
  ],
  SCHED_S_TASK_RUNNING: [
    'An instance of the task is running now. As the last result of a task, it means that the current run has not ended yet.',
    'Wait for the end of the run, then read the last result of the task again.',
  ],
  SCHED_S_TASK_DISABLED: [
    'The task is disabled and does not run at its scheduled times.',
    'Enable the task in Task Scheduler, or with `schtasks /change /tn <name> /enable`, if it is to run.',
  ],
  SCHED_S_TASK_HAS_NOT_RUN: [
    'The task has not run since it was registered, so it has no last run time and no exit code.',
    'Wait for the first trigger, or start the task with `schtasks /run /tn <name>`.',
  ],
  SCHED_S_TASK_NO_MORE_RUNS: [
    'The schedule of the task has no future run: all its times are in the past.',
    'Add a trigger or move the end boundary if the task is to run again.',
  ],
  SCHED_S_TASK_NOT_SCHEDULED: [
    'A property that a scheduled run requires, such as the action, the trigger or the account, is not set.',
    'Complete the definition of the task and register it again.',
  ],
  SCHED_S_TASK_TERMINATED: [
    'A user or a program ended the last run of the task before it was complete.',
    'Start the task again if its work is still needed. The history of the task names the time at which it was ended.',
  ],
  SCHED_S_TASK_NO_VALID_TRIGGERS: [
    'The task has no trigger, or all its triggers are disabled or incomplete, so it only runs on demand.',
    'Add or enable a trigger if the task is to start by itself.',
  ],
  SCHED_S_EVENT_TRIGGER: [
    'The run time was requested of a trigger that starts on an event, such as a logon or system startup, and has no set time.',
    'Nothing to do: treat the next run time as unknown.',
  ],
  SCHED_S_SOME_TRIGGERS_FAILED: [
    'The task is registered, but not all its triggers will start it.',
    'Read the operational event log of Task Scheduler for the trigger that failed, and correct it.',
  ],
  SCHED_S_BATCH_LOGON_PROBLEM: [
    'The task is registered, but can fail to start because its account does not have the right to log on as a batch job.',
    'Give the account the right "Log on as a batch job" in the security policy, or use another account.',
  ],
  SCHED_S_TASK_QUEUED: [
    'The Task Scheduler service has requested the start of the task, and no result of the run is known yet.',
    'Wait, then read the state of the task. Its policy for multiple instances decides whether a run waits for another one.',
  ],
  SCHED_E_TRIGGER_NOT_FOUND: [
    'The task has no trigger with the given index.',
    'Read the number of triggers first. In Task Scheduler 1.0 (`ITask`) the index starts at 0, in `ITriggerCollection` at 1.',
  ],
  SCHED_E_TASK_NOT_READY: [
    'The task cannot run because a property that each run requires, such as its program, is not set.',
    'Set the action and the account of the task, save it, and start it again.',
  ],
  SCHED_E_TASK_NOT_RUNNING: [
    'The call concerns a running instance, for example to stop it, but no instance of the task is running.',
    'Nothing to do if the task was only to be stopped: the run has already ended.',
  ],
  SCHED_E_SERVICE_NOT_INSTALLED: [
    'The Task Scheduler service does not exist on the machine that was addressed.',
    'Verify the machine name, and that the service `Schedule` exists there with `sc query Schedule`.',
  ],
  SCHED_E_CANNOT_OPEN_TASK: [
    'The task object could not be opened.',
    'Verify the path of the task and the permissions of the caller on it with `schtasks /query /tn <path>`.',
  ],
  SCHED_E_INVALID_TASK: [
    'The object or file is not a task, or its content is damaged.',
    'Delete the task and register it again from a definition that is known to be valid.',
  ],
  SCHED_E_ACCOUNT_INFORMATION_NOT_SET: [
    'The security database of Task Scheduler has no account information for the task.',
    'Set the account and the password of the task again, for example with `schtasks /change /ru <user> /rp`.',
  ],
  SCHED_E_ACCOUNT_NAME_NOT_FOUND: [
    'The account under which the task is to run does not exist.',
    'Verify the spelling and the domain of the account, and select an account that exists.',
  ],
  SCHED_E_ACCOUNT_DBASE_CORRUPT: [
    'The security database, in which Task Scheduler stores the accounts of tasks, was damaged, and Task Scheduler has reset it.',
    'Set the account and the password of each task again. Verify the system volume with `chkdsk` if the code returns.',
  ],
  SCHED_E_NO_SECURITY_SERVICES: [
    'The security services of Task Scheduler exist only on Windows NT and its successors. The code dates from Windows 95 and 98.',
    'Do not set an account for the task on the old system. On a current Windows the code is not expected: report it to the manufacturer of the component.',
  ],
  SCHED_E_UNKNOWN_OBJECT_VERSION: [
    'The task object has a version that is unknown or not supported, such as a task of a later Windows version.',
    'Register the task with a compatibility level that the target machine supports.',
  ],
  SCHED_E_UNSUPPORTED_ACCOUNT_OPTION: [
    'The task has a combination of account settings and run-time options that Task Scheduler does not support.',
    'Compare the logon type, the account and the run level with each other, and with the options of the task.',
  ],
  SCHED_E_SERVICE_NOT_RUNNING: [
    'The Task Scheduler service is stopped.',
    'Start the service `Schedule` and verify that its start type is automatic.',
  ],
  SCHED_E_UNEXPECTEDNODE: ['The task XML has an element at a place where the schema does not allow it.', xml],
  SCHED_E_NAMESPACE: [
    'An element or attribute of the task XML belongs to a namespace other than that of the task schema.',
    'Use the namespace `http://schemas.microsoft.com/windows/2004/02/mit/task` for all elements of the task.',
  ],
  SCHED_E_INVALIDVALUE: [
    'A value in the task XML has the wrong format or is out of range, such as a duration that is not in ISO 8601 form.',
    xml,
  ],
  SCHED_E_MISSINGNODE: [
    'The task XML lacks an element or attribute that the schema requires, for example `Actions`.',
    'Add the element that the error message names, and register the task again.',
  ],
  SCHED_E_MALFORMEDXML: [
    'The definition of the task is not well-formed XML.',
    'Verify the markup and its encoding with an XML parser: the XML declaration must name the encoding that the text really has.',
  ],
  SCHED_E_TOO_MANY_NODES: [
    'The task XML has more elements of one kind than the schema allows.',
    'Remove the surplus elements. A task has at most 32 actions and 48 triggers.',
  ],
  SCHED_E_PAST_END_BOUNDARY: [
    'The task cannot start because the end boundary of its trigger has passed.',
    'Move `EndBoundary` into the future or remove it.',
  ],
  SCHED_E_ALREADY_RUNNING: [
    'The task was not started because an instance of it is running.',
    'Wait for the running instance, or change the setting for multiple instances of the task.',
  ],
  SCHED_E_USER_NOT_LOGGED_ON: [
    'The task did not run because its account is not logged on, and it is set to run only when the user is logged on.',
    'Log on with this account, or select "Run whether user is logged on or not".',
  ],
  SCHED_E_INVALID_TASK_HASH: [
    'The stored file of the task does not match its hash: it was changed or damaged outside Task Scheduler.',
    'Delete the task and register it again through the API or with `schtasks`; do not edit the files in `System32\\Tasks`.',
  ],
  SCHED_E_SERVICE_NOT_AVAILABLE: [
    'The Task Scheduler service cannot be reached for the request.',
    'Verify that the services `Schedule` and `RpcSs` are running, and for a remote machine that its firewall allows remote task management.',
  ],
  SCHED_E_SERVICE_TOO_BUSY: [
    'The Task Scheduler service has no capacity for the request at the moment.',
    'Try again later, with increasing intervals.',
  ],
  SCHED_E_TASK_ATTEMPTED: [
    'The service attempted to run the task, but a condition in its definition prevented the run, such as idle time, battery power or the network.',
    'Verify the conditions of the task, or wait until they are met.',
  ],
  SCHED_E_TASK_DISABLED: ['The task was not started because it is disabled.', 'Enable the task, then start it again.'],
  SCHED_E_TASK_NOT_V1_COMPAT: [
    'The task uses properties that earlier versions of Windows do not have, so the Task Scheduler 1.0 interfaces cannot represent it.',
    'Use the Task Scheduler 2.0 interfaces, such as `ITaskService`, or remove the newer properties.',
  ],
  SCHED_E_START_ON_DEMAND: [
    'The setting "Allow task to be run on demand" of the task is off, so only its triggers can start it.',
    'Set `AllowStartOnDemand` in the settings of the task to true, or wait for a trigger.',
  ],
  SCHED_E_TASK_NOT_UBPM_COMPAT: [
    'The task is set to use the Unified Scheduling Engine, which does not support its combination of properties.',
    'Set `UseUnifiedSchedulingEngine` to false, or remove the properties that the engine does not support.',
  ],
  SCHED_E_DEPRECATED_FEATURE_USED: [
    'The task uses a feature that Windows no longer supports. Since Windows 8 these are the actions that send an e-mail or show a message.',
    'Replace the action by one that runs a program, for example a PowerShell script that sends the message.',
  ],
  SCHED_E_SERVICE_NOT_LOCALSYSTEM: [
    'The Task Scheduler service is configured for an account other than the System account, which it requires. Winerror.h defines the code as Win32 error 6200.',
    'Set the logon account of the service `Schedule` to Local System. Individual tasks can use other accounts.',
  ],
};
