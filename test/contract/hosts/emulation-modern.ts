import { mkdir, writeFile } from 'node:fs/promises';
import { createEmulation, type EmulatedUser, type Emulation } from '../../../lib/emulation.js';
import { type Connection, connect } from '../../../lib/index.js';
import { BitsUploadServer } from '../../support/bits-upload-server.js';
import { LoopbackWorld } from '../kit/loopback-world.js';
import type {
  BitsVersionName,
  BlockingCondition,
  ModernHost,
  ModernWorld,
  ReceivingServer,
} from '../kit/modern-world.js';
import { ScriptedWorld } from './emulation-scripted.js';

/** The emulation of tests, whose machine a test controls: virtual time, a scripted network. */
export const emulationModern: ModernHost = {
  name: 'emulation, scripted',
  expectedFailures: {},
  open: () => ModernScriptedWorld.open(createEmulation({ policy: { http: 'lenient' } })),
};

/** The same in real time, with real HTTP. */
export const emulationModernHttp: ModernHost = {
  name: 'emulation, http',
  expectedFailures: {
    'the life of a job > goes to transientError with BG_E_NETWORK_DISCONNECTED without a network, and on when it is back':
      {
        reason: 'the network of this machine is real, and the emulation cannot take it away',
        by: 'assertion',
      },
  },
  open: () =>
    ModernLoopbackWorld.open(createEmulation({ policy: { http: 'lenient' }, clock: 'real', transport: 'http' })),
};

class ModernScriptedWorld extends ScriptedWorld implements ModernWorld {
  readonly #others = new OtherConnections();
  #receivers = 0;

  static async open(emulation: Emulation): Promise<ModernScriptedWorld> {
    return new ModernScriptedWorld(emulation, await connect({ backend: emulation }));
  }

  connectToVersion(version: BitsVersionName): Promise<Connection> {
    return this.#others.connect(version);
  }

  connectAsAdministrator(): Promise<Connection> {
    return this.#others.connectAsAdministrator(this.emulation);
  }

  connectAsUser(): Promise<Connection> {
    return this.#others.connectAsUser(this.emulation);
  }

  connectWithRestrictedToken(): Promise<Connection> {
    return this.#others.connectAs(this.emulation, this.emulation.machine.withRestrictedToken());
  }

  async logOff(): Promise<void> {
    this.emulation.machine.logOff();
  }

  async refusedPath(): Promise<string> {
    const path = this.localPath('folder');
    await this.refuse(path);
    return path;
  }

  async refuse(path: string): Promise<void> {
    this.emulation.files.setReadOnly(path);
  }

  async setCondition(condition: BlockingCondition, on: boolean): Promise<void> {
    const { network } = this.emulation;
    if (condition !== 'noNetwork') setConditionOf(this.emulation, condition, on);
    else if (on) network.disconnect();
    else network.reconnect();
  }

  async requestHeaders(url: string, name: string): Promise<(string | undefined)[]> {
    const line = new RegExp(`^${name}: *(.*)$`, 'im');
    return this.emulation.network.requests
      .filter((request) => request.url === url)
      .map(({ headers = '' }) => line.exec(headers)?.[1]?.trim());
  }

  async receive(reply?: Uint8Array): Promise<ReceivingServer> {
    this.#receivers += 1;
    const url = `http://receiver.test/${this.#receivers}`;
    const { network } = this.emulation;
    network.receive(url, { reply });
    return { url, received: async () => network.received(url) };
  }

  async writeLocal(name: string, content: Uint8Array): Promise<string> {
    const path = this.localPath(name);
    this.emulation.files.write(path, content);
    return path;
  }

  override async close(): Promise<void> {
    await this.#others.close();
    await super.close();
  }
}

class ModernLoopbackWorld extends LoopbackWorld implements ModernWorld {
  readonly #others = new OtherConnections();
  readonly #emulation: Emulation;
  readonly #receivers: BitsUploadServer[] = [];

