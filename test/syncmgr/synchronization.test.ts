import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { SyncHandler } from '../../lib/syncmgr/handler.js';
import type { SyncEvent } from '../../lib/syncmgr/sync-events.js';
import type { HandlerEvent } from '../../lib/syncmgr/verbs.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager, first, second } from './fake-verbs.js';

const end = { done: true, value: undefined };
const completed = { type: 'completed', hresult: 0, code: 'S_OK', succeeded: true };
const keptEntries = 4096;

let machine: FakeSyncManager;
let handler: SyncHandler;

beforeEach(async () => {
  machine = new FakeSyncManager();
  handler = await machine.open();
});

function progress(itemId: string, progressValue: number, folded = 0): HandlerEvent {
  const fields = { mask: 0x4, statusText: null, statusType: 0, progressValue, maximumValue: 0 };
  return { type: 'progress', itemId, ...fields, folded };
}

function entry(text: string, folded = 0): HandlerEvent {
  return { type: 'logError', level: 1, text, errorFlags: null, errorId: null, itemId: null, folded };
}

async function all(events: AsyncIterable<SyncEvent>): Promise<SyncEvent[]> {
  const told: SyncEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
}

/** Begins, and comes to the handler's `Synchronize`. */
async function begin(events: AsyncIterator<SyncEvent>): Promise<{ readonly next: Promise<IteratorResult<SyncEvent>> }> {
  const next = events.next();
  next.catch(() => {});
  await settled();
  machine.handler.complete('prepareForSync');
  await settled();
  return { next };
}

describe('a synchronisation', () => {
  it('begins with the first next(), not before', async () => {
    const events = handler.synchronize([first]);
    await settled();
    expect(machine.handler.names()).toEqual([]);
    await begin(events);
    expect(machine.handler.names()).toEqual(['prepareForSync', 'synchronize']);
  });

  it('takes the checked items where none are named, as they are then', async () => {
    const events = handler.synchronize();
    machine.handler.items = machine.handler.items.map((item) => ({ ...item, checked: true }));
    await begin(events);
    expect(machine.handler.calls).toEqual([
      ['enumerateItems', false],
      ['prepareForSync', [first, second]],
      ['synchronize'],
    ]);
  });

  it('keeps the process alive from its beginning to its end', async () => {
    const events = handler.synchronize([first]);
    expect(machine.handler.alive).toBe(false);
    await begin(events);
    expect(machine.handler.alive).toBe(true);
    machine.handler.complete('synchronize');
    await settled();
    expect(machine.handler.alive).toBe(false);
  });

  it('leaves the process alive for a dialog that is still open', async () => {
    const shown = handler.showProperties();
    const events = handler.synchronize([first]);
    await begin(events);
    machine.handler.complete('synchronize');
    await settled();
    expect(machine.handler.alive).toBe(true);
    machine.handler.complete('showProperties');
    expect(await shown).toBe('done');
    expect(machine.handler.alive).toBe(false);
  });

  it('goes on to its end whether somebody reads its events or not', async () => {
    const events = handler.synchronize([first]);
    await begin(events);
    machine.handler.tell(progress(second, 1), progress(first, 1), progress(first, 2));
    machine.handler.complete('synchronize');
    await settled();
    // Another may begin, though nobody has read the events of this one.
    await begin(handler.synchronize([second]));
    expect(machine.handler.calls.at(-2)).toEqual(['prepareForSync', [second]]);
    expect(await all(events)).toMatchObject([{ itemId: first, item: { value: 2 }, folded: 1 }, completed]);
  });

  it('counts the log entries that it had to drop, with those that came dropped', async () => {
    const events = handler.synchronize([first]);
    const { next } = await begin(events);
    machine.handler.tell(entry('head'));
    await next;
    for (let number = 0; number < keptEntries + 3; number += 1) machine.handler.tell(entry(`${number}`, 2));
    machine.handler.complete('synchronize');
    const told = await all(events);
    expect(told).toHaveLength(keptEntries + 1);
    expect(told[0]).toMatchObject({ type: 'log', text: '3', dropped: 5 });
    expect(told[1]).toMatchObject({ type: 'log', text: '4', dropped: 2 });
  });

  it('is refused while another goes on, also while that is being left', async () => {
    const events = handler.synchronize([first]);
    await begin(events);
    await events.return?.();
    const refused = { code: 'E_UNEXPECTED', operation: 'ISyncMgrSynchronize.PrepareForSync' };
    expect(await caught(all(handler.synchronize([first])))).toMatchObject(refused);
    machine.handler.complete('synchronize');
    await settled();
    await begin(handler.synchronize([first]));
    expect(machine.handler.names().filter((name) => name === 'synchronize')).toHaveLength(2);
  });

  it('fails as the enumeration of its items does, and leaves the handler fit for another', async () => {
    machine.handler.scripted.set('enumerateItems', new HResultError(hresults.E_FAIL, 'ISyncMgrEnumItems.Next'));
    expect(await caught(all(handler.synchronize()))).toMatchObject({ operation: 'ISyncMgrEnumItems.Next' });
    await begin(handler.synchronize([first]));
    expect(machine.handler.names().at(-1)).toBe('synchronize');
  });
});

