import {
  addon,
  detail,
  errors,
  file,
  heard,
  http,
  httpSet,
  jobs,
  modernJob,
  noted,
  notifications,
  objects,
  read,
  reference,
  setting,
  settings,
  sink,
} from './builders.mjs';
import { contract, notReached, row } from './row.mjs';

const requested = objects('ranges > that are requested of a job with onDemand are all that it downloads');
const valid = objects('a file > keeps the job transferred when it is valid');
const token = settings('the helper token > is set and cleared');
const _reads = { native: 'job_details.cc', emulation: 'details.ts' };
const fileRead = (api, ...tests) =>
  row({ api, verb: 'FileVerbs.read', native: 'job_reader.cc', emulation: 'file-verbs.ts', tests });

/** The other interfaces of bits.h to bits10_3.h: files, errors, callbacks, HTTP options, tokens and enumerators. */
export const otherRows = {
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
