import { toFileTime } from '../../com/file-time.js';
import { hresults } from '../../com/hresult.js';
import { RefusedCall, refuse } from '../../emulation/refused-call.js';
import type { JobDetail, JobDetailsRecord } from '../verbs.js';
import { type BitsInterface, type BitsVersion, hasVersion, requireInterface } from './bits-version.js';
import type { Job } from './job.js';
import { integrityLevelOf } from './users.js';

/** The source of a detail: the interface, the method, and for a property the first version of BITS that has it. */
interface Source<Name extends JobDetail> {
  readonly interface: BitsInterface;
  readonly method: string;
  readonly property?: BitsVersion;
  readonly read: (job: Job) => JobDetailsRecord[Name];
}

type Sources = { readonly [Name in JobDetail]: Source<Name> };

const property = { interface: 'IBackgroundCopyJob5', method: 'GetProperty', property: '5.0' } as const;

const sources: Sources = {
  type: { interface: 'IBackgroundCopyJob', method: 'GetType', read: ({ type }) => type },
  displayName: { interface: 'IBackgroundCopyJob', method: 'GetDisplayName', read: ({ displayName }) => displayName },
  description: { interface: 'IBackgroundCopyJob', method: 'GetDescription', read: ({ description }) => description },
  priority: { interface: 'IBackgroundCopyJob', method: 'GetPriority', read: ({ priority }) => priority },
  notifyFlags: { interface: 'IBackgroundCopyJob', method: 'GetNotifyFlags', read: ({ notifier }) => notifier.flags },
  minimumRetryDelay: {
    interface: 'IBackgroundCopyJob',
    method: 'GetMinimumRetryDelay',
    read: ({ retry }) => retry.minimumDelay,
  },
  noProgressTimeout: {
    interface: 'IBackgroundCopyJob',
    method: 'GetNoProgressTimeout',
    read: ({ retry }) => retry.noProgressTimeout,
  },
  errorCount: { interface: 'IBackgroundCopyJob', method: 'GetErrorCount', read: ({ errorCount }) => errorCount },
  times: {
    interface: 'IBackgroundCopyJob',
    method: 'GetTimes',
    read: ({ created, lastActivity, transferCompletion }) => ({
      creation: toFileTime(created),
      modification: toFileTime(lastActivity),
      transferCompletion: transferCompletion === null ? 0n : toFileTime(transferCompletion),
    }),
  },
  owner: { interface: 'IBackgroundCopyJob', method: 'GetOwner', read: ({ owner }) => owner },
  proxy: { interface: 'IBackgroundCopyJob', method: 'GetProxySettings', read: ({ settings }) => settings.proxy },
  notifyCommand: {
    interface: 'IBackgroundCopyJob2',
    method: 'GetNotifyCmdLine',
    read: ({ settings }) => settings.notifyCommand,
  },
  replyFileName: {
    interface: 'IBackgroundCopyJob2',
    method: 'GetReplyFileName',
    read: ({ reply }) => reply?.fileName ?? null,
  },
  fileAclFlags: {
    interface: 'IBackgroundCopyJob3',
    method: 'GetFileACLFlags',
    read: ({ settings }) => settings.fileAclFlags,
  },
  peerCachingFlags: {
    interface: 'IBackgroundCopyJob4',
    method: 'GetPeerCachingFlags',
    read: ({ settings }) => settings.peerCachingFlags,
  },
  ownerIntegrityLevel: {
    interface: 'IBackgroundCopyJob4',
    method: 'GetOwnerIntegrityLevel',
    read: ({ ownerElevated }) => integrityLevelOf(ownerElevated),
  },
  ownerElevated: {
    interface: 'IBackgroundCopyJob4',
    method: 'GetOwnerElevationState',
    read: ({ ownerElevated }) => ownerElevated,
  },
  maximumDownloadTime: {
    interface: 'IBackgroundCopyJob4',
    method: 'GetMaximumDownloadTime',
    read: ({ settings }) => settings.maximumDownloadTime,
  },
  costFlags: { ...property, read: ({ settings }) => settings.costFlags },
  notificationClsid: { ...property, read: ({ settings }) => settings.notificationClsid },
  dynamicContent: { ...property, read: ({ settings }) => settings.dynamicContent },
  highPerformance: { ...property, read: ({ settings }) => settings.highPerformance },
  maximumDownloadSize: { ...property, read: ({ settings }) => settings.maximumDownloadSize },
  useStoredCredentials: { ...property, read: ({ settings }) => settings.useStoredCredentials },
  minimumNotificationInterval: {
    ...property,
    property: '10.1',
    read: ({ settings }) => settings.minimumNotificationInterval,
  },
  onDemandMode: { ...property, property: '10.1', read: ({ settings }) => settings.onDemandMode },
  clientCertificate: {
    interface: 'IBackgroundCopyJobHttpOptions',
    method: 'GetClientCertificate',
    read: ({ settings }) => settings.clientCertificate,
  },
  customHeaders: {
    interface: 'IBackgroundCopyJobHttpOptions',
    method: 'GetCustomHeaders',
    read: ({ settings }) => (settings.customHeadersWriteOnly ? null : settings.customHeaders),
  },
  securityFlags: {
    interface: 'IBackgroundCopyJobHttpOptions',
    method: 'GetSecurityFlags',
    read: ({ settings }) => settings.securityFlags,
  },
  httpMethod: {
    interface: 'IBackgroundCopyJobHttpOptions2',
    method: 'GetHttpMethod',
    read: ({ settings }) => settings.httpMethod,
  },
  helperTokenFlags: {
    interface: 'IBitsTokenOptions',
    method: 'GetHelperTokenFlags',
    read: ({ settings }) => settings.helperTokenFlags,
  },
  helperTokenSid: {
    interface: 'IBitsTokenOptions',
    method: 'GetHelperTokenSid',
    read: ({ settings }) => settings.helperTokenSid,
  },
};