describe('leaving a synchronisation', () => {
  it('before it has begun calls nothing', async () => {
    const events = handler.synchronize([first]);
    expect(await events.return?.()).toEqual(end);
    expect(await events.next()).toEqual(end);
    expect(machine.handler.calls).toEqual([]);
  });

  it('while it is prepared cancels all, and lets Synchronize be', async () => {
    const events = handler.synchronize([first]);
    const waiting = events.next();
    await settled();
    expect(await events.return?.()).toEqual(end);
    expect(await waiting).toEqual(end);
    machine.handler.complete('prepareForSync');
    await settled();
    expect(machine.handler.names()).toEqual(['prepareForSync', 'cancelAll']);
    expect(machine.handler.alive).toBe(false);
  });

  it('while it goes on cancels all, and keeps the process no longer', async () => {
    const events = handler.synchronize([first]);
    await begin(events);
    await events.return?.();
    expect(machine.handler.names().at(-1)).toBe('cancelAll');
    expect(machine.handler.alive).toBe(false);
  });

  it('after its end cancels nothing', async () => {
    const events = handler.synchronize([first]);
    await begin(events);
    machine.handler.complete('synchronize');
    await settled();
    await events.return?.();
    expect(machine.handler.names()).not.toContain('cancelAll');
  });
});

describe('the signal of a synchronisation', () => {
  const reason = new Error('enough');

  it('that is aborted while it is prepared lets Synchronize be', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    const failure = caught(events.next());
    await settled();
    aborting.abort(reason);
    machine.handler.complete('prepareForSync');
    expect(await failure).toBe(reason);
    expect(machine.handler.names()).toEqual(['prepareForSync', 'cancelAll']);
  });

  it('that is aborted while it goes on has the events given first, and then its reason', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    await begin(events);
    aborting.abort(reason);
    machine.handler.tell(progress(first, 1));
    machine.handler.complete('synchronize', hresults.E_ABORT);
    await settled();
    expect(await events.next()).toMatchObject({ value: { type: 'completed', code: 'E_ABORT' } });
    expect(await caught(events.next())).toBe(reason);
  });

  it('that is aborted after the end changes nothing', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    await begin(events);
    machine.handler.complete('synchronize');
    await settled();
    aborting.abort(reason);
    expect(machine.handler.names()).not.toContain('cancelAll');
  });

  it('has the failure of a call told in its place', async () => {
    const aborting = new AbortController();
    machine.handler.scripted.set(
      'prepareForSync',
      new HResultError(hresults.E_FAIL, 'ISyncMgrSynchronize.PrepareForSync'),
    );
    const failure = caught(all(handler.synchronize([first], { signal: aborting.signal })));
    aborting.abort(reason);
    expect(await failure).toMatchObject({ code: 'E_FAIL' });
  });
});

