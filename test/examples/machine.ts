import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulation, type Emulation } from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';

/** Milliseconds of virtual time in one turn: small, so that the deadlines of jobs do not pass while an example waits for the disk. */
const step = 100;

/** An emulated machine with a folder on disk, since the examples create folders there. */
export interface ExampleMachine extends AsyncDisposable {
  readonly emulation: Emulation;
  readonly connection: Connection;
  readonly folder: string;
  /** Advances virtual time until a condition is true or the promise has settled. The examples use the disk in between, so nothing limits the turns. */
  advanceUntil(condition: () => boolean): Promise<void>;
  /** Advances virtual time until a promise settles, and returns its result. */
  drive<T>(promise: Promise<T>): Promise<T>;
}

export async function openExampleMachine(): Promise<ExampleMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-example-'));
  const emulation = createEmulation();
  const connection = await connect({ backend: emulation });

  async function advanceUntil(condition: () => boolean): Promise<void> {
    while (!condition()) {
      for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
      if (!condition()) await emulation.clock.tickAsync(step);
    }
  }

  return {
    emulation,
    connection,
    folder,
    advanceUntil,
    async drive(promise) {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      promise.then(settle, settle);
      await advanceUntil(() => settled);
      return await promise;
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
      await emulation.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
