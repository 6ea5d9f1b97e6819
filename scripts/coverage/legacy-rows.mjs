import { contract, notReached, row } from './row.mjs';

const groups = contract('groups');
const properties = contract('group-properties');
const notifications = contract('group-notifications');
const transfers = contract('group-transfers');

const manager = (api, verb, test) =>
  row({ api, verb: `QueueManagerVerbs.${verb}`, native: 'queue_manager.cc', emulation: 'verbs.ts', tests: [test] });
const group = (api, verb, ...tests) =>
  row({ api, verb: `GroupVerbs.${verb}`, native: 'group.cc', emulation: 'group-verbs.ts', tests });
const job = (api, verb, ...tests) =>
  row({ api, verb: `GroupJobVerbs.${verb}`, native: 'group_job.cc', emulation: 'group-verbs.ts', tests });
const noted = (given, note) => ({ ...given, note });

/** The interfaces of qmgr.h. */
export const legacyRows = {
  IBackgroundCopyQMgr: {
    CreateGroup: manager('Bits.createGroup', 'createGroup', groups('a new group > has the id from its options')),
    GetGroup: manager('Bits.getGroup', 'getGroup', groups('a group > is found by its id')),
    EnumGroups: manager('Bits.groups', 'enumGroups', groups('a group > is in the list of groups')),
  },
  IBackgroundCopyGroup: {
    GetProp: group(
      'BitsGroup.getProperty',
      'getProp',
      properties('the properties of a group > have default values in a new group'),
    ),
    SetProp: group(
      'BitsGroup.setProperty',
      'setProp',
      properties('the properties of a group > can be set: description'),
    ),
    GetProgress: group(
      'BitsGroup.getProgress',
      'getProgress',
      transfers('getProgress() > increases percentDone from 0 to 100'),
    ),
    GetStatus: group('BitsGroup.getStatus', 'getStatus', groups('a new group > is suspended and incomplete')),
    GetJob: group(
      'BitsGroup.getJob',
      'getJob',
      properties('the jobs of a group > are available through a group that is found again, with their files'),
    ),
    SuspendGroup: group(
      'BitsGroup.suspend',
      'suspendGroup',
      transfers('the life of a group > is not changed by suspend() when the group is suspended'),
      transfers('the life of a group > pauses with suspend() and continues with resume()'),
    ),
    ResumeGroup: group(
      'BitsGroup.resume',
      'resumeGroup',
      transfers('the life of a group > begins with resume() and ends complete and suspended'),
    ),
    CancelGroup: group(
      'BitsGroup.cancel',
      'cancelGroup',
      groups('a group > is neither found nor listed after it was cancelled'),
    ),
    get_Size: group(
      'BitsGroup.getSize',
      'getSize',
      transfers('getSize() > returns the size of all files once they are transferred'),
    ),
    get_GroupID: group('BitsGroup.getGroupId', 'getGroupId', groups('a new group > has the id from its options')),
    CreateJob: group('BitsGroup.createJob', 'createJob', groups('the job of a group > has the id from its options')),
    EnumJobs: group(
      'BitsGroup.jobs',
      'enumJobs',
      properties('the jobs of a group > are available through a group that is found again, with their files'),
    ),
    SwitchToForeground: group(
      'BitsGroup.switchToForeground',
      'switchToForeground',
      properties('switchToForeground() > moves a group to the foreground'),
    ),
    QueryNewJobInterface: group(
      'BitsGroup.queryJob',
      'queryNewJobInterface',
      groups('a group > is available as a modern job'),
    ),
    SetNotificationPointer: noted(
      group(
        'BitsGroup.setNotificationPointer',
        'setNotificationPointer',
        groups('what is documented as not implemented > setNotificationPointer() without a pointer resolves'),
      ),
      'removes the pointer; sets none, since winprogress has no class for it',
    ),
  },
  IBackgroundCopyJob1: {
    CancelJob: noted(
      job(
        'BitsGroupJob.cancel',
        'cancelJob',
        groups('what is documented as not implemented > cancel() of a job of a group rejects with E_NOTIMPL'),
      ),
      'documented as not implemented',
    ),
    GetProgress: job(
      'BitsGroupJob.getProgress',
      'getProgress',
      transfers('getProgress() > increases percentDone from 0 to 100'),
    ),
    GetStatus: job(
      'BitsGroupJob.getStatus',
      'getStatus',
      groups('the job of a group > is complete when all files are transferred'),
    ),
    AddFiles: job(
      ['BitsGroupJob.addFiles', 'BitsGroupJob.addFile'],
      'addFiles',
      groups('the job of a group > counts its files'),
    ),
    GetFile: job(
      'BitsGroupJob.getFile',
      'getFile',
      groups('the job of a group > enumerates its files in the order in which they were added'),
    ),
    GetFileCount: job('BitsGroupJob.getFileCount', 'getFileCount', groups('the job of a group > counts its files')),
    SwitchToForeground: noted(
      job(
        'BitsGroupJob.switchToForeground',
        'switchToForeground',
        groups(
          'what is documented as not implemented > switchToForeground() of a job of a group rejects with E_NOTIMPL',
        ),
      ),
      'documented as not implemented',
    ),
    get_JobID: job(
      'BitsGroupJob.getJobId',
      'getJobId',
      groups('the job of a group > returns the id that it was given from get_JobID'),
    ),
  },
  IEnumBackgroundCopyGroups: {
    Next: row({
      api: 'Bits.groups',
      verb: 'QueueManagerVerbs.enumGroups',
      native: 'service.h',
      emulation: 'verbs.ts',
      tests: [groups('a group > is in the list of groups')],
    }),
  },
  IEnumBackgroundCopyJobs1: {
    Next: row({
      api: 'BitsGroup.jobs',
      verb: 'GroupVerbs.enumJobs',
      native: 'service.h',
      emulation: 'group-verbs.ts',
      tests: [properties('the jobs of a group > are available through a group that is found again, with their files')],
    }),
  },
  IBackgroundCopyCallback1: {
    OnStatus: row({
      api: 'Bits.serveGroupCallback',
      verb: 'GroupCallbackListener',
      native: 'group_callback.cc',
      emulation: 'group-callbacks.ts',
      tests: [
        notifications('the notification class of a group > is called when the group is complete'),
        notifications(
          'the notification class of a group > is called with the file and the results when the group is in error, also without a flag',
        ),
      ],
    }),
    OnProgress: notReached(
      'documented as not called; the class that `Bits.serveGroupCallback()` serves returns `E_NOTIMPL`',
    ),
    OnProgressEx: notReached(
      'documented as not called; the class that `Bits.serveGroupCallback()` serves returns `E_NOTIMPL`',
    ),
  },
};
