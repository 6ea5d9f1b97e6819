import type { RegisteredSyncManagerHandler, SyncManager } from '../../index.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Output } from '../output.js';

/** Tells the handlers that are registered, one line or object for each; people are also told that there is none. */
export async function tellHandlers(
  syncmgr: Pick<SyncManager, 'handlers'>,
  json: boolean,
  output: Output,
): Promise<ExitCode> {
  const handlers = await syncmgr.handlers();
  for (const handler of handlers) {
    if (json) output.writeRecord({ type: 'handler', ...handler });
    else output.say(describeHandler(handler));
  }
  if (handlers.length === 0 && !json) output.say('No handler is registered.');
  return exitCodes.done;
}

function describeHandler({ clsid, description }: RegisteredSyncManagerHandler): string {
  return description === null ? clsid : `${clsid}  ${description}`;
}
