import type { RegisteredSyncManagerHandler, SyncManager } from '../../index.js';
import { type BackendChoice, openSession, type Session } from '../backend.js';
import { orUsageError } from '../errors.js';
import { Interrupt } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { type CenterRequest, startInCenter, stopInCenter } from './center.js';
import { registerExamples } from './examples.js';
import { type HandlerRequest, runHandler } from './run-handler.js';

export interface SyncManagerOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** Runs `winprogress syncmgr list`. */
export async function list(options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  await using session = await openWithExamples(options);
  return await printHandlers(session.connection.syncmgr, options.json, output);
}

/** Runs `winprogress syncmgr run`. */
export async function run(request: HandlerRequest, options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openWithExamples(options);
  const surroundings = { json: options.json, output, interrupted: interrupt.signal };
  return await runHandler(session.connection, request, surroundings);
}

/** Runs `winprogress syncmgr start`. */
export async function start(request: CenterRequest, options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openWithExamples(options);
  const surroundings = { json: options.json, output, interrupted: interrupt.signal };
  return await orUsageError(() => startInCenter(session.connection, request, surroundings));
}

/** Runs `winprogress syncmgr stop`. */
export async function stop(request: CenterRequest, options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  await using session = await openWithExamples(options);
  return await orUsageError(() => stopInCenter(session.connection, request, { json: options.json, output }));
}

async function openWithExamples({ backend }: SyncManagerOptions): Promise<Session> {
  const session = await openSession(backend);
  if (session.emulation !== null) await registerExamples(session.emulation);
  return session;
}

/** Prints one line for each registered handler. */
export async function printHandlers(
  syncmgr: Pick<SyncManager, 'handlers'>,
  json: boolean,
  output: Output,
): Promise<ExitCode> {
  const handlers = await syncmgr.handlers();
  for (const handler of handlers) {
    if (json) output.writeRecord({ type: 'handler', ...handler });
    else output.print(describeHandler(handler));
  }
  if (handlers.length === 0 && !json) output.print('No handler is registered.');
  return exitCodes.done;
}

function describeHandler({ clsid, description }: RegisteredSyncManagerHandler): string {
  return description === null ? clsid : `${clsid}  ${description}`;
}
