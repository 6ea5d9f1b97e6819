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

describe('Messages without a terminal', () => {
  let output: CollectedOutput;
  let messages: Messages;

  beforeEach(() => {
    output = new CollectedOutput();
    messages = new Messages(output, false);
    messages.nameItems([inbox]);
  });

  it('prints an entry at once on standard error, with level and text', () => {
    messages.add(entryWith({ level: 'error', text: 'It is locked.' }));
    expect([output.lines, output.warnings]).toEqual([[], ['error: It is locked.']]);
  });

  it('prints the name of the item of an entry', () => {
    messages.add(entryWith({ itemId: inbox.id }));
    expect(output.warnings).toEqual(['warning: Inbox: Something happened.']);
  });

  it('prints the id of an unknown item', () => {
    messages.add(entryWith({ itemId: oneError }));
    expect(output.warnings).toEqual([`warning: ${oneError}: Something happened.`]);
  });

  it('prints the number of an unknown level', () => {
    messages.add(entryWith({ level: 9 }));
    expect(output.warnings).toEqual(['level 9: Something happened.']);
  });

  it('prints an entry with line breaks in one line', () => {
    messages.add(entryWith({ text: 'one\r\ntwo\u001b[2Jthree' }));
    expect(output.warnings).toEqual(['warning: one two [2Jthree']);
  });

  it('prints the number of entries that were dropped before an entry', () => {
    messages.add(entryWith({ dropped: 3 }));
    expect(output.warnings).toEqual(['3 earlier messages omitted', 'warning: Something happened.']);
  });

  it('prints the number of entries that were dropped before a connection request', () => {
    messages.add({ type: 'connection', name: 'Office', dropped: 1 });
    expect(output.warnings).toEqual(['1 earlier message omitted', 'the handler requires a connection: Office']);
  });

  it('prints a connection request', () => {
    messages.add({ type: 'connection', name: 'Office', dropped: 0 });
    messages.add({ type: 'connection', name: null, dropped: 0 });
    expect(output.warnings).toEqual(['the handler requires a connection: Office', 'the handler requires a connection']);
  });
});

describe('Messages on a terminal', () => {
  let output: CollectedTerminal;
  let messages: Messages;

  beforeEach(() => {
    output = new CollectedTerminal();
    messages = new Messages(output, false);
  });

  it('prints nothing before print()', () => {
    messages.add(entryWith({}));
    expect(output.warnings).toEqual([]);
    messages.print();
    expect(output.warnings).toEqual(['warning: Something happened.']);
  });

  it('prints each entry once', () => {
    messages.add(entryWith({}));
    messages.print();
    messages.print();
    expect(output.warnings).toHaveLength(1);
  });

  it('does not print a deleted entry', () => {
    messages.add(entryWith({ errorId: oneError, text: 'one' }));
    messages.add(entryWith({ errorId: otherError, text: 'other' }));
    messages.add({ type: 'logDeleted', errorId: oneError, dropped: 0 });
    messages.print();
    expect(output.warnings).toEqual(['warning: other']);
  });

  it('prints the number of entries that were dropped before a deletion', () => {
    messages.add({ type: 'logDeleted', errorId: oneError, dropped: 2 });
    messages.print();
    expect(output.warnings).toEqual(['2 earlier messages omitted']);
  });

  it('deletes all entries, but no connection request, for a null id', () => {
    messages.add(entryWith({ errorId: oneError }));
    messages.add(entryWith({}));
    messages.add({ type: 'connection', name: null, dropped: 0 });
    messages.add({ type: 'logDeleted', errorId: null, dropped: 0 });
    messages.print();
    expect(output.warnings).toEqual(['the handler requires a connection']);
  });

  it('prints the latest hundred entries and the number of the others', () => {
    for (let index = 1; index <= 103; index += 1) messages.add(entryWith({ text: `entry ${index}` }));
    messages.print();
    expect(output.warnings).toHaveLength(101);
    expect(output.warnings.slice(0, 2)).toEqual(['3 earlier messages omitted', 'warning: entry 4']);
    expect(output.warnings.at(-1)).toBe('warning: entry 103');
  });
});

describe('Messages with --json', () => {
  it('writes each event as a record at once', () => {
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
