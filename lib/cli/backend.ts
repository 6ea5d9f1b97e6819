import type { Emulation, EmulationOptions } from '../emulation.js';
import { type Connection, connect, defaultBackend } from '../index.js';
import { throwUsageError, UsageError } from './errors.js';

export const backendChoices = ['auto', 'native', 'emulation'] as const;
export type BackendChoice = (typeof backendChoices)[number];

/** The options of a command whose jobs outlive its process. */
export interface StoredSessionOptions {
  readonly backend: BackendChoice;
  /** Folder in which the emulation stores its jobs between two runs. Absent for a user without a home directory. */
  readonly stateDirectory?: string | undefined;
  /** False for a command that only reads or controls jobs: the emulation transfers none. */
  readonly transfers?: boolean;
}

/** The connection of one command. Disposing it closes the connection and the emulation. */
export interface Session extends AsyncDisposable {
  readonly connection: Connection;
  /** Null with the native backend. */
  readonly emulation: Emulation | null;
}

/** Opens a session whose jobs end with the process in the emulation. */
export async function openSession(choice: BackendChoice): Promise<Session> {
  return resolveBackend(choice) === 'native' ? await openNative() : await openEmulation({});
}

/**
 * Opens a session whose jobs the emulation stores between two runs.
 * @throws {UsageError} if the emulation has no folder for them
 */
export async function openStoredSession({
  backend,
  stateDirectory,
  transfers = true,
}: StoredSessionOptions): Promise<Session> {
  if (resolveBackend(backend) === 'native') return await openNative();
  if (stateDirectory === undefined) {
    throw new UsageError('this user has no home directory for unfinished jobs: use --state-directory');
  }
  return await openEmulation({ stateDirectory, transfers });
}

async function openNative(): Promise<Session> {
  const connection = await connect({ backend: 'native' });
  return { connection, emulation: null, [Symbol.asyncDispose]: () => connection.close() };
}

async function openEmulation(options: Pick<EmulationOptions, 'stateDirectory' | 'transfers'>): Promise<Session> {
  const { createEmulation } = await import('../emulation.js');
  const emulation = createEmulation({ clock: 'real', transport: 'http', policy: { http: 'lenient' }, ...options });
  const connection = await connect({ backend: emulation });
  return {
    connection,
    emulation,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await emulation.close();
    },
  };
}

function resolveBackend(choice: BackendChoice): 'native' | 'emulation' {
  if (choice !== 'auto') return choice;
  try {
    return defaultBackend();
  } catch (error) {
    return throwUsageError(error);
  }
}
