import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Connection } from '../../lib/index.js';
import { anchored } from '../support/anchored-program.js';
import { createGuid } from '../support/create-guid.js';
import { numberedItem } from './syncmgr-ids.js';

const program = fileURLToPath(new URL('programs/serve-handler.mjs', import.meta.url));

/** The result of a proxy whose process has ended. */
export const goneCode =
  /^(?:RPC_S_SERVER_UNAVAILABLE|RPC_S_CALL_FAILED|RPC_S_CALL_FAILED_DNE|RPC_E_DISCONNECTED|RPC_E_SERVER_DIED|RPC_E_SERVER_DIED_DNE|CO_E_OBJNOTCONNECTED)$/;

/** A handler in a separate process, which reports progress of its item and then synchronises without end. */
export class HandlerProcess implements AsyncDisposable {
  static readonly item = numberedItem(1);
  readonly clsid: string;
  readonly #connection: Connection;
  readonly #process: ChildProcess;

  private constructor(connection: Connection, clsid: string) {
    this.clsid = clsid;
    this.#connection = connection;
    this.#process = spawn(process.execPath, [...anchored, program, clsid, HandlerProcess.item], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  static async start(connection: Connection): Promise<HandlerProcess> {
    // Wine keeps the registration of a class whose process was killed, so each handler has a separate class.
    const clsid = createGuid();
    await connection.syncmgr.registration.installClass({
      clsid,
      description: 'A handler of the tests',
      // Never started: the class object exists before any client.
      executable: process.execPath,
      scope: 'machine',
    });
    const handler = new HandlerProcess(connection, clsid);
    if (handler.#process.stdout !== null) await once(handler.#process.stdout, 'data');
    return handler;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async killed(): Promise<void> {
    this.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#connection.syncmgr.registration.uninstallClass(this.clsid, { scope: 'machine' });
  }
}
