import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { columnsOf } from '../../lib/cli/columns.js';
import type { ListedJob } from '../../lib/cli/jobs/list.js';
import { JobTable } from '../../lib/cli/jobs/table.js';
import { layOut } from '../../lib/cli/jobs/table-layout.js';
import { Output } from '../../lib/cli/output.js';
import { HResultError, hresults } from '../../lib/index.js';
import { snapshotWith } from './support/snapshot.js';
import { Terminal } from './support/terminal.js';

type Parts = Parameters<typeof snapshotWith>[0];

function jobWith(name: string, parts: Parts = {}): ListedJob {
  return { id: `{${name}}`, name, type: 'download', ...snapshotWith(parts) };
}

const half: Parts = {
  bytesTransferred: 25_000_000n,
  bytesTotal: 50_000_000n,
  fraction: 0.5,
  bytesPerSecond: 10_000_000,
  remainingSeconds: 2.5,
};

const gameMode: Parts = {
  state: 'transientError',
  error: new HResultError(hresults.BG_E_BLOCKED_BY_GAME_MODE, 'IBackgroundCopyError.GetError'),
  waitingFor: 'gameMode',
};

const rows = (jobs: readonly ListedJob[], width: number) =>
  layOut(
    jobs.map((job) => ({ job, stalled: false })),
    width,
  );

describe('layOut()', () => {
  it('shows name, bar, percent, sizes, rate, remaining time and state in 120 columns', () => {
    expect(rows([jobWith('setup', half), jobWith('next one', { state: 'suspended' })], 119)).toEqual([
      'setup     ██████████░░░░░░░░░░  50 %  25.0 MB of 50.0 MB  10.0 MB/s  0:03 left  transferring',
      'next one  ····················                       0 B                        suspended',
    ]);
  });

  it('shortens the bar and leaves out the sizes in 80 columns', () => {
    expect(rows([jobWith('setup', half), jobWith('game', gameMode)], 79)).toEqual([
      'setup  █████░░░░░  50 %  10.0 MB/s  0:03 left  transferring',
      'game   ··········                              paused by Game Mode',
    ]);
  });

  it('shortens the bar before it shortens a name', () => {
    const job = jobWith('winprogress get big.bin', { ...half, state: 'suspended', bytesPerSecond: null });
    expect(rows([job], 79)).toEqual(['winprogress get big.bin  █████░░░░░  50 %  25.0 MB of 50.0 MB  suspended']);
  });

  it('shows name, percent and state in 40 columns', () => {
    expect(rows([jobWith('setup', half), jobWith('game', gameMode)], 39)).toEqual([
      'setup  50 %  transferring',
      'game         paused by Game Mode',
    ]);
  });

  it('shows the code of a job that cannot be read', () => {
    const error = new HResultError(hresults.E_ACCESSDENIED, 'IBackgroundCopyJob.GetState');
    const job: ListedJob = { id: '{1}', name: null, type: null, state: null, error };
    expect(rows([job], 79)).toEqual(['{1}  cannot be read: E_ACCESSDENIED']);
  });

  it('has no row that is wider than the terminal, whatever its width', () => {
    const jobs = [jobWith('setup'.repeat(20), half), jobWith('世界'.repeat(20), gameMode), jobWith('', half)];
    for (let width = 1; width <= 200; width += 1)
      for (const row of rows(jobs, width)) expect(columnsOf(row)).toBeLessThanOrEqual(width);
  });
});

