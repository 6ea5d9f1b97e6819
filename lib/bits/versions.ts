import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { notify } from './constants.js';
import type { JobSettingsRecord } from './verbs.js';

const bits1_5 = 'BITS 1.5 (Windows Server 2003)';
const bits2_0 = 'BITS 2.0 (Windows XP SP2, Windows Server 2003 SP1)';
const bits2_5 = 'BITS 2.5 (Windows Vista, Windows XP SP3)';
const bits3_0 = 'BITS 3.0 (Windows Vista, Windows Server 2008)';
const bits4_0 = 'BITS 4.0 (Windows 7, Windows Server 2008 R2)';
const bits5_0 = 'BITS 5.0 (Windows 8, Windows Server 2012)';
const bits10_1 = 'BITS 10.1 (Windows 10, version 1703)';
const bits10_2 = 'BITS 10.2 (Windows 10, version 1809)';
const bits10_3 = 'BITS 10.3 (Windows 10, version 1903)';

/**
 * The version of BITS that introduced each interface.
 * Source: https://learn.microsoft.com/windows/win32/bits/what-s-new.
 */
const versionOfInterface: ReadonlyMap<string, string> = new Map([
  ['IBackgroundCopyJob2', bits1_5],
  ['IBackgroundCopyJob3', bits2_0],
  ['IBackgroundCopyJob4', bits3_0],
  ['IBackgroundCopyJob5', bits5_0],
  ['IBackgroundCopyFile2', bits2_0],
  ['IBackgroundCopyFile3', bits3_0],
  ['IBackgroundCopyFile4', bits4_0],
  ['IBackgroundCopyFile5', bits5_0],
  ['IBackgroundCopyFile6', bits10_1],
  ['IBackgroundCopyJobHttpOptions', bits2_5],
  ['IBackgroundCopyJobHttpOptions2', bits10_2],
  ['IBackgroundCopyJobHttpOptions3', bits10_3],
  ['IBitsTokenOptions', bits4_0],
]);

/** A feature that needs a later version than the interface of its method. */
export interface LaterNeed {
  /** The name of the feature in messages, such as `'onDemand'`. */
  readonly subject: string;
  /** The method that refuses it. */
  readonly method: keyof typeof refusals;
  readonly version: keyof typeof laterVersions;
}

const laterVersions = { '3.0': bits3_0, '10.1': bits10_1 } as const;

/** The results of each method for a feature that this BITS does not have; the proxy of `SetProperty` cannot marshal an unknown property. */
const refusals = {
  'IBackgroundCopyJob.SetNotifyFlags': [hresults.E_NOTIMPL],
  'IBackgroundCopyJob5.SetProperty': [hresults.BG_E_UNKNOWN_PROPERTY_ID, hresults.RPC_S_INVALID_TAG],
} as const;

/** The notification flags that are newer than `SetNotifyFlags`. */
const laterFlags = [
  { flag: notify.fileTransferred, version: '3.0' },
  { flag: notify.fileRangesTransferred, version: '10.1' },
] as const;

/**
 * Returns the notification flags that need a later version of BITS.
 * @param subjectOf names the setting or the listener that needs the flag
 */
export function needsOfFlags(flags: number, subjectOf: (flag: number) => string): LaterNeed[] {
  return laterFlags
    .filter(({ flag }) => (flags & flag) !== 0)
    .map(({ flag, version }) => ({
      subject: subjectOf(flag),
      method: 'IBackgroundCopyJob.SetNotifyFlags' as const,
      version,
    }));
}

/** Returns the settings that need a later version than the interfaces of their methods. */
export function needsOfSettings({
  minimumNotificationInterval,
  onDemandMode,
  notifyFlags = 0,
}: JobSettingsRecord): LaterNeed[] {
  const property = (subject: string, value: unknown): LaterNeed[] =>
    value === undefined ? [] : [{ subject, method: 'IBackgroundCopyJob5.SetProperty', version: '10.1' }];
  return [
    ...property('notificationInterval', minimumNotificationInterval),
    ...property('onDemand', onDemandMode),
    ...needsOfFlags(notifyFlags, (flag) =>
      flag === notify.fileTransferred ? 'the flag fileTransferred' : 'the flag fileRangesTransferred',
    ),
  ];
}

/**
 * Throws the same error, with a context that explains it: for an interface that this BITS does not have, the interface and the version of Windows
 * that introduced it; for a property or a flag, which feature needs which version.
 */
export function explainVersion(error: unknown, needs: readonly LaterNeed[] = []): never {
  if (!(error instanceof HResultError)) throw error;
  if (isHResult(error, hresults.E_NOINTERFACE)) {
    const [name = ''] = error.operation.split('.');
    const version = versionOfInterface.get(name);
    if (version !== undefined) {
      throw explained(error, `${name} is missing from this version of BITS: it came with ${version}`);
    }
  }
  const refused = needs.filter(({ method }) => error.operation === method && isHResult(error, ...refusals[method]));
  if (refused.length > 0) {
    const list = refused.map(({ subject, version }) => `${subject} needs ${laterVersions[version]}`).join(', ');
    throw explained(error, `this version of BITS does not have it: ${list}`);
  }
  throw error;
}

function explained(error: HResultError, context: string): HResultError {
  return new HResultError(error.hresult, error.operation, context);
}

/** Whether a call failed because the BITS of this machine does not have it: the interface is missing, or the method is not implemented. */
export function isMissingCall(error: unknown): error is HResultError {
  return isHResult(error, hresults.E_NOINTERFACE, hresults.E_NOTIMPL);
}
