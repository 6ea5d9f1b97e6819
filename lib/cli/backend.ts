import type { Emulation } from '../emulation.js';
import { type Connection, connect, defaultBackend, isArgumentError } from '../index.js';
import { UsageError } from './errors.js';

export const backendChoices = ['auto', 'native', 'emulation'] as const;
export type BackendChoice = (typeof backendChoices)[number];

export interface SessionOptions {
  /** Folder in which the emulation stores its jobs between two runs. Without it, the jobs end with the process. */
  readonly stateDirectory?: string;
  /** False for a command that only reads or controls jobs: the emulation transfers none. */
  readonly transfers?: boolean;
}

/** The connection of one command. Disposing it closes the connection and the emulation. */
export interface Session extends AsyncDisposable {
  readonly connection: Connection;
  /** Null with the native backend. */
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
    return defaultBackend();
  } catch (error) {
    if (isArgumentError(error)) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
