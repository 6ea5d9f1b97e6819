import { resolve } from 'node:path';
import type { Backend } from '../../../lib/backend.js';
import type { BitsVerbs } from '../../../lib/bits/verbs.js';
import { createEmulation, type Emulation } from '../../../lib/emulation.js';
import { type Connection, connect } from '../../../lib/index.js';
import { driveVirtualTime } from '../kit/drive.js';
import type { ContractHost, FileToServe, ServedFile, World } from '../kit/host.js';
import { WorldNames } from '../kit/jobs-of-world.js';
import { contentToServe } from '../kit/loopback-world.js';

/** How long a scripted server withholds held bytes, in virtual milliseconds: less than the time limit of a client. */
const hold = 20_000;

/** The emulation of tests: virtual time, a scripted network, a disk in memory. */
export function emulationScripted(groups: ContractHost['groups']): ContractHost {
  return {
    name: `emulation, scripted, groups by ${groups}`,
    groups,
    expectedFailures: {},
    open: () =>
      ScriptedWorld.start(createEmulation({ queueManager: groups === 'queueManager', policy: { http: 'lenient' } })),
  };
}

/** A world in memory. Nothing outlives it, so closing it only closes its connections. */
export class ScriptedWorld implements World {
  readonly connection: Connection;
  readonly emulation: Emulation;
  readonly #names = new WorldNames();
  readonly #connections: Connection[] = [];
  readonly #backends: Backend[] = [];
  #files = 0;

  protected constructor(emulation: Emulation, connection: Connection) {
    this.emulation = emulation;
    this.connection = connection;
  }

  static async start(emulation: Emulation): Promise<ScriptedWorld> {
    return new ScriptedWorld(emulation, await connect({ backend: emulation }));
  }

  async connect(): Promise<Connection> {
    const connection = await connect({ backend: this.emulation });
    this.#connections.push(connection);
    return connection;
  }

  async openVerbs(): Promise<BitsVerbs> {
    const backend = this.emulation.openBackend();
    this.#backends.push(backend);
    return backend.bits;
  }

  jobName(): string {
    return this.#names.jobName();
  }

  groupId(): string {
    return this.#names.groupId();
  }

  async serve(file: FileToServe = {}): Promise<ServedFile> {
    this.#files += 1;
    const url = `http://server.test/${this.#files}.bin`;
    let content = this.#serve(url, file);
    return {
      url,
      get content() {
        return content;
      },
      // Withheld bytes arrive when the test advances the clock.
      release: () => {},
      change: (changed) => {
        content = this.#serve(url, changed);
      },
    };
  }

  unreachableUrl(): string {
    return 'http://nowhere.test/file.bin';
  }

  localPath(name: string): string {
    return resolve('/downloads', name);
  }

  async readLocal(path: string): Promise<Uint8Array | undefined> {
    return this.emulation.files.read(path);
  }

  drive<T>(promise: Promise<T>): Promise<T> {
    return driveVirtualTime(this.emulation.clock, promise);
  }

  async close(): Promise<void> {
    for (const opened of [...this.#connections, ...this.#backends]) await opened.close();
    await this.connection.close();
  }

  #serve(url: string, { holdAt, chunked, status, headers, ...file }: FileToServe): Uint8Array {
    const content = contentToServe(file);
    this.emulation.network.serve(url, {
      content,
      ...(chunked === undefined ? {} : { chunked }),
      ...(status === undefined ? {} : { status }),
      ...(headers === undefined ? {} : { headers }),
      ...(holdAt === undefined ? {} : { faults: [{ at: holdAt, kind: 'stall', duration: hold }] }),
    });
    return content;
  }
}