/** Returns the call that reads a detail. */
export function detailCall(name: JobDetail): string {
  return `${sources[name].interface}.${sources[name].method}`;
}

/** Reads one detail. @throws {RefusedCall} `E_NOINTERFACE` or `BG_E_UNKNOWN_PROPERTY_ID` where this BITS does not have it */
export function readDetail<Name extends JobDetail>(job: Job, version: BitsVersion, name: Name): JobDetailsRecord[Name] {
  const source: Sources[Name] = sources[name];
  requireInterface(version, source.interface);
  if (source.property !== undefined && !hasVersion(version, source.property)) refuse(hresults.BG_E_UNKNOWN_PROPERTY_ID);
  return source.read(job);
}

/** Reads all details: null for those that this BITS does not have. */
export function readDetails(
  job: Job,
  version: BitsVersion,
): { readonly [Name in JobDetail]: JobDetailsRecord[Name] | null } {
  const read = <Name extends JobDetail>(name: Name): JobDetailsRecord[Name] | null => {
    try {
      return readDetail(job, version, name);
    } catch (error) {
      if (error instanceof RefusedCall) return null;
      throw error;
    }
  };
  return {
    type: read('type'),
    displayName: read('displayName'),
    description: read('description'),
    priority: read('priority'),
    notifyFlags: read('notifyFlags'),
    minimumRetryDelay: read('minimumRetryDelay'),
    noProgressTimeout: read('noProgressTimeout'),
    errorCount: read('errorCount'),
    times: read('times'),
    owner: read('owner'),
    proxy: read('proxy'),
    notifyCommand: read('notifyCommand'),
    replyFileName: read('replyFileName'),
    fileAclFlags: read('fileAclFlags'),
    peerCachingFlags: read('peerCachingFlags'),
    ownerIntegrityLevel: read('ownerIntegrityLevel'),
    ownerElevated: read('ownerElevated'),
    maximumDownloadTime: read('maximumDownloadTime'),
    costFlags: read('costFlags'),
    notificationClsid: read('notificationClsid'),
    dynamicContent: read('dynamicContent'),
    highPerformance: read('highPerformance'),
    maximumDownloadSize: read('maximumDownloadSize'),
    useStoredCredentials: read('useStoredCredentials'),
    minimumNotificationInterval: read('minimumNotificationInterval'),
    onDemandMode: read('onDemandMode'),
    clientCertificate: read('clientCertificate'),
    customHeaders: read('customHeaders'),
    securityFlags: read('securityFlags'),
    httpMethod: read('httpMethod'),
    helperTokenFlags: read('helperTokenFlags'),
    helperTokenSid: read('helperTokenSid'),
  };
}
