import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { SyncManagerHandler } from '../../lib/syncmgr/handler.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { first, second } from './ids.js';
import { all, begin, entry, progress } from './synchronizing.js';

const completed = { type: 'completed', hresult: 0, code: 'S_OK', succeeded: true };
const keptEntries = 4096;

let machine: FakeSyncManager;
let handler: SyncManagerHandler;

beforeEach(async () => {
  machine = new FakeSyncManager();
  handler = await machine.open();
});

describe('a synchronisation', () => {
  it('begins with the first next()', async () => {
    const events = handler.synchronize([first]);
    await settled();
    expect(machine.handler.names()).toEqual([]);
    await begin(machine.handler, events);
    expect(machine.handler.names()).toEqual(['prepareForSync', 'synchronize']);
  });

  it('covers the items that are checked at its beginning by default', async () => {
    const events = handler.synchronize();
    machine.handler.items = machine.handler.items.map((item) => ({ ...item, checked: true }));
    await begin(machine.handler, events);
    expect(machine.handler.calls).toEqual([
      ['enumerateItems', false],
      ['prepareForSync', [first, second]],
      ['synchronize'],
    ]);
  });

  it('keeps the process running from its beginning to its end', async () => {
    const events = handler.synchronize([first]);
    expect(machine.handler.alive).toBe(false);
    await begin(machine.handler, events);
    expect(machine.handler.alive).toBe(true);
    machine.handler.complete('synchronize');
    await settled();
    expect(machine.handler.alive).toBe(false);
  });

  it('does not affect an open dialog that keeps the process running', async () => {
    const shown = handler.showProperties();
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    machine.handler.complete('synchronize');
    await settled();
    expect(machine.handler.alive).toBe(true);
    machine.handler.complete('showProperties');
    expect(await shown).toBe('done');
    expect(machine.handler.alive).toBe(false);
  });

  it('continues to its end even if its events are not read', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    machine.handler.deliver(progress(second, 1), progress(first, 1), progress(first, 2));
    machine.handler.complete('synchronize');
    await settled();
    // Another can begin although the events of this one were not read.
    await begin(machine.handler, handler.synchronize([second]));
    expect(machine.handler.calls.at(-2)).toEqual(['prepareForSync', [second]]);
    expect(await all(events)).toMatchObject([{ itemId: first, item: { value: 2 }, folded: 1 }, completed]);
  });

  it('counts the dropped log entries, including those dropped below the seam', async () => {
    const events = handler.synchronize([first]);
    const { next } = await begin(machine.handler, events);
    machine.handler.deliver(entry('head'));
    await next;
    for (let number = 0; number < keptEntries + 3; number += 1) machine.handler.deliver(entry(`${number}`, 2));
    machine.handler.complete('synchronize');
    const recorded = await all(events);
    expect(recorded).toHaveLength(keptEntries + 1);
    // Three dropped here, two before each of these, and two before the first that is left.
    expect(recorded[0]).toMatchObject({ type: 'log', text: '3', dropped: 11 });
    expect(recorded[1]).toMatchObject({ type: 'log', text: '4', dropped: 2 });
  });

  it.each([
    ['a deletion', { type: 'deleteLogError', errorId: first, folded: 1 }],
    ['a wish for a connection', { type: 'establishConnection', connection: null, folded: 1 }],
  ] as const)('counts the messages dropped before %s, and dropped ones of that type', async (_what, message) => {
    const events = handler.synchronize([first]);
    const { next } = await begin(machine.handler, events);
    machine.handler.deliver(entry('head'));
    await next;
    for (let number = 0; number < keptEntries + 2; number += 1) machine.handler.deliver(message);
    machine.handler.complete('synchronize');
    const received = await all(events);
    // Two dropped here; these and the first that is left each count one dropped earlier.
    expect(received[0]).toMatchObject({ dropped: 5 });
    expect(received[1]).toMatchObject({ dropped: 1 });
  });

  it('is refused while another runs, also while that is being left', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    await events.return?.();
    const refused = { code: 'E_UNEXPECTED', operation: 'ISyncMgrSynchronize.PrepareForSync' };
    expect(await caught(all(handler.synchronize([first])))).toMatchObject(refused);
    machine.handler.complete('synchronize');
    await settled();
    await begin(machine.handler, handler.synchronize([first]));
    expect(machine.handler.names().filter((name) => name === 'synchronize')).toHaveLength(2);
  });

  it('rejects with the error of the enumeration of items and leaves the handler usable', async () => {
    machine.handler.scripted.set('enumerateItems', new HResultError(hresults.E_FAIL, 'ISyncMgrEnumItems.Next'));
    expect(await caught(all(handler.synchronize()))).toMatchObject({ operation: 'ISyncMgrEnumItems.Next' });
    await begin(machine.handler, handler.synchronize([first]));
    expect(machine.handler.names().at(-1)).toBe('synchronize');
  });

  it('has ended when its last event is read: another can begin, and leaving it cancels nothing', async () => {
    const events = handler.synchronize([first]);
    const { next } = await begin(machine.handler, events);
    machine.handler.deliver(entry('head'));
    await next;
    const again = handler.synchronize([second]);
    const last = events.next().then((result) => [result.value, events.return?.(), again.next()]);
    machine.handler.complete('synchronize');
    expect((await last)[0]).toEqual(completed);
    await settled();
    expect(machine.handler.names()).toEqual(['prepareForSync', 'synchronize', 'prepareForSync']);
  });

  it('yields the events that arrive with its end before the last event', async () => {
    const events = handler.synchronize([first]);
    const { next } = await begin(machine.handler, events);
    machine.handler.deliver({ type: 'completed', call: 'synchronize', hresult: 0, itemIds: null }, progress(first, 1));
    expect(await next).toMatchObject({ value: { type: 'progress', item: { value: 1 } } });
    expect(await all(events)).toEqual([completed]);
  });

  it('ends with the result of its preparation unless it is S_OK, and does not call Synchronize', async () => {
    const recorded = all(handler.synchronize([first]));
    await settled();
    machine.handler.complete('prepareForSync', hresults.S_FALSE);
    expect(await recorded).toEqual([{ type: 'completed', hresult: 1, code: 'S_FALSE', succeeded: true }]);
    expect(machine.handler.names()).toEqual(['prepareForSync']);
  });

  it('can be completed before the starting call has returned', async () => {
    const events = handler.synchronize([first]);
    const recorded = all(events);
    machine.handler.complete('prepareForSync');
    await settled();
    machine.handler.complete('synchronize');
    expect(await recorded).toEqual([completed]);
  });

  it('does not keep the process running when it fails', async () => {
    machine.handler.scripted.set('prepareForSync', hresults.S_FALSE);
    await caught(all(handler.synchronize([first])));
    expect(machine.handler.alive).toBe(false);
  });
});

describe.each([['prepareForSync'], ['synchronize']] as const)('a handler whose %s fails', (call) => {
  const operation = call === 'synchronize' ? 'ISyncMgrSynchronize.Synchronize' : 'ISyncMgrSynchronize.PrepareForSync';

  async function failure(): Promise<unknown> {
    const failed = caught(all(handler.synchronize([first])));
    if (call === 'synchronize') machine.handler.complete('prepareForSync');
    return await failed;
  }

  it('makes its synchronisation reject with the error', async () => {
    const error = new HResultError(hresults.E_OUTOFMEMORY, operation);
    machine.handler.scripted.set(call, error);
    expect(await failure()).toBe(error);
  });

  it('makes its synchronisation reject with every result except S_OK', async () => {
    machine.handler.scripted.set(call, hresults.S_FALSE);
    expect(await failure()).toMatchObject({ hresult: 1, operation });
  });

  it('overrides a result that was completed before', async () => {
    machine.handler.scripted.set(call, hresults.S_FALSE);
    const failed = failure();
    machine.handler.complete(call);
    expect(await failed).toMatchObject({ hresult: 1, operation });
  });
});
