import {
  addon,
  defaults,
  detail,
  details,
  errors,
  files,
  heard,
  job,
  jobs,
  modernJob,
  noted,
  notifications,
  objects,
  older,
  properties,
  read,
  reference,
  set,
  sets,
  setting,
  settings,
} from './builders.mjs';
import { contract, notReached, row } from './row.mjs';

const states = contract('states');
const uploads = contract('uploads');
const sinks = (rule) => `test/native/bits-sinks.native.test.ts: the sink of a job of the service > ${rule}`;
const resumed = objects('renewUrls() > gives a job in error new URLs, with which it goes on after resume()');
const renewed = objects('renewUrls() > keeps a job in the queue that was there');
const credentials = settings('credentials > are removed once');
const command = settings('the notify command > is null until it is set, and once it is removed');
const replied = uploads('an upload with a reply > has the bytes of the reply once it is transferred');
const snapshotRoundTrips = reference('counts the round trips of a snapshot');
const accessControl = set('keepFromSource');
const downloadTime = set('maximumDownloadTime');
const manager = (api, verb, ...tests) =>
  row({ api, verb: `ManagerVerbs.${verb}`, native: 'manager.cc', emulation: 'verbs.ts', tests });

/** The manager, its jobs and their settings. */
export const jobRows = {
  IBackgroundCopyManager: {
    CreateJob: manager(
      'Bits.createJob',
      'createJob',
      jobs('a new job > is suspended and has nothing to transfer'),
      settings('a setting > is set before the files where BITS demands it'),
      contract('restricted-token')(
        'a restricted token > does not allow a new job: E_ACCESSDENIED, as a trial of the availability finds out',
      ),
    ),
    GetJob: manager(
      'Bits.getJob',
      'getJob',
      jobs('a job > is found by its id in any of its forms'),
      details('the details of a transferred job > are seen by every connection'),
    ),
    EnumJobs: manager(
      ['Bits.jobs', 'Bits.snapshot', 'Bits.watch'],
      'enumJobs',
      jobs('the list of jobs > has each job that has not ended'),
      contract('monitor')('the snapshot of all jobs > has the jobs that a filter selects'),
    ),
    GetErrorDescription: manager(
      'Bits.getErrorDescription',
      'getErrorDescription',
      errors('getErrorDescription() > resolves to a text'),
      addon('passes the result and the language to GetErrorDescription, and returns its text'),
    ),
  },
  IBackgroundCopyJob: {
    AddFileSet: job(
      ['BitsJob.addFiles', 'BitsJob.addFile'],
      'addFileSet',
      files('the files of a job > can be added one by one or several at once'),
      reference('records each call with its arguments and its result'),
    ),
    AddFile: notReached('`AddFileSet` with one file has the same effect; `BitsJob.addFile()` calls it'),
    EnumFiles: read(
      ['BitsJob.files', 'BitsJob.openFiles'],
      'enumFiles',
      contract('progress')('the transferred bytes > are the sum of the files'),
      objects('a file > has its names and its progress'),
    ),
    Suspend: job(
      'BitsJob.suspend',
      'suspend',
      states('suspend() > stops a job that is transferring, which keeps its bytes'),
      renewed,
    ),
    Resume: job('BitsJob.resume', 'resume', states('resume() > puts a suspended job in the queue'), resumed),
    Cancel: job(
      'BitsJob.cancel',
      'cancel',
      contract('watch')('a watch ends > when the job is cancelled during the transfer'),
      settings('a setting > is refused with BG_E_INVALID_STATE once the job has ended'),
    ),
    Complete: job(
      'BitsJob.complete',
      'complete',
      states('complete() > puts the files of a transferred job in place'),
      uploads('an upload > sends the file, and ends with complete()'),
    ),
    GetId: row({
      api: 'BitsJob.id',
      verb: 'JobVerbs.id',
      native: 'service.cc',
      emulation: 'job-verbs.ts',
      tests: [
        jobs('a new job > has a generated id in braces and upper case'),
        contract('monitor')('a watch of all jobs > delivers jobs that are added, change and are removed'),
      ],
    }),
    GetType: job('BitsJob.getType', 'getType', jobs('a new job > has the type upload from its options'), defaults),
    GetProgress: row({
      api: 'BitsJob.snapshot',
      verb: 'JobVerbs.snapshot',
      native: 'job_reader.cc',
      emulation: 'job-verbs.ts',
      tests: [
        contract('progress')('the transferred bytes > never exceed the total, and end at it'),
        snapshotRoundTrips,
      ],
    }),
    GetTimes: detail(
      ['BitsJob.getTimes', 'BitsJob.details'],
      'times',
      details('the details of a new job > have the times, as getTimes() returns them'),
    ),
    GetState: job(
      ['BitsJob.getState', 'BitsJob.snapshot'],
      'getState',
      jobs('a new job > is suspended and has nothing to transfer'),
      snapshotRoundTrips,
    ),
    GetError: read(
      ['BitsJob.getError', 'BitsJob.snapshot'],
      'getError',
      errors('a transfer > has the same error in getError() as in its snapshot'),
      reference('reports the error that the test has put a job into'),
    ),
    GetOwner: detail(
      ['BitsJob.getOwner', 'BitsJob.details'],
      'owner',
      details('the details of a new job > have the owner, as getOwner() returns it'),
    ),
    SetDisplayName: job(
      'BitsJob.setDisplayName',
      'setDisplayName',
      properties('the display name > can be changed'),
      addon('sets the display name of a job'),
    ),
    GetDisplayName: job(
      'BitsJob.getDisplayName',
      'getDisplayName',
      jobs('a new job > has the name from its options'),
      defaults,
    ),
    SetDescription: job(
      ['BitsJob.setDescription', 'BitsJobSettings.description'],
      'setDescription',
      properties('the description > is visible to every connection'),
      set('description'),
    ),
    GetDescription: job(
      'BitsJob.getDescription',
      'getDescription',
      properties('the description > is visible to every connection'),
      settings('a setting > is refused before anything changes when another is wrong'),
    ),
    SetPriority: job(
      ['BitsJob.setPriority', 'BitsJobSettings.priority'],
      'setPriority',
      properties('the priority > can be high'),
      set('priority'),
    ),
    GetPriority: job('BitsJob.getPriority', 'getPriority', properties('the priority > can be high'), set('priority')),
    SetNotifyFlags: job(
      ['BitsJob.setNotifyFlags', 'BitsJobSettings.notifyFlags', 'BitsJob.listen'],
      'setNotifyFlags',
      notifications('a callback > is called when the job is transferred'),
      set('notifyFlags'),
    ),
    GetNotifyFlags: job(
      'BitsJob.getNotifyFlags',
      'getNotifyFlags',
      settings('the notify command > leaves the notification flags as they are unless it has events'),
    ),
    SetNotifyInterface: job(
      ['BitsJob.listen', 'BitsJob.watch'],
      'setNotifyInterface',
      notifications('a callback > is called when the job is transferred'),
      heard('have each file of the job'),
    ),
    GetNotifyInterface: noted(
      job(
        'BitsJob.listen',
        'getNotifyInterface',
        notifications('the sink of another connection > is registered again when the listener is closed'),
        sinks('of another connection is foreign, and is called again once it is restored'),
      ),
      'puts the sink of another program back',
    ),
    SetMinimumRetryDelay: job(
      ['BitsJob.setMinimumRetryDelay', 'BitsJobSettings.minimumRetryDelay'],
      'setMinimumRetryDelay',
      properties('the times of a job > can be changed'),
      set('minimumRetryDelay'),
    ),
    GetMinimumRetryDelay: job(
      'BitsJob.getMinimumRetryDelay',
      'getMinimumRetryDelay',
      properties('the times of a job > can be changed'),
      set('minimumRetryDelay'),
    ),
    SetNoProgressTimeout: job(
      ['BitsJob.setNoProgressTimeout', 'BitsJobSettings.noProgressTimeout'],
      'setNoProgressTimeout',
      properties('the times of a job > can be changed'),
      set('noProgressTimeout'),
    ),
    GetNoProgressTimeout: job(
      'BitsJob.getNoProgressTimeout',
      'getNoProgressTimeout',
      properties('the times of a job > can be changed'),
      set('noProgressTimeout'),
    ),
    GetErrorCount: job(
      ['BitsJob.getErrorCount', 'BitsJob.details'],
      'getErrorCount',
      reference('reports the error that the test has put a job into'),
      defaults,
    ),
    SetProxySettings: setting(['BitsJob.setProxy', 'BitsJobSettings.proxy'], 'proxy', set('proxy servers')),
    GetProxySettings: detail(['BitsJob.getProxy', 'BitsJob.details'], 'proxy', set('proxy servers')),
    TakeOwnership: modernJob(
      'BitsJob.takeOwnership',
      'takeOwnership',
      details('the owner of a job > becomes the user that takes the ownership'),
      addon('makes its user the owner of the job of another user'),
    ),
  },
  IBackgroundCopyJob2: {
    SetNotifyCmdLine: setting(['BitsJob.setNotifyCommand', 'BitsJobSettings.notifyCommand'], 'notifyCommand', command),
    GetNotifyCmdLine: detail(['BitsJob.getNotifyCommand', 'BitsJob.details'], 'notifyCommand', command),
    GetReplyProgress: modernJob('BitsJob.getReplyProgress', 'getReplyProgress', replied),
    GetReplyData: modernJob('BitsJob.getReplyData', 'getReplyData', replied),
    SetReplyFileName: setting(
      ['BitsJob.setReplyPath', 'BitsJobSettings.replyPath'],
      'replyFileName',
      uploads('an upload with a reply > has the file of the reply once it is completed'),
    ),
    GetReplyFileName: detail(
      ['BitsJob.getReplyPath', 'BitsJob.details'],
      'replyFileName',
      settings('the reply of an uploadReply job > has a path that can be set'),
    ),
    SetCredentials: noted(
      row({
        api: ['BitsJob.setCredentials', 'BitsJobSettings.credentials'],
        verb: ['JobVerbs.setCredentials', 'JobSettingsRecord.credentials'],
        ...sets,
        tests: [credentials],
      }),
      'without `BG_AUTH_SCHEME_PASSPORT`, whose service no longer exists',
    ),
    RemoveCredentials: modernJob('BitsJob.removeCredentials', 'removeCredentials', credentials),
  },
  IBackgroundCopyJob3: {
    ReplaceRemotePrefix: modernJob(
      'BitsJob.replaceUrlPrefix',
      'replaceRemotePrefix',
      settings('the prefix of URLs > is replaced in the files that have it'),
    ),
    AddFileWithRanges: row({
      api: ['BitsJob.addFiles', 'BitsNewFile.ranges'],
      verb: 'JobVerbs.addFileWithRanges',
      native: 'new_files.cc',
      emulation: 'job-verbs.ts',
      tests: [objects('ranges > are downloaded one after the other into the local file')],
    }),
    SetFileACLFlags: setting('BitsJobSettings.keepFromSource', 'fileAclFlags', accessControl),
    GetFileACLFlags: detail('BitsJobDetails.keepFromSource', 'fileAclFlags', accessControl),
  },
  IBackgroundCopyJob4: {
    SetPeerCachingFlags: noted(
      setting('BitsJobSettings.branchCache', 'peerCachingFlags', set('branchCache')),
      'sets only `BG_JOB_DISABLE_BRANCH_CACHE`: the flags of peer caching are deprecated, and stay as they are',
    ),
    GetPeerCachingFlags: noted(
      detail('BitsJobDetails.branchCache', 'peerCachingFlags', set('branchCache')),
      'reads only `BG_JOB_DISABLE_BRANCH_CACHE`',
    ),
    GetOwnerIntegrityLevel: detail(
      'BitsJobOwner.integrityLevel',
      'ownerIntegrityLevel',
      details('the details of a new job > have the owner, as getOwner() returns it'),
    ),
    GetOwnerElevationState: detail(
      'BitsJobOwner.elevated',
      'ownerElevated',
      details('the details of a new job > have the owner, as getOwner() returns it'),
    ),
    SetMaximumDownloadTime: setting('BitsJobSettings.maximumDownloadTime', 'maximumDownloadTime', downloadTime),
    GetMaximumDownloadTime: detail('BitsJobDetails.maximumDownloadTime', 'maximumDownloadTime', downloadTime),
  },
  IBackgroundCopyJob5: {
    SetProperty: setting(
      ['BitsJob.setTransferPolicy', 'BitsJob.configure'],
      'costFlags',
      set('transferPolicy by states'),
      older('setTransferPolicy()'),
    ),
    GetProperty: detail(
      ['BitsJob.getTransferPolicy', 'BitsJob.details'],
      'costFlags',
      set('transferPolicy by states'),
      older('getTransferPolicy()'),
    ),
  },
};