describe('JobTable', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function opened(columns = 80, height = 24) {
    const terminal = new Terminal(columns, height);
    const table = new JobTable(new Output(terminal, new PassThrough()));
    const show = (...jobs: ListedJob[]) =>
      table.update({ jobs, added: jobs.map(({ id }) => id), changed: [], removed: [] });
    return { terminal, table, show };
  }

  it('draws the jobs in place, below the sum of their rates', () => {
    const { terminal, table, show } = opened();
    show(jobWith('one', half), jobWith('two', half));
    expect(terminal.screen).toEqual([
      '2 jobs  20.0 MB/s',
      'one  █████░░░░░  50 %  25.0 MB of 50.0 MB  10.0 MB/s  0:03 left  transferring',
      'two  █████░░░░░  50 %  25.0 MB of 50.0 MB  10.0 MB/s  0:03 left  transferring',
    ]);
    show(jobWith('two', { state: 'suspended', bytesTransferred: 0n, bytesTotal: 0n, fraction: 0 }));
    expect(terminal.screen).toEqual(['1 job  0 B/s', 'two  ░░░░░░░░░░░░░░░░░░░░  0 %  0 B of 0 B  suspended']);
    show();
    expect(terminal.screen).toEqual(['There are no jobs.']);
    table[Symbol.dispose]();
  });

  it('is drawn anew in the new width when the terminal is resized', () => {
    const { terminal, table, show } = opened(80);
    show(jobWith('setup', half), jobWith('game', gameMode));
    expect(terminal.screen).toHaveLength(3);
    terminal.resize(40);
    expect(terminal.screen).toEqual([
      '2 jobs  10.0 MB/s',
      'setup  50 %  transferring',
      'game         paused by Game Mode',
    ]);
    table[Symbol.dispose]();
  });

  it('shows the jobs that do the most where the terminal does not have a row for each', () => {
    const { terminal, table, show } = opened(80, 6);
    const idle = Array.from({ length: 60 }, (_, index) => jobWith(`idle ${index}`, { state: 'suspended' }));
    show(...idle, jobWith('setup', half), jobWith('game', gameMode));
    const { screen } = terminal;
    expect(screen).toHaveLength(5);
    expect(screen[0]).toBe('62 jobs  10.0 MB/s');
    expect(screen.slice(1, 4).map((line) => line.split('  ')[0])).toEqual(['idle 0', 'setup', 'game']);
    expect(screen[4]).toBe('… and 59 more');
    table[Symbol.dispose]();
  });

  it('is drawn in 80 columns where the terminal reports a size of 0', () => {
    const { terminal, table, show } = opened(0, 0);
    show(jobWith('one', half));
    expect(terminal.screen).toEqual([
      '1 job  10.0 MB/s',
      'one  █████░░░░░  50 %  25.0 MB of 50.0 MB  10.0 MB/s  0:03 left  transferring',
    ]);
    table[Symbol.dispose]();
  });

  it.each([1, 2, 3])('scrolls nothing away in a terminal of %i rows', (height) => {
    const { terminal, table, show } = opened(80, height);
    for (const state of ['queued', 'connecting', 'transferring'] as const) {
      show(jobWith('one', { state }), jobWith('two', { state }));
      expect(terminal.screen.length).toBeLessThan(height);
    }
    expect(terminal.scrollback).toEqual([]);
    table[Symbol.dispose]();
  });

  it('shows a rate of 0 when no byte has come for more than five seconds', () => {
    const { terminal, table, show } = opened();
    show(jobWith('setup', half));
    vi.advanceTimersByTime(5000);
    expect(terminal.screen[1]).toContain('10.0 MB/s  0:03 left');
    vi.advanceTimersByTime(1000);
    expect(terminal.screen[0]).toBe('1 job  0 B/s');
    expect(terminal.screen[1]).toMatch(/ {2}0 B\/s {2}transferring$/);
    table[Symbol.dispose]();
  });

  it('writes nothing while nothing changes, and nothing after it is disposed', () => {
    const { terminal, table, show } = opened();
    show(jobWith('game', gameMode));
    terminal.read();
    vi.advanceTimersByTime(10_000);
    expect(terminal.read()).toBeNull();
    table[Symbol.dispose]();
    terminal.resize(40);
    vi.advanceTimersByTime(10_000);
    expect(terminal.read()).toBeNull();
  });
});
