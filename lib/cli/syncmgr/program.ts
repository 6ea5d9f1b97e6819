import { Argument, type Command } from 'commander';
import { failureProperties } from '../errors.js';
import { backendOption, examplesText, type Flags, jsonOption, parseFilled, parseId, type Runner } from '../options.js';
import type { Output } from '../output.js';
import { list, run, type SyncManagerOptions, start, stop } from './commands.js';
import { exampleClsid, exampleHandlerId } from './examples.js';

type OptionFlags = Flags<SyncManagerOptions>;

const listHelp = `
Records of --json: handler (clsid, description).
${examplesText('syncmgr list')}`;

const runHelp = `
Ctrl-C cancels the synchronisation and waits for the handler; a second Ctrl-C exits at once. The exit code is 1 when the
handler or an item has failed. Dialogs of the handler are refused.

Records of --json for events: progress (name, itemId, statusText, status, value, max, fraction, valuePerSecond,
remainingSeconds, folded), log (level, text, errorId, itemId, canShowError, dropped), logDeleted (errorId, dropped),
connection (name, dropped), completed (hresult, code, succeeded).
The last record: done (backend, clsid, succeeded, code, hresult, missing, items: number of items by status),
interrupted (clsid, items) or error (${failureProperties}).

The emulation has an example handler: ${exampleClsid}, with the items Inbox, Contacts, Photos and Archive (fails).
${examplesText(`syncmgr run ${exampleClsid} Inbox Contacts --backend emulation`)}`;

const centerHelp = `The emulation has an example handler: ${exampleHandlerId}, with the items inbox, contacts and archive (fails).`;

const startHelp = `
The exit code is 1 unless the synchronisation succeeds. Ctrl-C asks Sync Center to stop it.

Records of --json: done (backend, handlerId, status, errors, conflicts), interrupted (handlerId, status, errors,
conflicts, message) or error (${failureProperties}).

${centerHelp}
${examplesText(`syncmgr start ${exampleHandlerId} inbox --backend emulation`)}`;

const stopHelp = `
The program that started the synchronisation receives its result.

Records of --json: done (backend, handlerId) or error (${failureProperties}).

${centerHelp}
${examplesText(`syncmgr stop ${exampleHandlerId} inbox --backend emulation`)}`;

/** Adds `winprogress syncmgr …`. */
export function addSyncManagerCommands(program: Command, runner: Runner, output: Output): void {
  const syncmgr = program
    .command('syncmgr')
    .description('run Sync Manager handlers; control synchronisations in Sync Center')
    .addHelpText('after', examplesText('syncmgr list', `syncmgr run ${exampleClsid} --backend emulation`));

  addOptions(syncmgr.command('list'))
    .description('list the registered Sync Manager handlers')
    .addHelpText('after', listHelp)
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
  const collect = (text: string, before: readonly string[]) => [...before, parseFilled(text)];
  return command
    .argument('<handler-id>', 'id of the handler in Sync Center', parseFilled)
    .addArgument(new Argument('[items...]', 'ids of the items').argParser(collect).default([], 'the whole handler'));
}
