import type { ServedFileOptions } from '../../../lib/emulation.js';
import { localNameOf, openMachine, url } from './machine.js';

export const groupId = '{11111111-1111-1111-1111-111111111111}';
export const jobId = '{22222222-2222-2222-2222-222222222222}';
export const otherId = '{33333333-3333-3333-3333-333333333333}';

/** `QM_PROGRESS_…`, `QM_STATUS_GROUP_…` and `QM_STATUS_JOB_…`, as qmgr.h numbers them. */
export const progress = { percentDone: 1, timeDone: 2, sizeDone: 3 } as const;
export const status = { complete: 0x40, incomplete: 0x80, suspended: 0x100, error: 0x200, foreground: 0x400 } as const;
export const jobStatus = { complete: 0x4, incomplete: 0x8, error: 0x10 } as const;

/** A machine with one group whose job has one file (default: 1000 bytes that take one second). */
export async function openGroup(file: ServedFileOptions = {}) {
  const machine = await openMachine({ policy: { http: 'lenient' } });
  machine.emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0, ...file });
  const group = await machine.queueManager.createGroup(groupId);
  const job = await group.createJob(jobId);
  await job.addFiles([{ remoteName: url('a'), localName: localNameOf(url('a')) }]);
  return { ...machine, group, job };
}
