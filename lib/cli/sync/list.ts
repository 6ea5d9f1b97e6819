import type { RegisteredWinSyncProvider, WinSync } from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Output } from '../output.js';
import { registerExampleProvider } from './example-provider.js';

export interface ListOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** `winprogress sync` without a class: the providers that are registered. */
export async function listProviders({ backend, json }: ListOptions, output: Output): Promise<ExitCode> {
  await using opened = await openSession(backend);
  const { connection, emulation } = opened;
  if (emulation !== null) await registerExampleProvider(emulation);
  return await tellProviders(connection.winsync, json, output);
}

/** One line or object for each; people are also told that there is none. */
export async function tellProviders(
  winsync: Pick<WinSync, 'providers'>,
  json: boolean,
  output: Output,
): Promise<ExitCode> {
  const providers = await winsync.providers();
  for (const provider of providers) {
    if (json) output.writeRecord({ type: 'provider', ...provider });
    else output.say(describeProvider(provider));
  }
  if (providers.length === 0 && !json) output.say('No provider is registered.');
  return exitCodes.done;
}

function describeProvider({ clsid, name, description }: RegisteredWinSyncProvider): string {
  return [clsid ?? 'no class', name, description].filter((part) => part !== null).join('  ');
}
