import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Output, type OutputStream } from '../../lib/cli/output.js';
import { LineBoard, openBoard } from '../../lib/cli/progress/open-board.js';
import { transferForm } from '../../lib/cli/progress/transfers.js';
import { snapshotWith } from './support/snapshot.js';
import { Terminal } from './support/terminal.js';

class TerminalStream extends PassThrough implements OutputStream {
  readonly isTTY = true;
  readonly columns: number;

  constructor(columns = 100) {
    super();
    this.columns = columns;
  }
}

const half = snapshotWith({
  bytesTransferred: 25_000_000n,
  bytesTotal: 50_000_000n,
  fraction: 0.5,
  bytesPerSecond: 10_000_000,
  remainingSeconds: 2.5,
});

function written(stream: PassThrough): string {
  return String(stream.read() ?? '');
}

describe('openBoard() on a terminal', () => {
  it('draws a bar with percent, bytes, rate and remaining time', () => {
    const stdout = new TerminalStream();
    const board = openBoard(new Output(stdout, new PassThrough()), false);
    board.open(transferForm).update(half);
    board.close();
    expect(stripVTControlCharacters(written(stdout)).trimEnd()).toMatch(
      /█{12}░{12} {3}50 % {2}25\.0 MB of 50\.0 MB {2}10\.0 MB\/s {2}0:03 left$/,
    );
  });

  it('draws a shorter bar on a terminal of 40 columns, so that percent and bytes fit', () => {
    const stdout = new TerminalStream(40);
    const board = openBoard(new Output(stdout, new PassThrough()), false);
    board.open(transferForm).update(half);
    board.close();
    expect(stripVTControlCharacters(written(stdout)).trimEnd()).toMatch(
      /█{4}░{4} {3}50 % {2}25\.0 MB of 50\.0 MB {2}1…$/,
    );
  });

  it('draws no percent while the total is unknown', () => {
    const stdout = new TerminalStream();
    const board = openBoard(new Output(stdout, new PassThrough()), false);
    board.open(transferForm).update(snapshotWith({ bytesTransferred: 25_000_000n, bytesPerSecond: 10_000_000 }));
    board.close();
    const text = stripVTControlCharacters(written(stdout)).trimEnd();
    expect(text).toMatch(/·{24} {2}25\.0 MB {2}10\.0 MB\/s$/);
    expect(text).not.toContain('%');
  });

  it('draws one named bar for each transfer', () => {
    const stdout = new TerminalStream();
    const board = openBoard(new Output(stdout, new PassThrough()), false);
    const views = ['first', 'second one'].map((name) => board.open(transferForm, name));
    for (const view of views) view.update(half);
    board.close();
    const lines = stripVTControlCharacters(written(stdout)).trimEnd().split('\n').slice(-2);
    expect(lines.map((line) => line.slice(0, 12))).toEqual(['first       ', 'second one  ']);
  });

  it.each([
    [20, 'sync ou…  ████░░░░…'],
    [40, 'sync out source chan…  ████░░░░   50 %…'],
    [80, 'sync out source change detection  ████████████░░░░░░░░░░░░   50 %  25.0 MB of …'],
  ])('shortens names on a terminal of %i columns, so that the bars fit', (columns, line) => {
    const terminal = new Terminal(columns);
    const board = openBoard(new Output(terminal, new PassThrough()), false);
    board.open(transferForm, 'sync out source change detection').update(half);
    board.close();
    expect(terminal.screen).toEqual([line]);
  });

  it('draws no line that is longer than the width of the terminal', () => {
    const stdout = new TerminalStream();
    const board = openBoard(new Output(stdout, new PassThrough()), false);
    board.open(transferForm, 'x'.repeat(200)).update(half);
    board.close();
    for (const line of stripVTControlCharacters(written(stdout)).split(/[\r\n]+/))
      expect(line.length).toBeLessThanOrEqual(100);
  });
});

