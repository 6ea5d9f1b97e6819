import { type BackendChoice, openSession, type Session } from '../backend.js';
import type { ExitCode } from '../exit-codes.js';
import { Interrupt } from '../interrupt.js';
import type { Output } from '../output.js';
import { type CenterRequest, startInCenter, stopInCenter } from './center.js';
import { registerExamples } from './examples.js';
import { tellHandlers } from './list.js';
import { type HandlerRequest, runHandler } from './run-handler.js';

export interface SyncManagerOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** `winprogress syncmgr list`. */
export async function list(options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  await using session = await openWithExamples(options);
  return await tellHandlers(session.connection.syncmgr, options.json, output);
}

/** `winprogress syncmgr run`. */
export async function run(request: HandlerRequest, options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openWithExamples(options);
  const surroundings = { json: options.json, output, interrupted: interrupt.signal };
  return await runHandler(session.connection, request, surroundings);
}

/** `winprogress syncmgr start`. */
export async function start(request: CenterRequest, options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openWithExamples(options);
  const surroundings = { json: options.json, output, interrupted: interrupt.signal };
  return await startInCenter(session.connection, request, surroundings);
}

/** `winprogress syncmgr stop`. */
export async function stop(request: CenterRequest, options: SyncManagerOptions, output: Output): Promise<ExitCode> {
  await using session = await openWithExamples(options);
  return await stopInCenter(session.connection, request, { json: options.json, output });
}

async function openWithExamples({ backend }: SyncManagerOptions): Promise<Session> {
  const session = await openSession(backend);
  if (session.emulation !== null) await registerExamples(session.emulation);
  return session;
}
