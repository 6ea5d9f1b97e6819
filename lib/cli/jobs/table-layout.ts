import { columnsOf, cut, fit } from '../columns.js';
import { formatBytes, formatSeconds } from '../format.js';
import { printable } from '../printable.js';
import { barOf } from '../progress/bars.js';
import { describeActivity, percentOf } from '../progress/transfers.js';
import type { ListedJob } from './list.js';

/** A job of the table, and whether its bytes have not changed for so long that its last rate is out of date. */
export interface TableJob {
  readonly job: ListedJob;
  readonly stalled: boolean;
}

interface Column {
  readonly cells: readonly string[];
  readonly side: 'left' | 'right';
  readonly width: number;
  /** Columns with the lowest number are removed first in a narrow terminal. */
  readonly rank: number;
}

const gap = 2;
const longestName = 32;
const shortestName = 8;
/** Columns for the state, such as `paused by Game Mode`. */
const shortestState = 20;
const longBar = 20;
const shortBar = 10;

/**
 * Formats the jobs as the rows of a table that is not wider than the terminal. In a narrow terminal, names and bars become shorter, and then the
 * sizes, the remaining times, the bars and the rates are left out.
 */
export function layOut(jobs: readonly TableJob[], width: number): string[] {
  const names = jobs.map(({ job }) => printable(job.name ?? job.id).trim());
  const states = jobs.map(stateOf);
  const name = Math.min(Math.max(...names.map(columnsOf), 1), longestName);
  const state = Math.max(...states.map(columnsOf), 1);
  const optional = fitColumns(jobs, width - gap - Math.min(state, shortestState), name);
  const rest = width - optional.reduce((sum, column) => sum + column.width + gap, 0) - gap;
  const nameWidth = Math.max(Math.min(name, rest - Math.min(state, rest - shortestName)), 1);
  return jobs.map((_, row) =>
    cut(
      [
        fit(names[row] ?? '', nameWidth),
        ...optional.map((column) => fit(column.cells[row] ?? '', column.width, column.side)),
        states[row] ?? '',
      ].join(' '.repeat(gap)),
      width,
    ).trimEnd(),
  );
}

/**
 * Returns the columns between the name and the state that fit into a width beside the names. A short bar is used before names are shortened, and
 * names are shortened before columns are left out.
 */
function fitColumns(jobs: readonly TableJob[], width: number, name: number): Column[] {
  const cellsOf = (format: (job: TableJob) => string | null) => jobs.map((job) => format(job) ?? '');
  const column = (rank: number, cells: readonly string[], side: Column['side'] = 'right'): Column[] => {
    const widest = Math.max(...cells.map(columnsOf), 0);
    return widest === 0 ? [] : [{ rank, cells, side, width: widest }];
  };
  const columnsWith = (barSize: number) => [
    ...column(
      3,
      cellsOf(({ job }) => (job.state === null ? null : barOf(job.fraction, barSize))),
      'left',
    ),
    ...column(5, cellsOf(formatPercent)),
    ...column(1, cellsOf(formatSize)),
    ...column(4, cellsOf(formatRate)),
    ...column(2, cellsOf(formatRemaining)),
  ];
  const fits = (columns: readonly Column[], nameWidth: number) =>
    columns.reduce((total, { width: each }) => total + each + gap, nameWidth) <= width;
  const long = columnsWith(longBar);
  if (fits(long, name)) return long;
  let columns = columnsWith(shortBar);
  while (columns.length > 0 && !fits(columns, Math.min(name, shortestName))) columns = withoutLowest(columns);
  return columns;
}

function withoutLowest(columns: readonly Column[]): Column[] {
  const lowest = Math.min(...columns.map(({ rank }) => rank));
  return columns.filter(({ rank }) => rank !== lowest);
}

function formatPercent({ job }: TableJob): string | null {
  if (job.state === null) return null;
  const percent = percentOf(job);
  return percent === null ? null : `${percent} %`;
}

function formatSize({ job }: TableJob): string | null {
  if (job.state === null) return null;
  const { bytesTransferred, bytesTotal } = job;
  const transferred = formatBytes(bytesTransferred);
  return bytesTotal === null ? transferred : `${transferred} of ${formatBytes(bytesTotal)}`;
}

function formatRate({ job, stalled }: TableJob): string | null {
  if (job.state === null || job.bytesPerSecond === null) return null;
  return `${formatBytes(stalled ? 0 : job.bytesPerSecond)}/s`;
}

function formatRemaining({ job, stalled }: TableJob): string | null {
  if (job.state !== 'transferring' || job.remainingSeconds === null || stalled) return null;
  return `${formatSeconds(job.remainingSeconds)} left`;
}

function stateOf({ job }: TableJob): string {
  if (job.state === null) return `cannot be read: ${job.error.code}`;
  return describeActivity(job) ?? 'transferring';
}
