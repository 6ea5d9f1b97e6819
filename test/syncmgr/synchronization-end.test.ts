import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { SyncManagerHandler } from '../../lib/syncmgr/handler.js';
import type { SyncManagerEvent } from '../../lib/syncmgr/sync-events.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { first } from './ids.js';
import { all, begin, progress } from './synchronizing.js';

const end = { done: true, value: undefined };

let machine: FakeSyncManager;
let handler: SyncManagerHandler;

beforeEach(async () => {
  machine = new FakeSyncManager();
  handler = await machine.open();
});

describe('leaving a synchronisation', () => {
  it('before it has begun makes no call', async () => {
    const events = handler.synchronize([first]);
    expect(await events.return?.()).toEqual(end);
    expect(await events.next()).toEqual(end);
    expect(machine.handler.calls).toEqual([]);
  });

  it('during the preparation cancels all and does not call Synchronize', async () => {
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

  it('while it runs cancels all and does not keep the process running', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    await events.return?.();
    expect(machine.handler.names().at(-1)).toBe('cancelAll');
    expect(machine.handler.alive).toBe(false);
  });

  it('after its end makes no call', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    machine.handler.complete('synchronize');
    await settled();
    await events.return?.();
    expect(machine.handler.names()).not.toContain('cancelAll');
  });

  it('occurs when the loop is left by break', async () => {
    const events = handler.synchronize([first]);
    const recorded: SyncManagerEvent[] = [];
    const left = (async () => {
      for await (const event of events) {
        recorded.push(event);
        break;
      }
    })();
    await settled();
    machine.handler.complete('prepareForSync');
    await settled();
    machine.handler.deliver(progress(first, 1));
    await left;
    expect(recorded).toMatchObject([{ type: 'progress' }]);
    expect(machine.handler.names()).toEqual(['prepareForSync', 'synchronize', 'cancelAll']);
    expect(await events.next()).toEqual(end);
  });

  it('drops further events of the handler', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    await events.return?.();
    machine.handler.deliver(progress(first, 1));
    machine.handler.complete('synchronize');
    await settled();
    expect(await events.next()).toEqual(end);
  });

  it('during the query for checked items does not call PrepareForSync', async () => {
    const events = handler.synchronize();
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual(end);
    await settled();
    expect(machine.handler.names()).toEqual(['enumerateItems', 'cancelAll']);
  });

  it('ignores a later failure', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    await events.return?.();
    await handler.close();
    await settled();
    expect(await events.next()).toEqual(end);
  });
});

describe('the signal of a synchronisation', () => {
  const reason = new Error('enough');

  it('that is aborted during the preparation prevents Synchronize', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    const failure = caught(events.next());
    await settled();
    aborting.abort(reason);
    machine.handler.complete('prepareForSync');
    expect(await failure).toBe(reason);
    expect(machine.handler.names()).toEqual(['prepareForSync', 'cancelAll']);
  });

  it('that is aborted while it runs yields the earlier events and then rejects with its reason', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    await begin(machine.handler, events);
    aborting.abort(reason);
    machine.handler.deliver(progress(first, 1));
    machine.handler.complete('synchronize', hresults.E_ABORT);
    await settled();
    expect(await events.next()).toMatchObject({ value: { type: 'completed', code: 'E_ABORT' } });
    expect(await caught(events.next())).toBe(reason);
  });

  it('that is aborted after the end has no effect', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    await begin(machine.handler, events);
    machine.handler.complete('synchronize');
    await settled();
    aborting.abort(reason);
    expect(machine.handler.names()).not.toContain('cancelAll');
  });

  it.each([
    ['prepareForSync', 'ISyncMgrSynchronize.PrepareForSync'],
    ['synchronize', 'ISyncMgrSynchronize.Synchronize'],
  ] as const)('rejects with its reason when %s fails after the abort', async (call, operation) => {
    const aborting = new AbortController();
    machine.handler.scripted.set(call, new HResultError(hresults.E_FAIL, operation));
    const events = handler.synchronize([first], { signal: aborting.signal });
    const failure = caught(all(events));
    if (call === 'synchronize') {
      await settled();
      machine.handler.complete('prepareForSync');
    }
    aborting.abort(reason);
    expect(await failure).toBe(reason);
  });

  it.each([['prepareForSync', 'ISyncMgrSynchronize.PrepareForSync']] as const)(
    'does not hide a failure of %s without an abort',
    async (call, operation) => {
      machine.handler.scripted.set(call, new HResultError(hresults.E_FAIL, operation));
      const events = handler.synchronize([first], { signal: new AbortController().signal });
      expect(await caught(all(events))).toMatchObject({ code: 'E_FAIL' });
    },
  );

  it('that was aborted before prevents every call', async () => {
    const events = handler.synchronize([first], { signal: AbortSignal.abort(reason) });
    expect(await caught(events.next())).toBe(reason);
    expect(await events.next()).toEqual(end);
    expect(machine.handler.calls).toEqual([]);
    expect(machine.handler.alive).toBe(false);
  });

  it('that is aborted before the first next() prevents every call', async () => {
    const aborting = new AbortController();
    const events = handler.synchronize([first], { signal: aborting.signal });
    aborting.abort(reason);
    expect(await caught(all(events))).toBe(reason);
    expect(machine.handler.calls).toEqual([]);
  });

  it('that is aborted during the query for checked items prevents PrepareForSync', async () => {
    const aborting = new AbortController();
    const failure = caught(all(handler.synchronize(undefined, { signal: aborting.signal })));
    aborting.abort(reason);
    expect(await failure).toBe(reason);
    expect(machine.handler.names()).toEqual(['enumerateItems', 'cancelAll']);
  });

  it('that is aborted at the end of the preparation prevents Synchronize', async () => {
    const aborting = new AbortController();
    const failure = caught(all(handler.synchronize([first], { signal: aborting.signal })));
    await settled();
    machine.handler.complete('prepareForSync');
    aborting.abort(reason);
    expect(await failure).toBe(reason);
    expect(machine.handler.names()).toEqual(['prepareForSync', 'cancelAll']);
  });

  it('has a listener only while the synchronisation runs', async () => {
    const { signal } = new AbortController();
    const events = handler.synchronize([first], { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await begin(machine.handler, events);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    machine.handler.complete('synchronize');
    await settled();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('leaves the handler usable for another synchronisation', async () => {
    await caught(all(handler.synchronize([first], { signal: AbortSignal.abort(reason) })));
    await begin(machine.handler, handler.synchronize([first]));
    expect(machine.handler.names()).toEqual(['prepareForSync', 'synchronize']);
  });
});
