import { contract, notReached, row } from './row.mjs';

const settings = contract('settings');
const set = (setting) => settings(`a setting > is what details() returns when it is given to configure(): ${setting}`);
const http = (rule) => settings(`the HTTP settings > ${rule}`);
const details = contract('details');
const defaults = details('the details of a new job > have the documented defaults');
const jobs = contract('jobs');
const files = contract('files');
const states = contract('states');
const errors = contract('errors');
const notifications = contract('notifications');
const objects = contract('files-as-objects');
const properties = contract('properties');
const uploads = contract('uploads');
const older = (call) =>
  contract('versions')(
    `an older BITS > rejects with the interface that it does not have and the version that brought it: ${call}`,
  );

const reference = (rule) => `test/native/reference-bits.native.test.ts: the reference BITS service > ${rule}`;
const addon = (rule) =>
  `test/native/reference-bits-addon.native.test.ts: the addon, connected to the reference BITS service > ${rule}`;
const sinks = (rule) => `test/native/bits-sinks.native.test.ts: the sink of a job of the service > ${rule}`;

const resumed = objects('renewUrls() > gives a job in error new URLs, with which it goes on after resume()');
const renewed = objects('renewUrls() > keeps a job in the queue that was there');
const requested = objects('ranges > that are requested of a job with onDemand are all that it downloads');
const heard = (rule) => objects(`notifications of files > ${rule}`);
const valid = objects('a file > keeps the job transferred when it is valid');
const httpSet = http('return what was set');
const token = settings('the helper token > is set and cleared');
const credentials = settings('credentials > are removed once');
const command = settings('the notify command > is null until it is set, and once it is removed');
const replied = uploads('an upload with a reply > has the bytes of the reply once it is transferred');
const snapshotRoundTrips = reference('counts the round trips of a snapshot');
const accessControl = set('keepFromSource');
const downloadTime = set('maximumDownloadTime');
const sets = { native: 'job_settings.cc', emulation: 'configure.ts' };
const reads = { native: 'job_details.cc', emulation: 'details.ts' };

const setting = (api, record, ...tests) => row({ api, verb: `JobSettingsRecord.${record}`, ...sets, tests });
const detail = (api, record, ...tests) => row({ api, verb: `JobDetailsRecord.${record}`, ...reads, tests });
const job = (api, verb, ...tests) =>
  row({ api, verb: `JobVerbs.${verb}`, native: 'job.cc', emulation: 'job-verbs.ts', tests });
const modernJob = (api, verb, ...tests) =>
  row({ api, verb: `JobVerbs.${verb}`, native: 'modern_job.cc', emulation: 'job-verbs.ts', tests });
const read = (api, verb, ...tests) =>
  row({ api, verb: `JobVerbs.${verb}`, native: 'job_reader.cc', emulation: 'job-verbs.ts', tests });
const file = (api, verb, ...tests) =>
  row({ api, verb: `FileVerbs.${verb}`, native: 'file.cc', emulation: 'file-verbs.ts', tests });
const fileRead = (api, ...tests) =>
  row({ api, verb: 'FileVerbs.read', native: 'job_reader.cc', emulation: 'file-verbs.ts', tests });
const manager = (api, verb, ...tests) =>
  row({ api, verb: `ManagerVerbs.${verb}`, native: 'manager.cc', emulation: 'verbs.ts', tests });
const sink = (api, ...tests) =>
  row({ api, verb: 'NotificationListener', native: 'notification_sink.h', emulation: 'notifier.ts', tests });
const noted = (given, note) => ({ ...given, note });

