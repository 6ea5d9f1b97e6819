import type { ContentTransferNotifier } from '../../../lib/index.js';
import type { CtmWorld } from './world.js';

/** A job as Content Transfer Manager names it. */
export const job = {
  endpoint: 'CTMNotify',
  id: '{0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9}',
  clientData: '{11111111-2222-3333-4444-555555555555}',
} as const;

/** Counts of a job at half of its bytes. */
export const half = { bytesTotal: 1000n, bytesTransferred: 500n, filesTotal: 2, filesTransferred: 1 } as const;

/** Counts of a transferred job. */
export const all = { bytesTotal: 1000n, bytesTransferred: 1000n, filesTotal: 2, filesTransferred: 2 } as const;

/** The error of the job. */
export const failure = { hresult: 0x80070070, message: 'There is not enough space on the disk.' } as const;

/** The same counts as arguments of the exports. */
export const halfSent = { bytesTotal: '1000', bytesTransferred: '500', filesTotal: 2, filesTransferred: 1 } as const;
export const allSent = { bytesTotal: '1000', bytesTransferred: '1000', filesTotal: 2, filesTransferred: 2 } as const;

/** Opens the library of the world. */
export function openNotifier({ connection, library }: CtmWorld): Promise<ContentTransferNotifier> {
  return connection.ctm.openNotifier({ library });
}

/** The notifications of a notifier with valid arguments, by the function that they call. */
export const notifications: readonly [string, (notifier: ContentTransferNotifier) => Promise<void>][] = [
  ['SendNotifyProgressToCTM', (notifier) => notifier.notifyProgress({ ...job, ...half })],
  ['SendNotifySuccessToCTM', (notifier) => notifier.notifySuccess({ ...job, ...all })],
  ['SendNotifyErrorToCTM', (notifier) => notifier.notifyError({ ...job, ...failure })],
];
