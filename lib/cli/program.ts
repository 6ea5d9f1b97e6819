import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { addContentTransferCommands } from './ctm/program.js';
import type { DemoOptions } from './demo/demo.js';
import { reportError, UsageError } from './errors.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type GetOptions, get } from './get.js';
import { addJobCommands } from './jobs/program.js';
import {
  backendOption,
  type Flags,
  jsonOption,
  parseFilled,
  parseUrl,
  parseWhole,
  type Runner,
  stateDirectoryOption,
} from './options.js';
import type { Output } from './output.js';
import { type ProbeOptions, probe } from './probe.js';
import { addSyncCommand } from './sync/program.js';
import { addSyncManagerCommands } from './syncmgr/program.js';

/** Runs the command line with the arguments after the program's name. It resolves to the exit code and never rejects for what people did. */
export async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(output, async (json, work) => {
    exitCode = await guard(output, json, work);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  return exitCode;
}

async function guard(output: Output, json: boolean, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    reportError(output, error, json);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function createProgram(output: Output, runner: Runner): Command {
  const program = new Command('winprogress')
    .description('Runs background transfers and synchronisations through COM and shows their progress.')
    .version(readVersion())
    .exitOverride()
    // Options after a command belong to it, not to the commands before it.
    .enablePositionalOptions()
    .showHelpAfterError('(run winprogress --help for usage)')
    .configureOutput({
      writeOut: (text) => output.sayText(text),
      writeErr: (text) => output.warnText(text),
      // An error quotes arguments, which may have line feeds.
      outputError: (text) => output.warn(text.trimEnd()),
    });

  program
    .command('get')
    .description('download one file; resumes an unfinished download when run again')
    .argument('<url>', 'URL of the file', parseUrl)
    .argument('<file>', 'target file', parseFilled)
    .option('--group', 'use a group of the legacy queue manager')
    .addOption(backendOption())
    .addOption(jsonOption())
    .option(
      '--interval <milliseconds>',
      'time between two progress updates',
      parseWhole(1, largestInterval),
      defaultInterval,
    )
    .addOption(
      new Option('--priority <priority>', 'BITS priority')
        .choices(['foreground', 'high', 'normal', 'low'])
        .default('foreground'),
    )
    .addOption(stateDirectoryOption())
    .action((url: string, file: string, { group = false, json = false, ...rest }: Flags<GetOptions, 'group'>) =>
      runner(json, () => get(url, file, { ...rest, group, json }, output)),
    );

  addJobCommands(program, runner, output);

  program
    .command('probe')
    .description('list the COM classes and the HRESULT of their activation')
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(({ json = false, backend }: Flags<ProbeOptions>) => runner(json, () => probe({ json, backend }, output)));

  program
    .command('demo')
    .description('download generated files, run a synchronisation, and verify the results')
    .addOption(backendOption())
    .addOption(jsonOption())
    .action(({ json = false, backend }: Flags<DemoOptions>) =>
      runner(json, async () => {
        const { demo } = await import('./demo/demo.js');
        return await demo({ json, backend }, output);
      }),
    );

  addSyncCommand(program, runner, output);
  addSyncManagerCommands(program, runner, output);
  addContentTransferCommands(program, runner, output);

  return program;
}

/** Milliseconds. A look costs less than one, and a quick download is to be seen moving too. */
const defaultInterval = 25;
const largestInterval = 0x7fff_ffff;

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return 'unknown';
  return String(manifest.version);
}
