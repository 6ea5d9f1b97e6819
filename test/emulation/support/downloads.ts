import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../../lib/backend.js';
import type { JobVerbs, ManagerVerbs } from '../../../lib/bits/verbs.js';
import { createEmulation, type Emulation, type EmulationOptions } from '../../../lib/emulation.js';
import { LoopbackServer } from './http-server.js';

/** A real server, an emulation with the http transport, and a folder for the files. */
export class Downloads implements AsyncDisposable {
  readonly server: LoopbackServer;
  readonly folder: string;
  readonly emulation: Emulation;
  readonly backend: Backend;
  readonly manager: ManagerVerbs;

  private constructor(
    server: LoopbackServer,
    folder: string,
    emulation: Emulation,
    backend: Backend,
    manager: ManagerVerbs,
  ) {
    this.server = server;
    this.folder = folder;
    this.emulation = emulation;
    this.backend = backend;
    this.manager = manager;
  }

  static async open(options?: EmulationOptions): Promise<Downloads> {
    const server = await LoopbackServer.start();
    const folder = await mkdtemp(join(tmpdir(), 'winprogress-'));
    const emulation = createEmulation({ clock: 'real', transport: 'http', ...options });
    const backend = emulation.openBackend();
    return new Downloads(server, folder, emulation, backend, await backend.bits.openManager());
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** A job with one file. */
  async createJob(remoteName: string, name: string): Promise<JobVerbs> {
    const job = await this.manager.createJob('test', 0);
    await job.addFileSet([{ remoteName, localName: this.pathOf(name) }]);
    return job;
  }

  /** The names in the folder. */
  list(): Promise<string[]> {
    return readdir(this.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulation.close();
    await this.server[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Resolves when a job has reached a state, according to its notifications. */
export async function until(job: JobVerbs, reached: (state: number, bytes: bigint) => boolean): Promise<void> {
  const flags = await job.getNotifyFlags();
  await job.setNotifyFlags(0xf & ~0x4);
  for (;;) {
    const notified = new Promise<void>((resolve) => {
      void job.setNotifyInterface(() => resolve());
    });
    const { state, progress } = await job.snapshot();
    if (reached(state, progress.bytesTransferred)) break;
    await notified;
  }
  await job.setNotifyInterface(null);
  await job.setNotifyFlags(flags);
}

/** Bytes that depend on their offset. */
export function patternOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let index = 0; index < size; index += 1) bytes[index] = (index * 31 + (index >>> 8) * 7) & 0xff;
  return bytes;
}
