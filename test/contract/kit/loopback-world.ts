import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../../lib/backend.js';
import type { BitsVerbs } from '../../../lib/bits/verbs.js';
import type { Connection } from '../../../lib/index.js';
import { contentOf } from '../../support/content.js';
import { type LoopbackFile, LoopbackServer } from '../../support/loopback-server.js';
import type { FileToServe, ServedFile, World } from './host.js';
import { type BeforeCancel, WorldNames } from './jobs-of-world.js';

/** What a {@link LoopbackWorld} is made of. */
interface LoopbackParts {
  readonly open: () => Promise<Connection>;
  readonly openBackend: () => Backend;
  readonly connection: Connection;
  readonly unreachable: string;
  readonly beforeCancel: BeforeCancel;
}

/** A world on real time: a server on the loopback interface, and a folder on disk. */
export class LoopbackWorld implements World {
  readonly connection: Connection;
  readonly #open: () => Promise<Connection>;
  readonly #openBackend: () => Backend;
  readonly #unreachable: string;
  readonly #beforeCancel: BeforeCancel;
  #server: Promise<LoopbackServer> | undefined;
  #folder: string | undefined;
  readonly #names = new WorldNames();
  readonly #connections: Connection[] = [];
  readonly #backends: Backend[] = [];
  #files = 0;

  protected constructor(parts: LoopbackParts) {
    this.#open = parts.open;
    this.#openBackend = parts.openBackend;
    this.connection = parts.connection;
    this.#unreachable = parts.unreachable;
    this.#beforeCancel = parts.beforeCancel;
  }

  static async start(
    open: () => Promise<Connection>,
    openBackend: () => Backend,
    beforeCancel?: BeforeCancel,
  ): Promise<LoopbackWorld> {
    return new LoopbackWorld(await LoopbackWorld.parts(open, openBackend, beforeCancel));
  }

  protected static async parts(
    open: () => Promise<Connection>,
    openBackend: () => Backend,
    beforeCancel: BeforeCancel = () => Promise.resolve(),
  ): Promise<LoopbackParts> {
    return {
      open,
      openBackend,
      beforeCancel,
      connection: await open(),
      unreachable: `http://127.0.0.1:${await closedPort}/file.bin`,
    };
  }

  async connect(): Promise<Connection> {
    const connection = await this.#open();
    this.#connections.push(connection);
    return connection;
  }

  async openVerbs(): Promise<BitsVerbs> {
    const backend = this.#openBackend();
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
    const path = `/${this.#files}.bin`;
    const server = await this.server();
    let content = contentToServe(file);
    return {
      url: server.serve(path, toLoopbackFile(file)),
      get content() {
        return content;
      },
      release: () => server.release(path),
      change: (changed) => {
        content = contentToServe(changed);
        server.serve(path, toLoopbackFile(changed));
      },
    };
  }

  unreachableUrl(): string {
    return this.#unreachable;
  }

  localPath(name: string): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'winprogress-contract-'));
    return join(this.#folder, name);
  }

  async readLocal(path: string): Promise<Uint8Array | undefined> {
    try {
      return new Uint8Array(await readFile(path));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  drive<T>(promise: Promise<T>): Promise<T> {
    return promise;
  }

  async close(): Promise<void> {
    // The server is closed first: a service that waits for its bytes may not respond to calls until the transfer fails.
    await (await this.#server)?.close();
    for (const opened of [...this.#connections, ...this.#backends]) await opened.close();
    await this.#names.cancelAll(this.connection, this.#beforeCancel);
    await this.connection.close();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  /** The world's server, started on first use. */
  server(): Promise<LoopbackServer> {
    this.#server ??= LoopbackServer.start();
    return this.#server;
  }
}

/** The content of a file to serve. */
export function contentToServe({ content, size = 1000 }: FileToServe): Uint8Array {
  return content ?? contentOf(size);
}

function toLoopbackFile({ chunked, status, holdAt, headers, ...file }: FileToServe): LoopbackFile {
  return {
    ...(headers === undefined ? {} : { headers }),
    content: contentToServe(file),
    ...(chunked === undefined ? {} : { chunked }),
    ...(status === undefined ? {} : { status }),
    ...(holdAt === undefined ? {} : { holdAt }),
  };
}

/** A port without a server: one that was free a moment ago. */
const closedPort = findClosedPort();

async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server had no port');
  return address.port;
}
