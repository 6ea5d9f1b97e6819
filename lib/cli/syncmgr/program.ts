import { type Command, InvalidArgumentError } from 'commander';
import { isArgumentError } from '../../com/arguments.js';
import { requireId } from '../../syncmgr/center-arguments.js';
import { backendOption, type Flags, jsonOption, parseId, type Runner } from '../options.js';
import type { Output } from '../output.js';
import { list, run, type SyncManagerOptions, start, stop } from './commands.js';
import { exampleCenterId } from './example-center-handler.js';
import { exampleClass } from './example-handler.js';

type OptionFlags = Flags<SyncManagerOptions>;

const runHelp = `
Without items, the checked items are synchronised. Ctrl-C cancels all, and the handler ends in order; a second one
leaves at once. It ends with 1 when the handler or an item has failed. Dialogs are refused.
With --json there is an object for each event: progress (name, itemId, statusText, status, value, max, fraction,
valuePerSecond, remainingSeconds, folded),
log (level, text, errorId, itemId, canShowError, dropped), logDeleted (errorId, dropped), connection (name, dropped) and
completed (hresult, code, succeeded); and at last done (backend, clsid, succeeded, code, hresult, missing, items: how many ended with each status),
interrupted (clsid, items) or error (code, hresult, operation, context, message).
The emulation has a handler to try: ${exampleClass}, with the items Inbox, Contacts, Photos and Archive. Archive fails.`;

const centerHelp = `
The emulation has a handler to try: ${exampleCenterId}, with the items inbox and contacts. The item archive fails.`;

const startHelp = `
It waits for the end, and ends with 1 unless that is a success. Ctrl-C asks Sync Center to stop it.
With --json the end is one object: done (backend, handlerId, status, errors, conflicts), interrupted (handlerId, status, errors,
conflicts, message) or error (code, hresult, operation, context, message).${centerHelp}`;

const stopHelp = `
The program that started the synchronisation receives its result. With --json: done (backend, handlerId) or error.${centerHelp}`;

/** Adds `winprogress syncmgr …`. */
export function addSyncManagerCommands(program: Command, runner: Runner, output: Output): void {
  const syncmgr = program
    .command('syncmgr')
    .description('run Sync Manager handlers; start and stop synchronisations in Sync Center');

  addOptions(syncmgr.command('list'))
    .description('list the registered Sync Manager handlers')
    .addHelpText('after', '\nWith --json there is an object for each: handler (clsid, description).')
    .action(({ json = false, backend }: OptionFlags) => runner(json, () => list({ json, backend }, output)));

  addOptions(syncmgr.command('run'))
    .description('run a registered handler and show the progress of its items')
    .argument('<clsid>', 'CLSID of the handler', parseId)
    .argument('[items...]', 'items to synchronise, by id or exact name (default: the checked items)')
    .addHelpText('after', runHelp)
    .action((clsid: string, items: string[], { json = false, backend }: OptionFlags) =>
      runner(json, () => run({ clsid, items }, { json, backend }, output)),
    );

  addCenterArguments(addOptions(syncmgr.command('start')))
    .description('start a synchronisation in Sync Center and wait for its result')
    .addHelpText('after', startHelp)
    .action((handlerId: string, itemIds: string[], { json = false, backend }: OptionFlags) =>
      runner(json, () => start({ handlerId, itemIds }, { json, backend }, output)),
    );

  addCenterArguments(addOptions(syncmgr.command('stop')))
    .description('stop a synchronisation in Sync Center')
    .addHelpText('after', stopHelp)
    .action((handlerId: string, itemIds: string[], { json = false, backend }: OptionFlags) =>
      runner(json, () => stop({ handlerId, itemIds }, { json, backend }, output)),
    );
}

function addOptions(command: Command): Command {
  return command.addOption(backendOption()).addOption(jsonOption());
}

function addCenterArguments(command: Command): Command {
  const collect = (text: string, before: readonly string[]) => [...before, parseCenterId(text)];
  return command
    .argument('<handler-id>', 'id of the handler in Sync Center', parseCenterId)
    .argument('[items...]', 'ids of the items (default: the whole handler)', collect, []);
}

/** The id of a handler or an item in Sync Center. */
function parseCenterId(text: string): string {
  try {
    return requireId(text, 'It');
  } catch (error) {
    throw new InvalidArgumentError(isArgumentError(error) ? `${error.message}.` : String(error));
  }
}