  private constructor(emulation: Emulation, parts: Awaited<ReturnType<typeof LoopbackWorld.parts>>) {
    super(parts);
    this.#emulation = emulation;
  }

  static async open(emulation: Emulation): Promise<ModernLoopbackWorld> {
    const open = () => connect({ backend: emulation });
    return new ModernLoopbackWorld(emulation, await LoopbackWorld.parts(open, () => emulation.openBackend()));
  }

  connectToVersion(version: BitsVersionName): Promise<Connection> {
    return this.#others.connect(version);
  }

  connectAsAdministrator(): Promise<Connection> {
    return this.#others.connectAsAdministrator(this.#emulation);
  }

  connectAsUser(): Promise<Connection> {
    return this.#others.connectAsUser(this.#emulation);
  }

  connectWithRestrictedToken(): Promise<Connection> {
    return this.#others.connectAs(this.#emulation, this.#emulation.machine.withRestrictedToken());
  }

  async logOff(): Promise<void> {
    this.#emulation.machine.logOff();
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
    setConditionOf(this.#emulation, condition, on);
  }

  async requestHeaders(url: string, name: string): Promise<(string | undefined)[]> {
    const { requests } = await this.server();
    return requests
      .filter(({ path }) => path === new URL(url).pathname)
      .map(({ headers }) => headers[name.toLowerCase()]?.toString());
  }

  async receive(reply?: Uint8Array): Promise<ReceivingServer> {
    const server = await BitsUploadServer.start(reply === undefined ? {} : { reply: Buffer.from(reply) });
    this.#receivers.push(server);
    return { url: `${server.origin}/upload`, received: async () => server.received.get('/upload') };
  }

  async writeLocal(name: string, content: Uint8Array): Promise<string> {
    const path = this.localPath(name);
    await writeFile(path, content);
    return path;
  }

  override async close(): Promise<void> {
    for (const receiver of this.#receivers) await receiver[Symbol.asyncDispose]();
    await this.#others.close();
    await super.close();
  }
}

/** Connections to machines with other versions of BITS, and of other users. */
class OtherConnections {
  readonly #connections: Connection[] = [];

  async connect(bitsVersion: BitsVersionName): Promise<Connection> {
    const connection = await connect({ backend: createEmulation({ bitsVersion }) });
    this.#connections.push(connection);
    return connection;
  }

  connectAsAdministrator(emulation: Emulation): Promise<Connection> {
    return this.connectAs(emulation, emulation.machine.addUser({ administrator: true }));
  }

  connectAsUser(emulation: Emulation): Promise<Connection> {
    return this.connectAs(emulation, emulation.machine.addUser());
  }

  async connectAs(emulation: Emulation, user: EmulatedUser): Promise<Connection> {
    const connection = await connect({ backend: emulation.as(user) });
    this.#connections.push(connection);
    return connection;
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) await connection.close();
  }
}

function setConditionOf({ machine }: Emulation, condition: BlockingCondition, on: boolean): void {
  switch (condition) {
    case 'meteredNetwork':
      machine.setNetworkCost(on ? 'overCapCharged' : 'unrestricted');
      break;
    case 'battery':
      machine.setPower(on ? 'battery' : 'ac');
      machine.setRestriction(on ? 'onBattery' : 'none');
      break;
    case 'batterySaver':
      machine.setPower(on ? 'batterySaver' : 'ac');
      break;
    case 'gameMode':
      machine.setGameMode(on);
      break;
    case 'noBackgroundAccess':
      machine.setBackgroundAccess(!on);
      break;
    case 'standby':
      machine.setStandby(on);
      break;
    case 'noNetwork':
      // Only a scripted network can be taken away.
      break;
    case 'groupPolicy':
      machine.setRestriction(on ? 'groupPolicy' : 'none');
      break;
    case 'systemPolicy':
      machine.setRestriction(on ? 'system' : 'none');
      break;
  }
}
