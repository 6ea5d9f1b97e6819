import type { Bits, BitsFileSnapshot, BitsJobDetails, BitsTransferSnapshot } from '../../index.js';
import { formatBytes } from '../format.js';
import { type ExitCode, exitCodes } from '../output.js';
import { describeTransfer, transferForm } from '../progress/transfers.js';
import { findJob } from './find.js';
import type { JobSurroundings } from './list.js';

/** Shows one job: its progress, its files, and everything that `details()` returns. */
export async function showJob(
  bits: Pick<Bits, 'snapshot' | 'getJob'>,
  wanted: string,
  { json, output }: JobSurroundings,
): Promise<ExitCode> {
  const { job } = await findJob(bits, wanted);
  const [details, snapshot, files] = [await job.details(), await job.snapshot(), await job.files()];
  if (json) output.writeRecord(toRecord(details, snapshot, files));
  else for (const line of format(details, snapshot, files)) output.print(line);
  return exitCodes.done;
}

function toRecord(details: BitsJobDetails, snapshot: BitsTransferSnapshot, files: readonly BitsFileSnapshot[]): object {
  const { type: jobType, ...rest } = details.toJSON();
  return { type: 'details', jobType, ...rest, transfer: transferForm.toRecord(snapshot), files };
}

function format(
  { id, ...details }: BitsJobDetails,
  snapshot: BitsTransferSnapshot,
  files: readonly BitsFileSnapshot[],
): string[] {
  const settings = Object.entries(details).flatMap(([name, value]) => rowsOf(toLabel(name), value));
  const rows = [['id', id] as const, ['transfer', describeTransfer(snapshot).trimStart()] as const, ...settings];
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    ...rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`),
    files.length === 0 ? 'no files' : 'files:',
    ...files.map(describeFile),
  ];
}

function describeFile({ url, path, bytesTransferred, bytesTotal }: BitsFileSnapshot): string {
  const total = bytesTotal === null ? '' : ` of ${formatBytes(bytesTotal)}`;
  return `  ${url}  ${path}  ${formatBytes(bytesTransferred)}${total}`;
}

/** Returns one row for each known value. The values of an object have their own rows. */
function rowsOf(label: string, value: unknown): (readonly [label: string, text: string])[] {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
  if (value instanceof Date) return [[label, value.toISOString()]];
  if (Array.isArray(value)) return [[label, value.map(String).join(', ')]];
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([name, part]) => rowsOf(`${label} ${toLabel(name)}`, part));
  }
  return [[label, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)]];
}

/** Converts `minimumRetryDelay` to `minimum retry delay`. */
function toLabel(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