describe('redrawing bars', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  /** Opens a board with two views and draws both bars. */
  function drawn() {
    const stdout = new TerminalStream();
    const board = openBoard(new Output(stdout, new PassThrough()), false);
    const [first] = ['first', 'second'].map((name) => board.open(transferForm, name));
    vi.advanceTimersByTime(100);
    written(stdout);
    return { stdout, board, first };
  }

  it('writes only the lines that have changed', () => {
    const { stdout, board, first } = drawn();
    first?.update(half);
    vi.advanceTimersByTime(100);
    const text = written(stdout);
    expect(text.startsWith('\u001b[2A\u001b[1Gfirst')).toBe(true);
    expect(text.endsWith('\u001b[0K\n\n')).toBe(true);
    expect(text).not.toContain('second');
    board.close();
  });

  it('writes nothing while nothing changes, and close() clears the row below the last bar, where a terminal prints Ctrl-C', () => {
    const { stdout, board } = drawn();
    vi.advanceTimersByTime(1000);
    expect(written(stdout)).toBe('');
    board.close();
    expect(written(stdout)).toBe('\u001b[1G\u001b[0J');
  });

  it('stops when the board is closed', () => {
    const { stdout, board, first } = drawn();
    board.close();
    written(stdout);
    first?.update(half);
    board.close();
    vi.advanceTimersByTime(1000);
    expect(written(stdout)).toBe('');
  });
});

describe('bars on a terminal of any size', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  /** Opens a board with a view for each fraction and draws it twice: the second drawing replaces the first one. */
  function drawn(terminal: Terminal, fractions: readonly number[]) {
    const board = openBoard(new Output(terminal, new PassThrough()), false);
    const views = fractions.map((_, index) => board.open(transferForm, `file ${index}`));
    vi.advanceTimersByTime(100);
    for (const [index, fraction] of fractions.entries()) views[index]?.update(snapshotWith({ fraction }));
    vi.advanceTimersByTime(100);
    return board;
  }

  const names = (lines: readonly string[]) => lines.map((line) => line.split('  ')[0]);

  it('draws in 80 columns where the terminal reports a size of 0', () => {
    const terminal = new Terminal(0, 0);
    const board = drawn(terminal, [0.5]);
    expect(terminal.screen).toEqual([expect.stringMatching(/^file 0 {2}█{12}░{12} {3}50 % {2}0 B$/)]);
    board.close();
  });

  it('draws as many bars as the terminal has rows for, first those in progress, and the number of the others', () => {
    const terminal = new Terminal(80, 5);
    const board = drawn(terminal, [1, 0.5, 0, 0.25, 1, 0]);
    expect(names(terminal.screen)).toEqual(['file 1', 'file 2', 'file 3', '… and 3 more']);
    expect(terminal.scrollback).toEqual([]);
    board.close();
  });

  it('draws all bars once when the board is closed', () => {
    const terminal = new Terminal(80, 5);
    drawn(terminal, [1, 1, 1, 1, 1, 1]).close();
    const { screen } = terminal;
    expect(names([...terminal.scrollback, ...screen])).toEqual([0, 1, 2, 3, 4, 5].map((index) => `file ${index}`));
  });

  it('draws the bars anew in the new width when the terminal is resized', () => {
    const terminal = new Terminal(80);
    const board = drawn(terminal, [0.5]);
    expect(terminal.screen).toEqual(['file 0  ████████████░░░░░░░░░░░░   50 %  0 B']);
    terminal.resize(40);
    expect(terminal.screen).toEqual(['file 0  ████░░░░   50 %  0 B']);
    board.close();
    expect(terminal.listenerCount('resize')).toBe(0);
  });
});

describe('LineBoard', () => {
  it('writes a line at once when the state changes, otherwise at most one per second', () => {
    const stdout = new PassThrough();
    let time = 0;
    const view = new LineBoard(new Output(stdout, new PassThrough()), () => time).open(transferForm);
    const updates = [
      { time: 0, state: 'queued' },
      { time: 10, state: 'transferring' },
      { time: 900, state: 'transferring' },
      { time: 1010, state: 'transferring' },
      { time: 1020, state: 'transferred' },
    ] as const;
    for (const update of updates) {
      time = update.time;
      view.update(snapshotWith({ state: update.state, bytesTransferred: BigInt(update.time) }));
    }
    expect(written(stdout).trimEnd().split('\n')).toEqual(['0 B  queued', '10 B', '1.0 kB', '1.0 kB  transferred']);
  });
});