/** The interfaces of bits.h to bits10_3.h. */
export const modernRows = {
  IBackgroundCopyManager: {
    CreateJob: manager(
      'Bits.createJob',
      'createJob',
      jobs('a new job > is suspended and has nothing to transfer'),
      settings('a setting > is set before the files where BITS demands it'),
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
  IBackgroundCopyFile: {
    GetRemoteName: fileRead('BitsFile.url', objects('a file > has its names and its progress')),
    GetLocalName: fileRead('BitsFile.path', objects('a file > has its names and its progress')),
    GetProgress: fileRead('BitsFile.snapshot', objects('a file > has its names and its progress')),
  },
  IBackgroundCopyFile2: {
    GetFileRanges: file(
      'BitsFile.getRanges',
      'getFileRanges',
      objects('ranges > are downloaded one after the other into the local file'),
    ),
    SetRemoteName: file(
      ['BitsFile.setUrl', 'BitsJob.renewUrls'],
      'setRemoteName',
      objects('setUrl() > changes where the file comes from'),
    ),
  },
  IBackgroundCopyFile3: {
    GetTemporaryName: file(
      'BitsFile.getTemporaryPath',
      'getTemporaryName',
      objects('a file > has a temporary path once it is transferred, where its bytes are'),
    ),
    SetValidationState: file('BitsFile.setValid', 'setValidationState', valid),
    GetValidationState: file('BitsFile.isValid', 'getValidationState', valid),
    IsDownloadedFromPeer: file(
      'BitsFile.isDownloadedFromPeer',
      'isDownloadedFromPeer',
      objects('a file > comes from its server alone'),
    ),
  },
  IBackgroundCopyFile4: {
    GetPeerDownloadStats: file(
      'BitsFile.getPeerStatistics',
      'getPeerDownloadStats',
      objects('a file > comes from its server alone'),
    ),
  },
  IBackgroundCopyFile5: {
    SetProperty: notReached('the only property, `BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS`, is read-only'),
    GetProperty: file(
      'BitsFile.getResponseHeaders',
      'getResponseHeaders',
      objects('a file > has the headers of the last response'),
    ),
  },
  IBackgroundCopyFile6: {
    UpdateDownloadPosition: file(
      'BitsFile.setPosition',
      'updateDownloadPosition',
      contract('versions')('an older BITS > rejects for a file in the same way: setPosition()'),
      addon('passes a download position of 64 bits'),
    ),
    RequestFileRanges: file('BitsFile.requestRanges', 'requestFileRanges', requested),
    GetFilledFileRanges: file('BitsFile.getFilledRanges', 'getFilledFileRanges', requested),
  },
  IBackgroundCopyError: {
    GetError: read(
      ['HResultError.hresult', 'HResultError.context'],
      'getError',
      errors('a transfer > fails in the context of the remote file when the server answers 404'),
      reference('reports the error that the test has put a job into'),
    ),
    GetFile: read(
      'HResultError.file',
      'getError',
      errors('a transfer > has the failed file in its error, not the first file of the job'),
    ),
    GetErrorDescription: notReached('`IBackgroundCopyManager.GetErrorDescription` returns the same text'),
    GetErrorContextDescription: notReached('`HResultError.context` is the word for the context'),
    GetProtocol: notReached(
      'the URL of `HResultError.file` has the protocol; the addon reads it, but the public API drops it',
    ),
  },
  IBackgroundCopyCallback: {
    JobTransferred: sink(
      'BitsJobListeners.onTransferred',
      notifications('a callback > is called when the job is transferred'),
      reference('calls the sink of a job whose state the test changes'),
    ),
    JobError: sink(
      'BitsJobListeners.onError',
      notifications('a callback > is called when the job enters error'),
      addon('reports a job that fails'),
    ),
    JobModification: sink(
      'BitsJobListeners.onModification',
      notifications('a callback > is called when the job changes'),
      addon('reports a job that changes'),
    ),
  },
  IBackgroundCopyCallback2: {
    FileTransferred: sink('BitsJobListeners.onFileTransferred', heard('have each file of the job')),
  },
  IBackgroundCopyCallback3: {
    FileRangesTransferred: sink(
      'BitsJobListeners.onRangesTransferred',
      heard('have the ranges of a job with onDemand'),
    ),
  },
  IBackgroundCopyJobHttpOptions: {
    SetClientCertificateByID: setting('BitsHttpSettings.clientCertificate', 'clientCertificate', httpSet),
    SetClientCertificateByName: setting(
      'BitsHttpSettings.clientCertificate',
      'clientCertificate',
      http('can be removed'),
    ),
    RemoveClientCertificate: setting('BitsHttpSettings.clientCertificate', 'clientCertificate', http('can be removed')),
    GetClientCertificate: detail('BitsHttpDetails.clientCertificate', 'clientCertificate', httpSet),
    SetCustomHeaders: setting(
      'BitsHttpSettings.headers',
      'customHeaders',
      http('have headers that every request of the job has'),
    ),
    GetCustomHeaders: detail(['BitsReadHttpSettings.headers', 'BitsHttpDetails.headerNames'], 'customHeaders', httpSet),
    SetSecurityFlags: setting(['BitsJob.setHttpSettings', 'BitsJobSettings.http'], 'securityFlags', httpSet),
    GetSecurityFlags: detail(['BitsJob.getHttpSettings', 'BitsJobDetails.http'], 'securityFlags', httpSet),
  },
  IBackgroundCopyJobHttpOptions2: {
    SetHttpMethod: setting('BitsHttpSettings.method', 'httpMethod', httpSet),
    GetHttpMethod: detail('BitsHttpDetails.method', 'httpMethod', httpSet),
  },
  IBackgroundCopyJobHttpOptions3: {
    SetServerCertificateValidationInterface: noted(
      setting(
        'BitsHttpSettings.certificatePins',
        'certificatePins',
        http('accept pins of certificates while the job is suspended, and null to remove them'),
      ),
      'SHA-256 pins only, which the addon checks; a certificate is not passed to JavaScript',
    ),
    MakeCustomHeadersWriteOnly: setting(
      'BitsHttpSettings.headersWriteOnly',
      'customHeadersWriteOnly',
      http('return no headers once they are write-only'),
    ),
  },
  IBackgroundCopyServerCertificateValidationCallback: {
    ValidateServerCertificate: row({
      api: 'BitsHttpSettings.certificatePins',
      verb: 'JobSettingsRecord.certificatePins',
      native: 'certificate_validator.cc',
      emulation: 'configure.ts',
      tests: [
        http('accept pins of certificates while the job is suspended, and null to remove them'),
        addon('refuses a server certificate that is not pinned'),
      ],
    }),
  },
  IBitsTokenOptions: {
    SetHelperTokenFlags: setting('BitsJobSettings.helperTokenFlags', 'helperTokenFlags', token),
    GetHelperTokenFlags: detail('BitsHelperToken.usedFor', 'helperTokenFlags', token),
    SetHelperToken: modernJob('BitsJob.setHelperToken', 'setHelperToken', token),
    ClearHelperToken: modernJob('BitsJob.clearHelperToken', 'clearHelperToken', token),
    GetHelperTokenSid: detail('BitsHelperToken.sid', 'helperTokenSid', token),
  },
  IEnumBackgroundCopyJobs: {
    Next: row({
      api: 'Bits.jobs',
      verb: 'ManagerVerbs.enumJobs',
      native: 'service.h',
      emulation: 'verbs.ts',
      tests: [
        jobs('the list of jobs > has each job that has not ended'),
        contract('monitor')('the snapshot of all jobs > has the jobs that a filter selects'),
      ],
    }),
  },
  IEnumBackgroundCopyFiles: {
    Next: read('BitsJob.files', 'enumFiles', contract('progress')('the transferred bytes > are the sum of the files')),
  },
};

const property = (api, record, test, note) => ({
  ...row({ api, verb: [`JobSettingsRecord.${record}`, `JobDetailsRecord.${record}`], ...sets, tests: [test] }),
  ...(note === undefined ? {} : { note }),
});

/** The properties of `IBackgroundCopyJob5` and `IBackgroundCopyFile5`. */
export const propertyRows = {
  BITS_JOB_PROPERTY_ID_COST_FLAGS: property(
    'BitsJobSettings.transferPolicy',
    'costFlags',
    set('transferPolicy by name'),
  ),
  BITS_JOB_PROPERTY_NOTIFICATION_CLSID: property(
    'BitsJobSettings.notificationClsid',
    'notificationClsid',
    set('notificationClsid'),
    'set and read only: winprogress serves no class object for it',
  ),
  BITS_JOB_PROPERTY_DYNAMIC_CONTENT: property(
    'BitsJobSettings.dynamicContent',
    'dynamicContent',
    set('dynamicContent'),
  ),
  BITS_JOB_PROPERTY_HIGH_PERFORMANCE: property(
    'BitsJobSettings.highPerformance',
    'highPerformance',
    settings('a setting > is set before the files where BITS demands it'),
  ),
  BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE: property(
    'BitsJobSettings.maximumDownloadSize',
    'maximumDownloadSize',
    set('maximumDownloadSize'),
  ),
  BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS: property(
    'BitsJobSettings.useStoredCredentials',
    'useStoredCredentials',
    set('useStoredCredentials'),
    'for proxies only, as BITS documents',
  ),
  BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS: property(
    'BitsJobSettings.notificationInterval',
    'minimumNotificationInterval',
    set('notificationInterval'),
  ),
  BITS_JOB_PROPERTY_ON_DEMAND_MODE: property('BitsJobSettings.onDemand', 'onDemandMode', set('onDemand')),
  BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS: {
    ...file(
      'BitsFile.getResponseHeaders',
      'getResponseHeaders',
      objects('a file > has the headers of the last response'),
    ),
    nativeWord: 'kHttpResponseHeaders',
  },
};

const flag = (api, ...tests) =>
  row({
    api,
    verb: 'JobSettingsRecord.securityFlags',
    native: 'job_settings.cc',
    nativeWord: 'SetSecurityFlags',
    emulation: 'configure.ts',
    tests,
  });

const kept = http('that are left out stay as they are');

/** The flags of `SetSecurityFlags`. */
export const flagRows = {
  BG_SSL_ENABLE_CRL_CHECK: flag('BitsHttpSettings.checkRevocation', httpSet, kept),
  BG_SSL_IGNORE_CERT_CN_INVALID: flag('BitsHttpSettings.ignoreCertificateErrors', httpSet),
  BG_SSL_IGNORE_CERT_DATE_INVALID: flag('BitsHttpSettings.ignoreCertificateErrors', kept),
  BG_SSL_IGNORE_UNKNOWN_CA: flag('BitsHttpSettings.ignoreCertificateErrors', httpSet),
  BG_SSL_IGNORE_CERT_WRONG_USAGE: flag('BitsHttpSettings.ignoreCertificateErrors', httpSet),
  BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT: flag('BitsHttpSettings.redirects', http('have the defaults of BITS')),
  BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT: flag('BitsHttpSettings.redirects', httpSet),
  BG_HTTP_REDIRECT_POLICY_DISALLOW: flag('BitsHttpSettings.redirects', kept),
  BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP: flag('BitsHttpSettings.allowRedirectToHttp', httpSet),
};
