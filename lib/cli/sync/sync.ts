import { openSession } from '../backend.js';
import type { ExitCode } from '../exit-codes.js';
import { Interrupt } from '../interrupt.js';
import type { Output } from '../output.js';
import { registerExampleProvider } from './example-provider.js';
import { runSession, type SyncOptions } from './session.js';

/** `winprogress sync` with a class: runs the session of one provider and shows its stages, until its end or Ctrl-C. */
export async function synchronize(clsid: string, options: SyncOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using opened = await openSession(options.backend);
  const { connection, emulation } = opened;
  if (emulation !== null) await registerExampleProvider(emulation);
  return await runSession(connection, clsid, options, { output, interrupted: interrupt.signal });
}
