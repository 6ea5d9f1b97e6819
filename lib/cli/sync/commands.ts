import type { RegisteredWinSyncProvider, WinSync } from '../../index.js';
import { type BackendChoice, openSession, type Session } from '../backend.js';
import { Interrupt } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { registerExampleProvider } from './example-provider.js';
import { runSession, type SyncOptions } from './session.js';

export interface ListOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** Runs `winprogress sync` with a CLSID: runs the session of one provider and shows its stages until its end or Ctrl-C. */
export async function synchronize(clsid: string, options: SyncOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openWithExample(options.backend);
  return await runSession(session.connection, clsid, options, { output, interrupted: interrupt.signal });
}

/** Runs `winprogress sync` without a CLSID: lists the registered providers. */
export async function listProviders({ backend, json }: ListOptions, output: Output): Promise<ExitCode> {
  await using session = await openWithExample(backend);
  return await printProviders(session.connection.winsync, json, output);
}

async function openWithExample(backend: BackendChoice): Promise<Session> {
  const session = await openSession(backend);
  if (session.emulation !== null) await registerExampleProvider(session.emulation);
  return session;
}

/** Prints one line for each provider. */
export async function printProviders(
  winsync: Pick<WinSync, 'providers'>,
  json: boolean,
  output: Output,
): Promise<ExitCode> {
  const providers = await winsync.providers();
  for (const provider of providers) {
    if (json) output.writeRecord({ type: 'provider', ...provider });
    else output.print(describeProvider(provider));
  }
  if (providers.length === 0 && !json) output.print('No provider is registered.');
  return exitCodes.done;
}

function describeProvider({ clsid, name, description }: RegisteredWinSyncProvider): string {
  return [clsid ?? 'no class', name, description].filter((part) => part !== null).join('  ');
}
