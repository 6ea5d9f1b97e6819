import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { Output, type OutputStream } from '../../lib/cli/output.js';
import { oneLine } from '../../lib/cli/printable.js';
import { BarBoard, marqueeBar } from '../../lib/cli/progress/bars.js';
import { LineBoard, openBoard } from '../../lib/cli/progress/open-board.js';
import { type ItemReport, itemForm, openItems } from '../../lib/cli/progress/sync-items.js';
import type { SyncManagerItemProgress } from '../../lib/index.js';
import { CollectedOutput } from './support/collected-output.js';

const inbox = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A1}', name: 'Inbox' };
const photos = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A2}', name: 'Photos' };

function reportWith(part: Partial<SyncManagerItemProgress>, itemId = inbox.id): ItemReport {
  const item = {
    statusText: null,
    status: null,
    value: null,
    max: null,
    fraction: null,
    valuePerSecond: null,
    remainingSeconds: null,
    ...part,
  };
  return { itemId, item, folded: 0 };
}

const half = { status: 'updating', value: 5, max: 10, fraction: 0.5 } as const;
const rates = { valuePerSecond: 2, remainingSeconds: 2.5 };

class TerminalStream extends PassThrough implements OutputStream {
  readonly isTTY = true;
  readonly columns = 100;
}

/** The last lines that a terminal shows for these items. */
function shown(items: readonly { readonly id: string; readonly name: string }[], ...reports: ItemReport[]): string[] {
  const stdout = new TerminalStream();
  const board = new BarBoard(new Output(stdout, new PassThrough()));
  const view = openItems(board, items);
  for (const report of reports) view.update(report);
  board.close();
  const text = stripVTControlCharacters(String(stdout.read() ?? ''));
  return text
    .trimEnd()
    .split(/[\r\n]+/)
    .slice(-items.length);
}

describe('itemForm', () => {
  it('describes percent, work, status and status text', () => {
    expect(itemForm.describe(reportWith({ ...half, statusText: 'letter 5' }))).toBe(
      ' 50 %  5 of 10  updating  letter 5',
    );
  });

  it('describes the rate and the remaining time only while the item is updating', () => {
    expect(itemForm.describe(reportWith({ ...half, ...rates }))).toBe(' 50 %  5 of 10  2.0/s  0:03 left  updating');
    expect(itemForm.describe(reportWith({ ...half, ...rates, status: 'paused' }))).toBe(' 50 %  5 of 10  paused');
    const done = { value: 10, fraction: 1 };
    expect(itemForm.describe(reportWith({ ...half, ...rates, ...done }))).toBe('100 %  10 of 10  updating');
  });

  it('describes no percent while the extent is unknown', () => {
    const report = reportWith({ ...half, status: 'updatingIndeterminate', fraction: null });
    expect(itemForm.describe(report)).toBe('updating');
  });

  it('describes 100 % only for a complete item', () => {
    expect(itemForm.describe(reportWith({ value: 999, max: 1000, fraction: 0.999 }))).toMatch(/^ 99 %/);
    expect(itemForm.describe(reportWith({ value: 1000, max: 1000, fraction: 1 }))).toMatch(/^100 %/);
  });

  it('describes an unknown status by its number', () => {
    expect(itemForm.describe(reportWith({ status: 77 }))).toBe('status 77');
  });

  it('describes a status text with line breaks in one line', () => {
    expect(itemForm.describe(reportWith({ statusText: 'one\ntwo' }))).toBe('one two');
  });

  it('has a new line when the status changes, otherwise one per second', () => {
    const output = new CollectedOutput();
    let time = 0;
    const view = openItems(new LineBoard(output, () => time), [inbox]);
    for (const [at, value] of [
      [0, 1],
      [500, 2],
      [1000, 3],
    ] as const) {
      time = at;
      view.update(reportWith({ ...half, statusText: `letter ${value}` }));
    }
    view.update(reportWith({ ...half, status: 'paused' }));
    expect(output.lines).toEqual([
      'Inbox: 50 %  5 of 10  updating  letter 1',
      'Inbox: 50 %  5 of 10  updating  letter 3',
      'Inbox: 50 %  5 of 10  paused',
    ]);
  });
});

describe('openItems() on a terminal', () => {
  it('draws one named bar for each item, also before the first report', () => {
    const lines = shown([inbox, photos], reportWith(half, photos.id));
    expect(lines.map((line) => line.trimEnd())).toEqual([
      `Inbox   ${'░'.repeat(24)}`,
      `Photos  ${'█'.repeat(12)}${'░'.repeat(12)}   50 %  5 of 10  updating`,
    ]);
  });

  it('draws a marquee while the extent of the work is unknown', () => {
    const [line = ''] = shown([inbox], reportWith({ status: 'updatingIndeterminate' }));
    expect(line).toMatch(/^Inbox {2}░*█{6}░* {2}updating$/);
  });

  it('draws a full bar for an item that succeeded without counts', () => {
    const [line = ''] = shown([inbox], reportWith({ status: 'succeeded' }));
    expect(line).toBe(`Inbox  ${'█'.repeat(24)}  succeeded`);
  });

  it('draws an empty bar for an item that failed without counts', () => {
    const [line = ''] = shown([inbox], reportWith({ status: 'failed' }));
    expect(line).toBe(`Inbox  ${'·'.repeat(24)}  failed`);
  });

  it('draws a name with line breaks in one line', () => {
    const [line = ''] = shown([{ ...inbox, name: 'In\nbox' }], reportWith(half));
    expect(line).toMatch(/^In box {2}█/);
  });
});

describe('openItems() with --json', () => {
  let output: CollectedOutput;

  beforeEach(() => {
    output = new CollectedOutput();
  });

  it('writes name, id and progress of an item', () => {
    openItems(openBoard(output, true), [inbox]).update({
      ...reportWith({ ...half, ...rates, statusText: 'letter 5' }),
      folded: 2,
    });
    expect(output.records).toEqual([
      { type: 'progress', name: 'Inbox', itemId: inbox.id, statusText: 'letter 5', ...half, ...rates, folded: 2 },
    ]);
  });

  it('writes the id as the name of an item that the handler has added', () => {
    openItems(openBoard(output, true), [inbox]).update(reportWith(half, photos.id));
    expect(output.records).toMatchObject([{ name: photos.id, itemId: photos.id }]);
  });

  it('writes nothing before the first report', () => {
    openItems(openBoard(output, true), [inbox, photos]);
    expect(output.lines).toEqual([]);
  });
});

describe('marqueeBar()', () => {
  it('moves from one end to the other and back', () => {
    const bars = [0, 100, 200, 300, 400].map((time) => marqueeBar(time, 8));
    expect(bars).toEqual(['██████░░', '░██████░', '░░██████', '░██████░', '██████░░']);
  });

  it('moves every tenth of a second', () => {
    expect(marqueeBar(199, 8)).toBe(marqueeBar(100, 8));
  });

  it('fills a bar that is not wider than the block', () => {
    expect(marqueeBar(1234, 4)).toBe('████');
  });
});

describe('oneLine()', () => {
  it.each([
    ['line ends', 'one\r\ntwo\u2028three', 'one two three'],
    ['control characters', '\u001b[2Jone\u0007', '[2Jone'],
    ['leading and trailing white space', '  one  ', 'one'],
  ])('removes %s', (_, text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });

  it('keeps letters of any script', () => {
    expect(oneLine('Grüße 🌍 こんにちは')).toBe('Grüße 🌍 こんにちは');
  });
});
