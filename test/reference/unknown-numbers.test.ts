import { describe, expect, it } from 'vitest';
import { toClientCertificate } from '../../lib/bits/certificates.js';
import { priorityOf, toHelperToken, toOwner, toStoredCredentials } from '../../lib/bits/details.js';
import { toReadHttpSettings } from '../../lib/bits/http-settings.js';
import { toEndResult } from '../../lib/bits/job.js';
import { typeOf } from '../../lib/bits/job-list.js';
import { toNotifyFlags } from '../../lib/bits/notify-command.js';
import { toProxy } from '../../lib/bits/proxy.js';
import { toState, toTransferError } from '../../lib/bits/snapshot.js';
import { toTransferPolicy } from '../../lib/bits/transfer-policy.js';
import { toAnswer } from '../../lib/syncmgr/callback.js';
import { toCancelRequest, toCenterStatus } from '../../lib/syncmgr/center-arguments.js';
import { toInitialization } from '../../lib/syncmgr/definition.js';
import { toLevel, toStatus } from '../../lib/syncmgr/records.js';
import { ProgressMeter } from '../../lib/winsync/progress.js';
import { toRecoverableError } from '../../lib/winsync/records.js';

/** A number that no documented enumeration has. */
const future = 77;

const progress = {
  type: 'progress',
  provider: future,
  stage: future,
  completedWork: 1,
  totalWork: 2,
  folded: 0,
} as const;
const failure = {
  stage: future,
  provider: future,
  change: null,
  hresult: null,
  itemDisplayName: null,
  errorDescription: null,
} as const;

const http = { customHeaders: null, securityFlags: 0x300, clientCertificate: null, httpMethod: null } as const;
const certificate = { storeLocation: future, storeName: 'MY', hash: null, subjectName: 'client' } as const;

/** Every enumeration that COM returns or passes to a callback, with what the public API makes of a number that is not documented. */
const enumerations: readonly [string, unknown, unknown][] = [
  ['BG_JOB_STATE', toState(future), future],
  ['BG_JOB_TYPE', typeOf(future), future],
  ['BG_JOB_PRIORITY', priorityOf(future), future],
  ['BG_JOB_PROXY_USAGE', toProxy({ usage: future, list: null, bypass: null }), future],
  ['BG_AUTH_TARGET', toStoredCredentials(future), future],
  ['BG_CERT_STORE_LOCATION', toClientCertificate(certificate).location, future],
  ['BG_HTTP_REDIRECT_POLICY', toReadHttpSettings(http).redirects, 0x300],
  ['BG_NOTIFY', toNotifyFlags(0x41)[1], 0x40],
  ['BG_TOKEN', toHelperToken(0x10, null).usedFor[0], 0x10],
  ['BITS_COST_STATE', toTransferPolicy(0x101)[1], 0x100],
  ['SECURITY_MANDATORY_RID', toOwner('S-1-5-18', null, future).integrityLevel, future],
  [
    'BG_ERROR_CONTEXT',
    toTransferError({ hresult: 0x8020_0010, context: future, file: null, protocol: null }).context,
    String(future),
  ],
  ['a success code of Cancel or Complete', toEndResult(future).outcome, future],
  ['SYNC_PROVIDER_ROLE of progress', new ProgressMeter(() => 0).measure(progress).provider, future],
  ['SYNC_PROGRESS_STAGE of progress', new ProgressMeter(() => 0).measure(progress).stage, future],
  ['SYNC_PROVIDER_ROLE of a recoverable error', toRecoverableError(failure, 0).provider, future],
  ['SYNC_PROGRESS_STAGE of a recoverable error', toRecoverableError(failure, 0).stage, future],
  ['SYNCMGRSTATUS', toStatus(future), future],
  ['SYNCMGRLOGLEVEL', toLevel(future), future],
  ['a success code of Progress', toAnswer(future), future],
  ['SYNCMGR_PROGRESS_STATUS', toCenterStatus(future), future],
  ['SYNCMGR_CANCEL_REQUEST', toCancelRequest(future), future],
  ['the event of SYNCMGRFLAG', toInitialization(future, null).event, future],
];

describe('a number that is not documented', () => {
  it.each(enumerations)('reaches the caller: %s', (_name, value, expected) => {
    expect(value).toBe(expected);
  });

  it.each([
    ['BG_JOB_STATE', toState(0)],
    ['BG_JOB_TYPE', typeOf(0)],
    ['SYNCMGRSTATUS', toStatus(0)],
    ['SYNCMGRLOGLEVEL', toLevel(1)],
    ['SYNCMGR_PROGRESS_STATUS', toCenterStatus(1)],
    ['SYNCMGR_CANCEL_REQUEST', toCancelRequest(0)],
    ['the event of SYNCMGRFLAG', toInitialization(1, null).event],
  ])('is not what the first number of %s becomes', (_name, value) => {
    expect(typeof value).toBe('string');
  });
});
