import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type Connection, connect, hresults } from '../../../lib/index.js';
import { createNativeBackend } from '../../../lib/native.js';
import { type ReferenceBits, startReferenceBits } from '../../reference/bits-service/reference-bits.js';
import { LoopbackWorld } from '../kit/loopback-world.js';
import type { ExpectedFailures } from '../kit/manifest.js';
import type {
  BitsVersionName,
  BlockingCondition,
  ModernHost,
  ModernWorld,
  ReceivingServer,
} from '../kit/modern-world.js';
import { ReferenceTransfers } from './reference-transfers.js';

/** The results with which BITS blocks transfers. */
const blockingResults: Readonly<Record<BlockingCondition, number>> = {
  meteredNetwork: hresults.BG_E_BLOCKED_BY_COST_TRANSFER_POLICY,
  battery: hresults.BG_E_BLOCKED_BY_BATTERY_POLICY,
  batterySaver: hresults.BG_E_BLOCKED_BY_BATTERY_SAVER,
  gameMode: hresults.BG_E_BLOCKED_BY_GAME_MODE,
  noBackgroundAccess: hresults.BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY,
  noNetwork: hresults.BG_E_NETWORK_DISCONNECTED,
  standby: hresults.BG_E_STANDBY_MODE,
  groupPolicy: hresults.BG_E_BLOCKED_BY_POLICY,
  systemPolicy: hresults.BG_E_BLOCKED_BY_SYSTEM_POLICY,
};

/** The SIDs of the users that clients of the service are. */
const users = { owner: 'S-1-5-21-1-2-3-1001', other: 'S-1-5-21-1-2-3-1002', administrator: 'S-1-5-21-1-2-3-500' };

/** Real COM against the reference service in another process, which has all interfaces of modern BITS. */
export function nativeModern(expectedFailures: ExpectedFailures): ModernHost {
  let service: ReferenceBits | undefined;
  return {
    name: 'native, reference service',
    expectedFailures,
    async setUp() {
      service = await startReferenceBits({ keepCalls: false });
    },
    async tearDown() {
      await service?.stop();
    },
    async open() {
      if (service === undefined) throw new Error('the reference service is not started');
      await service.configure({ version: '10.3', owner: users.owner, administrator: true });
      return ModernNativeWorld.open(service);
    },
  };
}

class ModernNativeWorld extends LoopbackWorld implements ModernWorld {
  readonly #service: ReferenceBits;
  readonly #transfers: ReferenceTransfers;
  readonly #receivers: Server[] = [];

  private constructor(service: ReferenceBits, parts: Awaited<ReturnType<typeof LoopbackWorld.parts>>) {
    super(parts);
    this.#service = service;
    this.#transfers = new ReferenceTransfers(service);
  }

  static async open(service: ReferenceBits): Promise<ModernNativeWorld> {
    const open = () => connect({ backend: 'native' });
    return new ModernNativeWorld(service, await LoopbackWorld.parts(open, createNativeBackend));
  }

  /** A port that is not ephemeral: a port that was free a moment ago may be that of the control connection by now. */
  override unreachableUrl(): string {
    return 'http://127.0.0.1:1/file.bin';
  }

  async connectToVersion(version: BitsVersionName): Promise<Connection> {
    await this.#service.configure({ version });
    return await this.connect();
  }

  async connectAsAdministrator(): Promise<Connection> {
    await this.#service.configure({ owner: users.administrator });
    return await this.connect();
  }

  async connectAsUser(): Promise<Connection> {
    await this.#service.configure({ owner: users.other, administrator: false });
    return await this.connect();
  }

  async connectWithRestrictedToken(refused: readonly string[]): Promise<Connection> {
    for (const method of refused)
      await this.#service.fail(method, hresults.E_ACCESSDENIED, { times: Number.POSITIVE_INFINITY });
    return await this.connect();
  }

  async logOff(): Promise<void> {
    // The service has no sessions: the transfers stop, and the result of the call is scripted.
    this.#transfers.loggedOff = true;
    for (const method of ['IBackgroundCopyJob.AddFileSet', 'IBackgroundCopyJob3.AddFileWithRanges'])
      await this.#service.fail(method, hresults.ERROR_NOT_LOGGED_ON, { times: Number.POSITIVE_INFINITY });
  }

  async refusedPath(): Promise<string> {
    const path = this.localPath('folder');
    await this.refuse(path);
    return path;
  }

  async refuse(path: string): Promise<void> {
    await mkdir(path);
  }

  async setCondition(condition: BlockingCondition, on: boolean): Promise<void> {
    this.#transfers.blockedBy = on ? blockingResults[condition] : null;
  }

  async requestHeaders(url: string, name: string): Promise<(string | undefined)[]> {
    const { requests } = await this.server();
    return requests
      .filter(({ path }) => path === new URL(url).pathname)
      .map(({ headers }) => headers[name.toLowerCase()]?.toString());
  }

  async receive(reply?: Uint8Array): Promise<ReceivingServer> {
    let received: Uint8Array | undefined;
    const server = createServer(async (request, response) => {
      const blocks: Uint8Array[] = [];
      for await (const block of request) blocks.push(block);
      received = new Uint8Array(Buffer.concat(blocks));
      response.end(reply);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#receivers.push(server);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return { url: `http://127.0.0.1:${address.port}/upload`, received: async () => received };
  }

  async writeLocal(name: string, content: Uint8Array): Promise<string> {
    const path = this.localPath(name);
    await writeFile(path, content);
    return path;
  }

  override async close(): Promise<void> {
    try {
      await this.#transfers.stop();
    } finally {
      for (const server of this.#receivers) server.close();
      // A service that refuses to cancel jobs would leave them to the next test.
      await this.#service.clearScript();
      await super.close();
      await this.#service.clearJobs();
    }
  }
}
