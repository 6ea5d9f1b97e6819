import { beforeEach, describe, expect, it } from 'vitest';
import { Messages } from '../../lib/cli/syncmgr/messages.js';
import type { SyncManagerLogEvent } from '../../lib/index.js';
import { CollectedOutput } from './support/collected-output.js';

const inbox = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A1}', name: 'Inbox' };
const oneError = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1B1}';
const otherError = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1B2}';

class CollectedTerminal extends CollectedOutput {
  override get isTerminal(): boolean {
    return true;
  }
}

function entryWith(part: Partial<SyncManagerLogEvent>): SyncManagerLogEvent {
  const entry = { type: 'log', level: 'warning', text: 'Something happened.', errorId: null } as const;
  return { ...entry, itemId: null, canShowError: false, dropped: 0, ...part };
}

describe('what a handler logs, without a terminal', () => {
  let output: CollectedOutput;
  let messages: Messages;

  beforeEach(() => {
    output = new CollectedOutput();
    messages = new Messages(output, false);
    messages.nameItems([inbox]);
  });

  it('is told at once on standard error, with level and text', () => {
    messages.add(entryWith({ level: 'error', text: 'It is locked.' }));
    expect([output.lines, output.warnings]).toEqual([[], ['error: It is locked.']]);
  });

  it('is told with the name of the item that it is about', () => {
    messages.add(entryWith({ itemId: inbox.id }));
    expect(output.warnings).toEqual(['warning: Inbox: Something happened.']);
  });

  it('is told with the id of an item that has no name here', () => {
    messages.add(entryWith({ itemId: oneError }));
    expect(output.warnings).toEqual([`warning: ${oneError}: Something happened.`]);
  });

  it('is told with the number of a level that has no word', () => {
    messages.add(entryWith({ level: 9 }));
    expect(output.warnings).toEqual(['level 9: Something happened.']);
  });

  it('stays on one line, whatever is in its text', () => {
    messages.add(entryWith({ text: 'one\r\ntwo\u001b[2Jthree' }));
    expect(output.warnings).toEqual(['warning: one two [2Jthree']);
  });

  it('tells how many entries had to be dropped before it', () => {
    messages.add(entryWith({ dropped: 3 }));
    expect(output.warnings).toEqual(['3 earlier messages omitted', 'warning: Something happened.']);
  });

  it('counts what was dropped before a connection that the handler needs', () => {
    messages.add({ type: 'connection', name: 'Office', dropped: 1 });
    expect(output.warnings).toEqual(['1 earlier message omitted', 'the handler requires a connection: Office']);
  });

  it('is told of a connection that the handler needs', () => {
    messages.add({ type: 'connection', name: 'Office', dropped: 0 });
    messages.add({ type: 'connection', name: null, dropped: 0 });
    expect(output.warnings).toEqual(['the handler requires a connection: Office', 'the handler requires a connection']);
  });
});

describe('what a handler logs, on a terminal', () => {
  let output: CollectedTerminal;
  let messages: Messages;

  beforeEach(() => {
    output = new CollectedTerminal();
    messages = new Messages(output, false);
  });

  it('waits until the bars are gone', () => {
    messages.add(entryWith({}));
    expect(output.warnings).toEqual([]);
    messages.print();
    expect(output.warnings).toEqual(['warning: Something happened.']);
  });

  it('is told once', () => {
    messages.add(entryWith({}));
    messages.print();
    messages.print();
    expect(output.warnings).toHaveLength(1);
  });

  it('is not told where the handler has taken it back', () => {
    messages.add(entryWith({ errorId: oneError, text: 'one' }));
    messages.add(entryWith({ errorId: otherError, text: 'other' }));
    messages.add({ type: 'logDeleted', errorId: oneError, dropped: 0 });
    messages.print();
    expect(output.warnings).toEqual(['warning: other']);
  });

  it('counts what was dropped before a deletion', () => {
    messages.add({ type: 'logDeleted', errorId: oneError, dropped: 2 });
    messages.print();
    expect(output.warnings).toEqual(['2 earlier messages omitted']);
  });

  it('is gone where the handler has taken back all, but not the connection that it needs', () => {
    messages.add(entryWith({ errorId: oneError }));
    messages.add(entryWith({}));
    messages.add({ type: 'connection', name: null, dropped: 0 });
    messages.add({ type: 'logDeleted', errorId: null, dropped: 0 });
    messages.print();
    expect(output.warnings).toEqual(['the handler requires a connection']);
  });

  it('is told up to the latest hundred, with the number of the others', () => {
    for (let index = 1; index <= 103; index += 1) messages.add(entryWith({ text: `entry ${index}` }));
    messages.print();
    expect(output.warnings).toHaveLength(101);
    expect(output.warnings.slice(0, 2)).toEqual(['3 earlier messages omitted', 'warning: entry 4']);
    expect(output.warnings.at(-1)).toBe('warning: entry 103');
  });
});

describe('what a handler logs, with --json', () => {
  it('is an object at once, as it came', () => {
    const output = new CollectedTerminal();
    const messages = new Messages(output, true);
    const entry = entryWith({ itemId: inbox.id, errorId: oneError, text: 'one\ntwo', canShowError: true, dropped: 2 });
    messages.add(entry);
    messages.add({ type: 'logDeleted', errorId: oneError, dropped: 0 });
    messages.add({ type: 'connection', name: 'Office', dropped: 0 });
    messages.print();
    expect(output.records).toEqual([
      entry,
      { type: 'logDeleted', errorId: oneError, dropped: 0 },
      { type: 'connection', name: 'Office', dropped: 0 },
    ]);
    expect(output.warnings).toEqual([]);
  });
});
