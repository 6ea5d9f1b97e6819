import type { Backend } from './backend.js';
import { requireSignalOf, type SignalOptions, untilAborted } from './com/abort.js';
import { requireOptions, shown, wrongType, wrongValue } from './com/arguments.js';
import { Connection, loadAllCalls } from './connection.js';
import type { EmulatedSession, Emulation } from './machine/emulation.js';

export interface ConnectOptions extends SignalOptions {
  /**
   * Backend to use. `'auto'` (the default) is real COM on Windows and the emulation elsewhere, unless the environment variable `WINPROGRESS_BACKEND`
   * is `native` or `emulation`. All connections to an {@link Emulation} made by `createEmulation()` share it.
   */
  readonly backend?: 'auto' | 'native' | 'emulation' | Emulation | EmulatedSession | undefined;
}

/**
 * Opens a connection. A connection that opens after the signal was aborted is closed.
 * @throws {TypeError | RangeError} for a backend that does not exist
 * @throws {AddonLoadError} if real COM is requested and the addon cannot be loaded: there is no silent fallback to the emulation
 */
export async function connect(options?: ConnectOptions): Promise<Connection> {
  const given = requireOptions(options);
  // Each option is optional: the emulation itself would be taken for options without a backend.
  if ('openBackend' in given) throw wrongType('options must be { backend: emulation }, not the emulation itself');
  const { backend = 'auto' } = given;
  return await untilAborted(
    requireSignalOf(options),
    async () => new Connection(await openBackend(backend)),
    (late) => late.close(),
  );
}

async function openBackend(choice: unknown): Promise<Backend> {
  const named = choice === 'auto' ? defaultBackend() : choice;
  if (named === 'native') {
    const { createNativeBackend } = await import('./native.js');
    return createNativeBackend();
  }
  if (named === 'emulation') {
    const { createRealMachine } = await import('./machine/real-machine.js');
    return createRealMachine().openBackend({ owned: true });
  }
  if (typeof named === 'string') throw wrongValue(`backend must be auto, native or emulation, not ${shown(named)}`);
  if (typeof named === 'object' && named !== null) {
    // For an emulation these modules are loaded already.
    const [{ EmulatedSession, Emulation }] = await Promise.all([import('./machine/emulation.js'), loadAllCalls()]);
    if (named instanceof Emulation || named instanceof EmulatedSession) return named.openBackend();
  }
  throw wrongType('backend must be a string or an emulation made by createEmulation()');
}

/**
 * Returns the backend that `connect()` uses by default in this process: the value of the environment variable `WINPROGRESS_BACKEND` if it is
 * `native` or `emulation`, otherwise native on Windows and the emulation elsewhere. A program that connects to an emulation with options of its
 * own, such as a state directory, needs to know it before it creates the emulation.
 * @throws {RangeError} when `WINPROGRESS_BACKEND` has another value
 */
export function defaultBackend(): 'native' | 'emulation' {
  const variable = process.env.WINPROGRESS_BACKEND;
  if (variable === undefined || variable === '' || variable === 'auto') {
    return process.platform === 'win32' ? 'native' : 'emulation';
  }
  if (variable === 'native' || variable === 'emulation') return variable;
  throw wrongValue(`WINPROGRESS_BACKEND must be auto, native or emulation, not ${shown(variable)}`);
}
