import { testsOfGroupState } from './bits/group-states.contract.js';
import type { ExpectedFailure, ExpectedFailures } from './kit/manifest.js';

// What BITS of Wine 8.0 does otherwise than the documentation of Windows says (dlls/qmgr of Wine).

const because = (reason: string, by: ExpectedFailure['by'] = 'assertion'): ExpectedFailure => ({ reason, by });

const suspend = because('Wine implements no Suspend', 'E_NOTIMPL');
const priority = because('Wine implements no GetPriority', 'E_NOTIMPL');
const displayName = because('Wine implements no SetDisplayName', 'E_NOTIMPL');
const descriptions = because('Wine implements no GetErrorDescription', 'E_NOTIMPL');
const finalJobs = because('Wine goes on enumerating jobs in a final state, and finds them');
const unchecked = because('Wine checks no name of AddFileSet');
const settings = because('Wine takes the retry delay and the timeout without keeping them, whatever the state');
const order = because('Wine transfers the file that was added last first: the whole one is never begun', 'silence');
const deletion = because('Wine gives BG_S_UNABLE_TO_DELETE_FILES where there is no file to delete');
const notTransient = because(
  'Wine knows no TRANSIENT_ERROR: a server that cannot be reached ends in ERROR, without an error object',
);
const statuses = because('Wine takes only some HTTP statuses for an error');
const transferredOnly = because('Wine calls back for JobTransferred alone', 'silence');
const refusals = because(
  'Wine has no such method, so it refuses with E_NOTIMPL before it looks at the state or the length',
);
const finalStates = because('Wine does not look at the state in this method');

