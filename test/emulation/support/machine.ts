import type { Backend } from '../../../lib/backend.js';
import type { FileName, JobVerbs, ManagerVerbs, QueueManagerVerbs } from '../../../lib/bits/verbs.js';
import { createEmulation, type Emulation, type EmulationOptions } from '../../../lib/emulation.js';

/** An emulated machine in virtual time with one connection, and the first steps of most tests of jobs. */
export interface Machine {
  readonly emulation: Emulation;
  readonly backend: Backend;
  readonly manager: ManagerVerbs;
  readonly queueManager: QueueManagerVerbs;
  /** A new job with files; a text is a URL whose file gets a separate path. */
  createJob(...files: readonly (FileName | string)[]): Promise<JobVerbs>;
  /** Advances virtual time. */
  tick(milliseconds: number): Promise<number>;
}

export async function openMachine(options?: EmulationOptions): Promise<Machine> {
  const emulation = createEmulation(options);
  const backend = emulation.openBackend();
  const manager = await backend.bits.openManager();
  const queueManager = options?.queueManager === false ? missing : await backend.bits.openQueueManager();
  return {
    emulation,
    backend,
    manager,
    queueManager,
    async createJob(...files) {
      const job = await manager.createJob('test', 0);
      if (files.length > 0) await job.addFileSet(files.map(toFileName));
      return job;
    },
    tick: (milliseconds) => emulation.clock.tickAsync(milliseconds),
  };
}

const refused = () => Promise.reject(new Error('this machine has no queue manager'));
const missing: QueueManagerVerbs = { createGroup: refused, getGroup: refused, enumGroups: refused };

function toFileName(file: FileName | string): FileName {
  return typeof file === 'string' ? { remoteName: file, localName: localNameOf(file) } : file;
}

/** The path at which `createJob` stores the file of a URL. */
export function localNameOf(url: string): string {
  return `C:\\files\\${new URL(url).pathname.slice(1)}`;
}

/** The URL of a file on the scripted network. */
export function url(name: string): string {
  return `http://files.example/${name}`;
}
