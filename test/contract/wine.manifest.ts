import { testsOfGroupState } from './bits/group-states.contract.js';
import type { ExpectedFailure, ExpectedFailures } from './kit/manifest.js';

// Differences of BITS of Wine 8.0 from the documentation of Windows (dlls/qmgr of Wine).

const because = (reason: string, by: ExpectedFailure['by'] = 'assertion'): ExpectedFailure => ({ reason, by });

const suspend = because('Wine implements no Suspend', 'E_NOTIMPL');
const priority = because('Wine implements no GetPriority', 'E_NOTIMPL');
const displayName = because('Wine implements no SetDisplayName', 'E_NOTIMPL');
const descriptions = because('Wine implements no GetErrorDescription', 'E_NOTIMPL');
const finalJobs = because('Wine still enumerates and finds jobs in a final state');
const unchecked = because('Wine does not check the names in AddFileSet');
const settings = because('Wine accepts the retry delay and the timeout in any state and ignores them');
const order = because('Wine transfers the last added file first: the complete one is never begun', 'silence');
const deletion = because('Wine returns BG_S_UNABLE_TO_DELETE_FILES if there is no file to delete');
const notTransient = because(
  'Wine has no TRANSIENT_ERROR: an unreachable server leads to ERROR, without an error object',
);
const statuses = because('Wine treats only some HTTP statuses as an error');
const transferredOnly = because('Wine calls only JobTransferred', 'silence');
const refusals = because(
  'Wine does not implement this method: it returns E_NOTIMPL before it checks the state or the length',
);
const finalStates = because('Wine does not check the state in this method');

/** Everything except groups. */
export const wineJobs: ExpectedFailures = {
  'a new job > has no description': because('Wine fails before a description is set', 'ERROR_NOACCESS'),
  'a new job > has normal priority': priority,
  'a new job > has the settings from its options': priority,
  'a new job > is removed when one of its options is refused': unchecked,
  'the list of jobs > does not contain a job that is acknowledged': finalJobs,
  'the list of jobs > does not contain a job that is canceled': finalJobs,
  'the snapshot of all jobs > does not contain a job that is acknowledged': finalJobs,
  'the snapshot of all jobs > does not contain a job that is canceled': finalJobs,
  'the files of a job > are completed with the job, not when they are transferred': because(
    'Wine treats a transferred file as completed',
  ),
  'the integrity of a download > that is wrong keeps the file that was there': because(
    'Wine deletes the file of the name when a job is cancelled',
  ),
  'addFiles() > rejects with E_INVALIDARG for an empty path': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a relative path': unchecked,
  'addFiles() > rejects with E_INVALIDARG for an asterisk in the path': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a question mark in the path': unchecked,
  'addFiles() > rejects with E_INVALIDARG for an empty URL': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a URL of 2201 characters': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a remote name that is a relative path': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a remote name that is a wildcard in a path': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a remote name that is a folder': unchecked,
  'addFiles() > rejects with E_INVALIDARG for a remote name that is a path of 2201 characters': unchecked,
  'addFiles() > rejects with E_INVALIDARG or CO_E_NOT_SUPPORTED for a scheme that BITS does not support': unchecked,
  'addFiles() > adds all files or none': unchecked,
  'addFiles() > rejects the second file of an upload with BG_E_TOO_MANY_FILES': unchecked,
  'the display name > can be changed': displayName,
  'the display name > is rejected with BG_E_STRING_TOO_LONG above 256 characters': refusals,
  'text with unpaired surrogates > is unchanged by setDisplayName()': displayName,
  'the priority > can be foreground': priority,
  'the priority > can be high': priority,
  'the priority > can be normal': priority,
  'the priority > can be low': priority,
  'a download with a key > gives the job of the earlier call the settings of this one': priority,
  'the times of a job > default to a delay of 600 seconds and a timeout of 14 days': settings,
  'the times of a job > can be changed': settings,
  'the times of a job > have a minimum delay of five seconds': settings,
  'resume() > retries a job in transientError at once': notTransient,
  'suspend() > does not change a suspended job': suspend,
  'suspend() > stops a job that is transferring, which keeps its bytes': suspend,
  'suspend() > keeps the partial file for the next resume()': suspend,
  'suspend() > suspends a job in error': suspend,
  'cancel() > ends a suspended job': deletion,
  'cancel() > ends a job that is transferring, and leaves no file': deletion,
  'cancel() > ends a transferred job, and leaves no file': deletion,
  'cancel() > ends a job in error': deletion,
  'complete() > keeps only the transferred files of an incomplete job': order,
  'complete() > rejects with BG_E_INVALID_STATE for an upload that is not transferred': finalStates,
  'a job that is acknowledged > refuses Suspend with BG_E_INVALID_STATE': refusals,
  'a job that is acknowledged > refuses AddFileSet with BG_E_INVALID_STATE': finalStates,
  'a job that is acknowledged > refuses SetDisplayName with BG_E_INVALID_STATE': refusals,
  'a job that is acknowledged > refuses SetPriority with BG_E_INVALID_STATE': finalStates,
  'a job that is acknowledged > refuses SetMinimumRetryDelay with BG_E_INVALID_STATE': settings,
  'a job that is acknowledged > refuses SetNoProgressTimeout with BG_E_INVALID_STATE': settings,
  'a job that is canceled > refuses Suspend with BG_E_INVALID_STATE': refusals,
  'a job that is canceled > refuses Complete with BG_E_INVALID_STATE': because(
    'Wine refuses, but acknowledges the job',
  ),
  'a job that is canceled > refuses AddFileSet with BG_E_INVALID_STATE': finalStates,
  'a job that is canceled > refuses SetDisplayName with BG_E_INVALID_STATE': refusals,
  'a job that is canceled > refuses SetPriority with BG_E_INVALID_STATE': finalStates,
  'a job that is canceled > refuses SetMinimumRetryDelay with BG_E_INVALID_STATE': settings,
  'a job that is canceled > refuses SetNoProgressTimeout with BG_E_INVALID_STATE': settings,
  'the total > is known after the transfer when the server did not send it': because(
    'Wine never determines a total that the server did not send',
  ),
  'a transfer > fails in the context of the remote file when the server answers 403': statuses,
  'a transfer > fails in the context of the remote file when the server answers 410': statuses,
  'a transfer > has httpStatus in its error when the server answers 429': statuses,
  'a transfer > has httpStatus in its error when the server answers 451': statuses,
  'a transfer > waits in transientError when the server cannot be reached': notTransient,
  'a transfer > enters error when the server cannot be reached and the no-progress timeout is 0': notTransient,
  'getErrorDescription() > resolves to a text': descriptions,
  'getErrorDescription() > resolves to the same text for a signed number': descriptions,
  'getErrorDescription() > rejects with E_INVALIDARG for language 0': refusals,
  'a callback > is called when the job was transferred before the registration': because(
    'Wine calls back once, not again for later registrations',
    'silence',
  ),
  'a callback > is called when the job enters error': transferredOnly,
  'a callback > is called when the job entered error before the registration': transferredOnly,
  'a callback > is called when the job changes': transferredOnly,
  'a job listener > is closed by `await using`': suspend,
  'a watch > is woken by the callback of an error, independent of its interval': transferredOnly,
};

