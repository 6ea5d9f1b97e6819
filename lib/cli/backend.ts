import { automaticBackend } from '../connect.js';
import type { Emulation } from '../emulation.js';
import { type Connection, connect } from '../index.js';
import { UsageError } from './errors.js';

export const backendChoices = ['auto', 'native', 'emulation'] as const;
export type BackendChoice = (typeof backendChoices)[number];

export interface SessionOptions {
  /** Where the emulation keeps its jobs between two runs; without one they end with the process. */
  readonly stateDirectory?: string;
}

/** A connection for one run of a command. Disposing it ends the connection, and the emulation behind it where there is one. */
export interface Session extends AsyncDisposable {
  readonly connection: Connection;
  /** What answers where it is not real COM. */
  readonly emulation: Emulation | null;
}

export async function openSession(choice: BackendChoice, options: SessionOptions = {}): Promise<Session> {
  if (resolveBackend(choice) === 'native') {
    const connection = await connect({ backend: 'native' });
    return { connection, emulation: null, [Symbol.asyncDispose]: () => connection.close() };
  }
  const { createEmulation } = await import('../emulation.js');
  const emulation = createEmulation({ clock: 'real', transport: 'http', policy: { http: 'lenient' }, ...options });
  const connection = await connect({ backend: emulation });
  return {
    connection,
    emulation,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await emulation.dispose();
    },
  };
}

function resolveBackend(choice: BackendChoice): 'native' | 'emulation' {
  if (choice !== 'auto') return choice;
  try {
    return automaticBackend();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
