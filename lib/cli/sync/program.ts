import { type Command, Option } from 'commander';
import { backendOption, examplesText, type Flags, jsonOption, parseId, parseInteger, type Runner } from '../options.js';
import type { Output } from '../output.js';
import { listProviders, synchronize } from './commands.js';
import { exampleProvider } from './example-provider.js';
import type { SyncOptions } from './session.js';

/** Milliseconds. */
const defaultIdle = 5000;
const largestIdle = 0x7fff_ffff;

const help = `
Windows Sync has no notification for the end of a session. The command ends the session when change application is
complete, when the provider has not reported anything for the time of --idle, or on Ctrl-C, which cancels the session.
Conflicts are deferred. The emulation has an example provider: ${exampleProvider}
${examplesText('sync', `sync ${exampleProvider} --backend emulation`)}`;

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
      parseInteger(1, largestIdle),
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
