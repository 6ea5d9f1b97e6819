import { type Command, InvalidArgumentError, Option } from 'commander';
import { progressTypes } from '../../ctm/constants.js';
import { backendOption, jsonOption, parseFilled, parseId, parseWhole, type Runner } from '../options.js';
import type { Output } from '../output.js';
import {
  type ErrorFlags,
  notifyError,
  notifyProgress,
  notifySuccess,
  type ProgressFlags,
  type SuccessFlags,
} from './notify.js';
import { addSimulateCommand } from './simulate-program.js';

const largestUlong = 0xffff_ffff;
const largestBytes = 2n ** 64n - 1n;

/** Adds `winprogress ctm …`. */
export function addContentTransferCommands(program: Command, runner: Runner, output: Output): void {
  const ctm = program
    .command('ctm')
    .description('report to Content Transfer Manager; test a provider against an emulated one');
  const notify = ctm.command('notify').description('send one notification about a job');

  addCounts(addTarget(notify.command('progress')), '0 (the default) means unknown')
    .description('report the progress of a job (SendNotifyProgressToCTM)')
    .addOption(
      new Option('--progress-type <type>', 'new status of the job; omit it when only the counts changed').choices([
        ...progressTypes,
        '',
      ]),
    )
    .action(({ json = false, ...flags }: ProgressFlags) => runner(json, () => notifyProgress(flags, json, output)));

  addCounts(addTarget(notify.command('success')), 'the number transferred by default')
    .description('report the success of a job (SendNotifySuccessToCTM)')
    .option('--allow-partial', 'allow success with less transferred than the totals')
    .action(({ json = false, ...flags }: SuccessFlags) => runner(json, () => notifySuccess(flags, json, output)));

  addTarget(notify.command('error'))
    .description('report the failure of a job (SendNotifyErrorToCTM)')
    .requiredOption('--hresult <code>', 'HRESULT of the failure, such as 0x80070070', parseHresult)
    .requiredOption('--message <text>', 'error message; may be empty')
    .action(({ json = false, ...flags }: ErrorFlags) => runner(json, () => notifyError(flags, json, output)));

  addSimulateCommand(ctm, runner, output);
}

/** What every notification needs: where it goes, and which job it is about. */
function addTarget(command: Command): Command {
  return command
    .requiredOption('--library <path>', 'the library that exports the functions', parseFilled)
    .requiredOption('--endpoint <text>', 'szNotifyEndpoint of DownloadContent, verbatim')
    .requiredOption('--id <guid>', 'the job, as DownloadContent returned it', parseId)
    .requiredOption('--client-data <text>', 'szNotifyData of DownloadContent, verbatim')
    .option('--export-progress <name>', 'the export to call in place of SendNotifyProgressToCTM')
    .option('--export-success <name>', 'the export to call in place of SendNotifySuccessToCTM')
    .option('--export-error <name>', 'the export to call in place of SendNotifyErrorToCTM')
    .addOption(backendOption())
    .addOption(jsonOption());
}

function addCounts(command: Command, unknown: string): Command {
  return command
    .option('--bytes-total <bytes>', `bytes of the whole job; ${unknown}`, parseBytes)
    .requiredOption('--bytes-transferred <bytes>', 'bytes so far', parseBytes)
    .option('--files-total <files>', `files of the whole job; ${unknown}`, parseWhole(0, largestUlong))
    .requiredOption('--files-transferred <files>', 'files so far', parseWhole(0, largestUlong));
}

/** Byte counts are text all the way, since numbers lose digits above 2^53. */
function parseBytes(text: string): bigint {
  const bytes = /^\d+$/.test(text) ? BigInt(text) : -1n;
  if (bytes < 0n || bytes > largestBytes) throw new InvalidArgumentError('Expected an integer from 0 to 2^64 - 1.');
  return bytes;
}

function parseHresult(text: string): number {
  const hresult = /^(?:0x[0-9a-f]{1,8}|-?\d{1,10})$/i.test(text) ? Number(text) : Number.NaN;
  if (!(hresult >= -0x8000_0000 && hresult <= largestUlong)) throw new InvalidArgumentError('Not a valid HRESULT.');
  return hresult;
}