/** The same failure for every test of one state of a group. */
const everyTestOf = (state: string, failure: ExpectedFailure): ExpectedFailures =>
  Object.fromEntries(testsOfGroupState(state).map((name) => [name, failure]));

/** Groups of the reference queue manager, which is backed by Wine's jobs. */
export const wineGroups: ExpectedFailures = {
  ...everyTestOf('suspended half way', suspend),
  ...everyTestOf('waiting after a transient error', notTransient),
  'a group that is suspended > returns S_OK from cancel of its modern job': deletion,
  'a group that is running > returns S_OK from suspend': because('Wine implements no Suspend'),
  'a group that is running > returns S_OK from cancel of its modern job': deletion,
  'a group that is in error > returns S_OK from cancel of its modern job': deletion,
  'a group that is transferred > returns S_OK from cancel of its modern job': deletion,
  'a group without a job > is in the foreground when its modern job is': priority,
  'the retries of a job > count the attempts after the first error': because('Wine counts no errors'),
  'the life of a group > pauses with suspend() and continues with resume()': suspend,
  'the life of a group > ends with cancel(), which keeps the files that are transferred': order,
};

/** Groups backed directly by one of Wine's jobs. */
export const wineStandIn: ExpectedFailures = {
  ...wineGroups,
  'a new group > has the name from its options': displayName,
  'the properties of a group > can be set: displayName': displayName,
  'switchToForeground() > moves a group to the foreground': because('Wine implements no GetPriority'),
  'the job of a group > enumerates its files in the order in which they were added': because(
    'Wine enumerates the last added file first',
  ),
};

const oneUser = because('the service takes all clients of a test for one user');

/** Tests that are expected to fail against the reference BITS service. */
export const referenceService: ExpectedFailures = {
  'the owner of a job > is the user that created it': oneUser,
  'the owner of a job > becomes the user that takes the ownership': oneUser,
};
