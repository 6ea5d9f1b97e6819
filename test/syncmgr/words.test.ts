import { describe, expect, it } from 'vitest';
import { requireFileTime, toDate } from '../../lib/com/file-time.js';
import { hresults } from '../../lib/com/hresult.js';
import { toAnswer, toPropertiesResult } from '../../lib/syncmgr/callback.js';
import { toCancelRequest, toCenterStatus } from '../../lib/syncmgr/center-arguments.js';
import { ItemsProgress } from '../../lib/syncmgr/item-progress.js';
import { requireReport, requireStatus, toLevel, toStatus } from '../../lib/syncmgr/records.js';
import { toCompleted, toMessage } from '../../lib/syncmgr/sync-events.js';
import { FakeSyncManager } from './fake-verbs.js';
import { first, second } from './ids.js';

describe('the names of numbers', () => {
  it('fall back to the number', () => {
    expect([toStatus(8), toStatus(0x100), toStatus(9)]).toEqual(['updatingIndeterminate', 'deleted', 9]);
    expect([toLevel(3), toLevel(0), toLevel(4)]).toEqual(['error', 0, 4]);
    expect([toCenterStatus(6), toCenterStatus(0), toCenterStatus(7)]).toEqual(['disconnected', 0, 7]);
    expect([toCancelRequest(2), toCancelRequest(3)]).toEqual(['cancelAll', 3]);
    expect([toAnswer(0), toAnswer(0x40203), toAnswer(0x40204), toAnswer(1)]).toEqual([
      'continue',
      'cancelItem',
      'cancelAll',
      1,
    ]);
  });

  it('are converted back to the numbers of COM', () => {
    const words = ['stopped', 'skipped', 'pending', 'updating', 'succeeded', 'failed', 'paused', 'resuming'];
    expect(words.map((word) => requireStatus(word))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([requireStatus('updatingIndeterminate'), requireStatus('deleted')]).toEqual([8, 0x100]);
  });

  it('treat a success code without a meaning as the ordinary end of a dialog', () => {
    expect([0, 1, 0x40210, 0x40211].map(toPropertiesResult)).toEqual(['done', 'done', 'itemDeleted', 'enumerateItems']);
  });
});

describe('a report of an item', () => {
  it('flags only the given fields', () => {
    expect(requireReport({}).mask).toBe(0);
    expect(requireReport({ statusText: '' })).toMatchObject({ mask: 1, statusText: '' });
    expect(requireReport({ status: 'stopped', value: 0, max: -1 })).toEqual({
      mask: 0xe,
      statusText: null,
      statusType: 0,
      progressValue: 0,
      maximumValue: -1,
    });
  });

  it('changes only the flagged fields of its item', () => {
    const now = 0;
    const items = new ItemsProgress(() => now);
    const report = {
      type: 'progress',
      statusText: null,
      statusType: 3,
      progressValue: 9,
      maximumValue: 9,
      folded: 0,
    } as const;
    expect(items.merge({ ...report, itemId: first, mask: 0x8 })).toEqual({
      statusText: null,
      status: null,
      value: null,
      max: 9,
      fraction: null,
      valuePerSecond: null,
      remainingSeconds: null,
    });
    expect(items.merge({ ...report, itemId: first, mask: 0x4, maximumValue: 1 })).toMatchObject({
      max: 9,
      fraction: 1,
    });
    expect(items.merge({ ...report, itemId: second, mask: 0x1 })).toMatchObject({ statusText: '', max: null });
  });
});

describe('the rate of an item', () => {
  it('is measured from the reports of its value and kept by the others', () => {
    let now = 0;
    const items = new ItemsProgress(() => now);
    const report = {
      type: 'progress',
      itemId: first,
      statusText: '',
      statusType: 3,
      maximumValue: 100,
      folded: 0,
    } as const;
    expect(items.merge({ ...report, mask: 0xc, progressValue: 10 })).toMatchObject({ valuePerSecond: null });
    now = 2000;
    const measured = { valuePerSecond: 15, remainingSeconds: 4 };
    expect(items.merge({ ...report, mask: 0x4, progressValue: 40 })).toMatchObject(measured);
    now = 3000;
    expect(items.merge({ ...report, mask: 0x2, progressValue: 0 })).toMatchObject({ ...measured, value: 40 });
  });

  it('has no remaining time without a maximum or without progress', () => {
    let now = 0;
    const items = new ItemsProgress(() => now);
    const report = {
      type: 'progress',
      itemId: first,
      mask: 0x4,
      statusText: '',
      statusType: 0,
      maximumValue: 9,
      folded: 0,
    } as const;
    items.merge({ ...report, progressValue: 5 });
    now = 1000;
    expect(items.merge({ ...report, progressValue: 5 })).toMatchObject({ valuePerSecond: 0, remainingSeconds: null });
    expect(items.merge({ ...report, mask: 0x8, progressValue: 0 })).toMatchObject({ max: 9, remainingSeconds: null });
    now = 2000;
    expect(items.merge({ ...report, progressValue: 6 })).toMatchObject({ remainingSeconds: 6 });
  });
});

describe('the messages of a handler', () => {
  it('have names for the flagged fields', () => {
    const entry = {
      type: 'logError',
      level: 7,
      text: 't',
      errorFlags: 2,
      errorId: null,
      itemId: first,
      folded: 3,
    } as const;
    expect(toMessage(entry)).toEqual({
      type: 'log',
      level: 7,
      text: 't',
      errorId: null,
      itemId: first,
      canShowError: false,
      dropped: 3,
    });
  });

  it('have the name of the completed call', () => {
    expect(toCompleted(hresults.E_ABORT)).toMatchObject({ code: 'E_ABORT', succeeded: false });
    expect(toCompleted(hresults.S_FALSE)).toMatchObject({ succeeded: true });
  });
});

describe('the times of items', () => {
  it('are converted to milliseconds and back', () => {
    const date = new Date('2026-02-28T23:59:59.999Z');
    expect(toDate(requireFileTime(date, 'date'))).toEqual(date);
    expect(requireFileTime(new Date('1601-01-01T00:00:00Z'), 'date')).toBe(0n);
    expect(toDate(9n)).toEqual(new Date('1601-01-01T00:00:00Z'));
  });

  it('cover the range of Windows in both directions', () => {
    const latest = toDate(2n ** 63n - 1n);
    expect(toDate(requireFileTime(latest, 'date'))).toEqual(latest);
    expect(() => requireFileTime(new Date(latest.getTime() + 1), 'date')).toThrow(RangeError);
  });
});

describe('the options of the seam', () => {
  it('of openHandler() become flags, a cookie, the mode of dialogs and the time for an answer', async () => {
    const machine = new FakeSyncManager();
    const cookie = Uint8Array.of(1);
    await machine.open({ event: 'scheduled', settings: true, mayBotherUser: true, cookie, userInterface: true });
    await machine.open({ userInterface: () => true, answerTimeout: 600_000 });
    cookie[0] = 9;
    expect(machine.calls.map(([, , settings]) => settings)).toEqual([
      { flags: 0x306, cookie: Uint8Array.of(1), userInterface: 'allow', answerTimeout: 30_000 },
      { flags: 3, cookie: null, userInterface: 'ask', answerTimeout: 600_000 },
    ]);
  });

  it('of a report contain the sent values and the returned request', async () => {
    const machine = new FakeSyncManager();
    const report = await machine.syncmgr.openReport('handler', ['item']);
    expect(await report.reportProgress('item', { status: 'failed', request: 'cancelAll' })).toBe(7);
    expect(machine.calls.at(-1)).toEqual(['reportProgress', 'item', null, 4, 0, 0, 2]);
  });
});