describe('cancelling', () => {
  it('an item tells the handler by SetItemStatus only while a synchronisation goes on', async () => {
    await handler.cancelItem(first);
    expect(machine.handler.calls).toEqual([['cancelItem', first]]);
    await begin(handler.synchronize([first]));
    await handler.cancelItem(first);
    expect(machine.handler.calls.slice(-2)).toEqual([
      ['cancelItem', first],
      ['setItemStatus', first, 1],
    ]);
  });

  it('an item is content with a handler that refuses SetItemStatus', async () => {
    machine.handler.scripted.set(
      'setItemStatus',
      new HResultError(hresults.E_NOTIMPL, 'ISyncMgrSynchronize.SetItemStatus'),
    );
    await begin(handler.synchronize([first]));
    expect(await handler.cancelItem(first)).toBeUndefined();
  });

  it('is refused when the handler is closed', async () => {
    await handler.close();
    expect(await caught(handler.cancelItem(first))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await caught(handler.cancelAll())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(machine.handler.names()).toEqual(['close']);
  });
});

describe('closing a handler', () => {
  it('happens once', async () => {
    await Promise.all([handler.close(), handler.close(), handler[Symbol.asyncDispose]()]);
    expect(machine.handler.names()).toEqual(['close']);
  });

  it('rejects what waits: a synchronisation and a dialog', async () => {
    const events = handler.synchronize([first]);
    await begin(events);
    const waiting = caught(all(events));
    const shown = caught(handler.showProperties());
    await settled();
    await handler.close();
    expect(await waiting).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await shown).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(machine.handler.alive).toBe(false);
  });

  it('of the whole connection does the same, and is content with the handler after that', async () => {
    const shown = caught(handler.showError(first));
    await settled();
    machine.gate.close();
    expect(await shown).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await handler.close()).toBeUndefined();
  });

  it('leaves no timer of a question behind', async () => {
    const asking = await machine.open({ userInterface: () => new Promise(() => {}) });
    machine.handler.tell({ type: 'enableModeless', answer() {} });
    expect(machine.clock.countTimers()).toBe(1);
    await asking.close();
    expect(machine.clock.countTimers()).toBe(0);
  });
});

describe('what a handler tells outside of a synchronisation', () => {
  it('goes to onMessage, but its progress to nobody', async () => {
    const told: unknown[] = [];
    await machine.open({ onMessage: (message) => told.push(message) });
    machine.handler.tell(entry('of its own'), progress(first, 1), { type: 'deleteLogError', errorId: first });
    expect(told).toMatchObject([
      { type: 'log', text: 'of its own' },
      { type: 'logDeleted', errorId: first },
    ]);
  });

  it('is told all the same when onMessage throws', async () => {
    const error = new Error('a fault of the application');
    const told: unknown[] = [];
    await machine.open({
      onMessage(message) {
        told.push(message);
        throw error;
      },
    });
    expect(() => machine.handler.tell(entry('one'), entry('two'))).toThrow(error);
    expect(told).toHaveLength(2);
  });
});

describe('a dialog', () => {
  it('that ends with a failure rejects with it', async () => {
    const shown = caught(handler.showProperties(first));
    await settled();
    machine.handler.complete('showProperties', hresults.E_FAIL);
    expect(await shown).toMatchObject({
      code: 'E_FAIL',
      operation: 'ISyncMgrSynchronizeCallback.ShowPropertiesCompleted',
    });
  });

  it('is refused while another of its kind is open', async () => {
    const shown = handler.showError(first);
    await settled();
    expect(await caught(handler.showError(first))).toMatchObject({ code: 'E_UNEXPECTED' });
    machine.handler.complete('showError');
    expect(await shown).toEqual({ retryItemIds: null });
  });

  it('is refused by an answer that is no boolean, and the error told', async () => {
    const errors: unknown[] = [];
    const answers: boolean[] = [];
    await machine.open({
      userInterface: () => JSON.parse('"yes"'),
      onError: (error) => errors.push(error),
    });
    machine.handler.tell({ type: 'enableModeless', answer: (allowed) => answers.push(allowed) });
    await settled();
    expect(answers).toEqual([false]);
    expect(errors).toMatchObject([{ name: 'TypeError' }]);
  });
});
