import type { FileRangeRecord, FileVerbs, JobSettingsRecord, JobVerbs } from '../../../lib/bits/verbs.js';
import type { EmulationOptions, ServedFileOptions } from '../../../lib/emulation.js';
import { openMachine, url } from './machine.js';

/** `BG_JOB_TYPE`. */
export const download = 0;
export const upload = 1;
export const uploadReply = 2;

/** `BG_LENGTH_TO_EOF`. */
export const toEnd = 2n ** 64n - 1n;

/** The file of these machines, and where jobs store it. */
export const target = { remoteName: url('a'), localName: 'C:\\a' };

/** A machine with a job of a type, and a server with a file of 1000 bytes, which takes a second. */
export async function jobOf(type: number, settings?: JobSettingsRecord) {
  const machine = await openMachine();
  machine.emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0 });
  const job = await machine.manager.createJob('test', type, settings);
  return { ...machine, job };
}

/** A machine with a download job, and a server with a file: of 1000 bytes, which takes a second, unless the options differ. */
export async function machineOf(file?: ServedFileOptions, options?: EmulationOptions) {
  const machine = await openMachine(options);
  const size = file?.content === undefined ? 1000 : undefined;
  machine.emulation.network.serve(url('a'), { size, bytesPerSecond: 1000, latency: 0, ...file });
  const job = await machine.manager.createJob('test', download);
  return { ...machine, job };
}

/** The first file of a job. */
export async function onlyFile(job: JobVerbs): Promise<FileVerbs> {
  const [file] = await job.openFiles();
  if (file === undefined) throw new Error('the job has no file');
  return file;
}

export function range(offset: bigint, length: bigint): FileRangeRecord {
  return { offset, length };
}
