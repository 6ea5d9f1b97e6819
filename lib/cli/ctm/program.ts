import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ContentTransferProgressType } from '../../index.js';
import {
  backendOption,
  examplesText,
  type Flags,
  jsonOption,
  parseFilled,
  parseId,
  parseInteger,
  parseUrl,
  type Runner,
} from '../options.js';
import type { Output } from '../output.js';
import {
  type ErrorFlags,
  notifyError,
  notifyProgress,
  notifySuccess,
  type ProgressFlags,
  type SuccessFlags,
} from './notify.js';
import type { SimulateOptions } from './simulate.js';

const progressTypes = [
  'DownloadingManifest',
  'ProcessingManifest',
  'CreatingDirectories',
  'PreparingDownload',
  'DownloadingData',
] as const satisfies readonly ContentTransferProgressType[];

const largestDword = 0xffff_ffff;
const largestBytes = 2n ** 64n - 1n;

/** In bytes. */
const defaultChunkSize = 262_144;
/** In seconds. */
const defaultTimeout = 3600;

const exampleTarget =
  '--library C:\\Windows\\CCM\\ctm.dll --endpoint CTM --id {69AD4AEE-51BE-439B-A92C-86AE490E8B30} --client-data ""';

const progressExample = `ctm notify progress ${exampleTarget} --bytes-transferred 4096 --files-transferred 0`;

const simulateHelp = `
The provider is the result of the default export: (connection, { library }) => provider.
${examplesText('ctm simulate ./provider.mjs', 'ctm simulate ./provider.mjs --content https://example.com/file.zip --json')}`;

/** Adds `winprogress ctm …`. */
export function addContentTransferCommands(program: Command, runner: Runner, output: Output): void {
  const ctm = program
    .command('ctm')
    .description('report to Content Transfer Manager; test an alternate content provider')
    .addHelpText('after', examplesText('ctm simulate ./provider.mjs', 'ctm notify --help'));
  const notify = ctm
    .command('notify')
    .description('send one notification about a job')
    .addHelpText('after', examplesText(progressExample));

  addCounts(addTarget(notify.command('progress')), 'unknown by default')
    .description('report the progress of a job (SendNotifyProgressToCTM)')
    .addOption(
      new Option('--progress-type <type>', 'new status of the job; omitted when only the counts changed').choices([
        ...progressTypes,
        '',
      ]),
    )
    .addHelpText('after', examplesText(progressExample))
    .action(({ json = false, ...flags }: ProgressFlags) => runner(json, () => notifyProgress(flags, json, output)));

  addCounts(addTarget(notify.command('success')), 'the transferred number by default')
    .description('report the success of a job (SendNotifySuccessToCTM)')
    .option('--allow-partial', 'allow success with less transferred than the totals')
    .addHelpText(
      'after',
      examplesText(`ctm notify success ${exampleTarget} --bytes-transferred 4096 --files-transferred 1`),
    )
    .action(({ json = false, ...flags }: SuccessFlags) => runner(json, () => notifySuccess(flags, json, output)));

  addTarget(notify.command('error'))
    .description('report the failure of a job (SendNotifyErrorToCTM)')
    .requiredOption('--hresult <code>', 'HRESULT of the failure, such as 0x80070070', parseHresult)
    .requiredOption('--message <text>', 'error message; may be empty')
    .addHelpText(
      'after',
      examplesText(`ctm notify error ${exampleTarget} --hresult 0x80070070 --message "The disk is full."`),
    )
    .action(({ json = false, ...flags }: ErrorFlags) => runner(json, () => notifyError(flags, json, output)));

  addSimulateCommand(ctm, runner, output);
}

/** Adds the options of every notification: the library, the endpoint and the job. */
function addTarget(command: Command): Command {
  return command
    .requiredOption('--library <path>', 'library that exports the functions', parseFilled)
    .requiredOption('--endpoint <text>', 'szNotifyEndpoint of DownloadContent, verbatim')
    .requiredOption('--id <guid>', 'id of the job that DownloadContent returned', parseId)
    .requiredOption('--client-data <text>', 'szNotifyData of DownloadContent, verbatim')
    .option('--export-progress <name>', 'export to call instead of SendNotifyProgressToCTM')
    .option('--export-success <name>', 'export to call instead of SendNotifySuccessToCTM')
    .option('--export-error <name>', 'export to call instead of SendNotifyErrorToCTM')
    .addOption(backendOption())
    .addOption(jsonOption());
}

function addCounts(command: Command, unknown: string): Command {
  return command
    .option('--bytes-total <bytes>', `bytes of the job; ${unknown}`, parseBytes)
    .requiredOption('--bytes-transferred <bytes>', 'bytes transferred', parseBytes)
    .option('--files-total <files>', `files of the job; ${unknown}`, parseInteger(0, largestDword))
    .requiredOption('--files-transferred <files>', 'files transferred', parseInteger(0, largestDword));
}

/** Reads a byte count as a bigint, because numbers lose digits above 2^53. */
function parseBytes(text: string): bigint {
  const bytes = /^\d+$/.test(text) ? BigInt(text) : -1n;
  if (bytes < 0n || bytes > largestBytes) throw new InvalidArgumentError('Expected an integer from 0 to 2^64 - 1.');
  return bytes;
}

function parseHresult(text: string): number {
  const hresult = /^(?:0x[0-9a-f]{1,8}|-?\d{1,10})$/i.test(text) ? Number(text) : Number.NaN;
  if (!(hresult >= -0x8000_0000 && hresult <= largestDword)) throw new InvalidArgumentError('Not a valid HRESULT.');
  return hresult;
}

/** Adds `winprogress ctm simulate`. */
function addSimulateCommand(ctm: Command, runner: Runner, output: Output): void {
  ctm
    .command('simulate')
    .description('run an alternate content provider with an emulated manager and check its reports')
    .argument('<module>', 'ES module whose default export creates the provider', parseFilled)
    .addOption(
      new Option('--content <url>', 'file to request from the provider; may be repeated')
        .argParser((text: string, urls: readonly string[]) => [...urls, parseUrl(text)])
        .default([], 'generated files'),
    )
    .option('--folder <folder>', 'target folder (default: a temporary folder)', parseFilled)
    .option(
      '--chunk-size <bytes>',
      'bytes between two progress reports',
      parseInteger(0, largestDword),
      defaultChunkSize,
    )
    .option('--timeout <seconds>', 'time limit for the provider', parseInteger(1, largestDword), defaultTimeout)
    .addOption(jsonOption())
    .addHelpText('after', simulateHelp)
    .action((module: string, { json = false, ...rest }: Flags<SimulateOptions>) =>
      runner(json, async () => {
        const { simulate } = await import('./simulate.js');
        return await simulate(module, { ...rest, json }, output);
      }),
    );
}
