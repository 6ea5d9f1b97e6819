import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addContentTransferCommands } from './ctm/program.js';
import type { DemoOptions } from './demo/demo.js';
import { reportError, toErrorRecord, UsageError } from './errors.js';
import { addJobCommands } from './jobs/program.js';
import { backendOption, examplesText, type Flags, jsonOption, type Runner } from './options.js';
import { type ExitCode, exitCodes, type Output } from './output.js';
import { type ProbeOptions, probe } from './probe.js';
import { addSyncCommand } from './sync/program.js';
import { addSyncManagerCommands } from './syncmgr/program.js';
import { addTransferCommands } from './transfer/program.js';

/** Runs the command line with the arguments after the name of the program. Resolves to the exit code. Errors of a command do not reject it. */
export async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const jsonRequested = requestsJson(args);
  const program = createProgram(output, jsonRequested, async (json, work) => {
    exitCode = await guard(output, json, work);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    // Without --json, the parser has written its error itself.
    if (jsonRequested) output.writeRecord(toErrorRecord(toUsageError(error)));
    return exitCodes.usage;
  }
  return exitCode;
}

/** Whether the arguments have the option `--json`. The parser does not know it after an error. */
function requestsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).includes('--json');
}

function toUsageError(error: CommanderError): UsageError {
  const code = error.code === 'commander.conflictingOption' ? 'ERR_INCOMPATIBLE_OPTION_PAIR' : 'ERR_INVALID_ARG_VALUE';
  return new UsageError(error.message.replace(/^error: /, ''), { code, cause: error });
}

async function guard(output: Output, json: boolean, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    reportError(output, error, json);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function createProgram(output: Output, json: boolean, runner: Runner): Command {
  const quiet = () => {};
  const program = new Command('winprogress')
    .description('run background transfers and synchronisations through COM and show their progress')
    .version(readVersion())
    .exitOverride()
    // Options after a command belong to this command, not to its parents.
    .enablePositionalOptions()
    .addHelpText('after', examplesText('get https://example.com/file.zip file.zip', 'get --help'))
    .configureOutput({
      writeOut: (text) => output.printText(text),
      // With --json, the error is a record.
      writeErr: json ? quiet : (text) => output.warnText(text),
      // Commander quotes arguments in errors, and arguments may contain line feeds.
      outputError: json ? quiet : (text) => output.warn(text.trimEnd()),
    });

  addTransferCommands(program, runner, output);
  addJobCommands(program, runner, output);

  program
    .command('probe')
    .description('list the COM classes and the HRESULT of their activation, and whether BITS can be used')
    .option('--trial', 'create a job and cancel it, to find out whether this user can')
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText('after', examplesText('probe', 'probe --trial', 'probe --backend native --json'))
    .action(({ json = false, ...rest }: Flags<ProbeOptions>) => runner(json, () => probe({ json, ...rest }, output)));

  program
    .command('demo')
    .description('download generated files, run a synchronisation, and verify the results')
    .addOption(backendOption())
    .addOption(jsonOption())
    .addHelpText('after', examplesText('demo'))
    .action(({ json = false, backend }: Flags<DemoOptions>) =>
      runner(json, async () => {
        const { demo } = await import('./demo/demo.js');
        return await demo({ json, backend }, output);
      }),
    );

  addSyncCommand(program, runner, output);
  addSyncManagerCommands(program, runner, output);
  addContentTransferCommands(program, runner, output);

  addUsageHints(program, program.name());
  return program;
}

/** Names the help of the command that has received a wrong argument after the error. */
function addUsageHints(command: Command, name: string): void {
  command.showHelpAfterError(`(run ${name} --help for usage)`);
  for (const child of command.commands) addUsageHints(child, `${name} ${child.name()}`);
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return 'unknown';
  return String(manifest.version);
}
