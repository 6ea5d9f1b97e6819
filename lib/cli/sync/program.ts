import { type Command, Option } from 'commander';
import { backendOption, type Flags, jsonOption, parseId, parseWhole, type Runner } from '../options.js';
import type { Output } from '../output.js';
import { exampleProvider } from './example-provider.js';
import { listProviders } from './list.js';
import type { SyncOptions } from './session.js';
import { synchronize } from './sync.js';

/** Milliseconds. */
const defaultIdle = 5000;
const largestIdle = 0x7fff_ffff;

const help = `
A provider cannot report that it is done. The session is ended when its change application is complete, when it has
reported nothing for the time of --idle, and on Ctrl-C, which cancels the session. Conflicts are deferred.
The emulation has a provider to try: ${exampleProvider}`;

/** Adds `winprogress sync`. */
export function addSyncCommand(program: Command, runner: Runner, output: Output): void {
  program
    .command('sync')
    .description('run the session of a Windows Sync provider, or list the registered providers')
    .argument('[clsid]', 'CLSID of the provider', parseId)
    .addOption(new Option('--role <role>', 'role of the provider').choices(['source', 'destination']).default('source'))
    .option(
      '--idle <milliseconds>',
      'end the session after this time without a report',
      parseWhole(1, largestIdle),
      defaultIdle,
    )
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action((clsid: string | undefined, { json = false, ...rest }: Flags<SyncOptions>) =>
      runner(json, () =>
        clsid === undefined ? listProviders({ ...rest, json }, output) : synchronize(clsid, { ...rest, json }, output),
      ),
    );
}