/** Jobs, and all but groups. */
export const wineJobs: ExpectedFailures = {
  'a new job > has no description': because('Wine fails until a description is set', 'ERROR_NOACCESS'),
  'a new job > has normal priority': priority,
  'a new job > has the settings that it was given': priority,
  'a new job > does not stay when one of its options is refused': unchecked,
  'the list of jobs > has no job that is acknowledged': finalJobs,
  'the list of jobs > has no job that is canceled': finalJobs,
  'the snapshot of all jobs > has no job that is acknowledged': finalJobs,
  'the snapshot of all jobs > has no job that is canceled': finalJobs,
  'files > that are transferred are completed only when the job is': because(
    'Wine has a file completed when it is transferred',
  ),
  'adding files > is E_INVALIDARG for an empty path': unchecked,
  'adding files > is E_INVALIDARG for a relative path': unchecked,
  'adding files > is E_INVALIDARG for an asterisk in the path': unchecked,
  'adding files > is E_INVALIDARG for a question mark in the path': unchecked,
  'adding files > is E_INVALIDARG for an empty URL': unchecked,
  'adding files > is E_INVALIDARG for a URL of 2201 characters': unchecked,
  'adding files > is E_INVALIDARG for a remote name that is a relative path': unchecked,
  'adding files > is E_INVALIDARG for a remote name that is a wildcard in a path': unchecked,
  'adding files > is E_INVALIDARG for a remote name that is a folder': unchecked,
  'adding files > is E_INVALIDARG for a remote name that is a path of 2201 characters': unchecked,
  'adding files > is E_INVALIDARG or CO_E_NOT_SUPPORTED for a scheme that BITS does not speak': unchecked,
  'adding files > adds all or none': unchecked,
  'adding files > is BG_E_TOO_MANY_FILES for the second file of an upload': unchecked,
  'the display name > can be changed': displayName,
  'the display name > is BG_E_STRING_TOO_LONG above 256 characters': refusals,
  'text with unpaired surrogates > comes back from setDisplayName()': displayName,
  'the priority > may be foreground': priority,
  'the priority > may be high': priority,
  'the priority > may be normal': priority,
  'the priority > may be low': priority,
  'the times > are 600 seconds of delay and 14 days without progress': settings,
  'the times > can be changed': settings,
  'the times > have five seconds of delay at least': settings,
  'resuming > tries at once what waits in transientError': notTransient,
  'suspending > does nothing to a job that is suspended': suspend,
  'suspending > stops a job that transfers, which keeps what it has': suspend,
  'suspending > lets the job go on afterwards to the same file': suspend,
  'suspending > takes a job out of error': suspend,
  'cancelling > ends a suspended job': deletion,
  'cancelling > ends a job that transfers, and leaves no file': deletion,
  'cancelling > ends a job that is transferred, and leaves no file': deletion,
  'cancelling > ends a job in error': deletion,
  'completing > keeps only the whole files of a job that has not got all': order,
  'completing > is BG_E_INVALID_STATE for an upload that is not transferred': finalStates,
  'a job that is acknowledged > refuses Suspend with BG_E_INVALID_STATE': refusals,
  'a job that is acknowledged > refuses AddFileSet with BG_E_INVALID_STATE': finalStates,
  'a job that is acknowledged > refuses SetDisplayName with BG_E_INVALID_STATE': refusals,
  'a job that is acknowledged > refuses SetPriority with BG_E_INVALID_STATE': finalStates,
  'a job that is acknowledged > refuses SetMinimumRetryDelay with BG_E_INVALID_STATE': settings,
  'a job that is acknowledged > refuses SetNoProgressTimeout with BG_E_INVALID_STATE': settings,
  'a job that is canceled > refuses Suspend with BG_E_INVALID_STATE': refusals,
  'a job that is canceled > refuses Complete with BG_E_INVALID_STATE': because(
    'Wine refuses, and acknowledges the job all the same',
  ),
  'a job that is canceled > refuses AddFileSet with BG_E_INVALID_STATE': finalStates,
  'a job that is canceled > refuses SetDisplayName with BG_E_INVALID_STATE': refusals,
  'a job that is canceled > refuses SetPriority with BG_E_INVALID_STATE': finalStates,
  'a job that is canceled > refuses SetMinimumRetryDelay with BG_E_INVALID_STATE': settings,
  'a job that is canceled > refuses SetNoProgressTimeout with BG_E_INVALID_STATE': settings,
  'the total > that the server did not tell is known once all is there': because(
    'Wine never learns a total that it was not told',
  ),
  'a transfer > that the server answers with 403 stands in error, at the remote file': statuses,
  'a transfer > that the server answers with 410 stands in error, at the remote file': statuses,
  'a transfer > that the server answers with 429 has the status as httpStatus': statuses,
  'a transfer > that the server answers with 451 has the status as httpStatus': statuses,
  'a transfer > whose server cannot be reached waits in transientError': notTransient,
  'a transfer > whose server cannot be reached stands in error when it may not wait': notTransient,
  'the description of an error > is a text': descriptions,
  'the description of an error > is the same for a signed number': descriptions,
  'the description of an error > is E_INVALIDARG for language 0': refusals,
  'a callback > comes also when the job was transferred before': because(
    'Wine calls back once, not again for who comes later',
    'silence',
  ),
  'a callback > comes when the job stands in error': transferredOnly,
  'a callback > comes also when the job stood in error before': transferredOnly,
  'a callback > comes when the job changes': transferredOnly,
  'listening > ends by `await using`': suspend,
  'a watch > wakes on the callback of an error, however long its interval': transferredOnly,
};

/** The same failure for every test of one state of a group. */
const everyTestOf = (state: string, failure: ExpectedFailure): ExpectedFailures =>
  Object.fromEntries(testsOfGroupState(state).map((name) => [name, failure]));

/** Groups of the reference queue manager, which is backed by Wine's jobs. */
export const wineGroups: ExpectedFailures = {
  ...everyTestOf('suspended half way', suspend),
  ...everyTestOf('waiting after a transient error', notTransient),
  'a group that is suspended > answers cancel of its modern job with S_OK': deletion,
  'a group that is running > answers suspend with S_OK': because('Wine implements no Suspend'),
  'a group that is running > answers cancel of its modern job with S_OK': deletion,
  'a group that is in error > answers cancel of its modern job with S_OK': deletion,
  'a group that is transferred > answers cancel of its modern job with S_OK': deletion,
  'a group without a job > is in the foreground when its modern job is': priority,
  'the retries of a job > count the tries that followed the first error': because('Wine counts no errors'),
  'the life of a group > stops with suspend(), and goes on with resume()': suspend,
  'the life of a group > ends with cancel(), which keeps the files that are whole': order,
};

/** Groups for which one of Wine's jobs stands in. */
export const wineStandIn: ExpectedFailures = {
  ...wineGroups,
  'a new group > may have a name': displayName,
  'the properties of a group > can be set: displayName': displayName,
  'switchToForeground() > makes a group one of the foreground': because('Wine implements no GetPriority'),
  'the job of a group > tells its files in the order in which they were added': because(
    'Wine enumerates the file that was added last first',
  ),
};
