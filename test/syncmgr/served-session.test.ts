import { beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { nullGuid } from '../../lib/syncmgr/constants.js';
import type { SyncManagerHandlerSession } from '../../lib/syncmgr/served-session.js';
import { caught } from '../support/caught.js';
import { errorId, first, second } from './ids.js';
import { ServedWorld, started } from './served-world.js';

let world: ServedWorld;

beforeEach(() => {
  world = new ServedWorld();
});

describe('the session of a served synchronisation', () => {
  it('is the same for preparing and synchronising, and new for the next synchronisation', async () => {
    const sessions: SyncManagerHandlerSession[] = [];
    await world.serve({
      prepare: (_itemIds, session) => void sessions.push(session),
      synchronize: (_itemIds, session) => void sessions.push(session),
    });
    await world.giveCallback();
    for (let round = 0; round < 2; round += 1) {
      await world.deliver(started('prepareForSync', { itemIds: [first] }));
      await world.deliver(started('synchronize'));
    }
    expect(sessions[0]).toBe(sessions[1]);
    expect(sessions[2]).toBe(sessions[3]);
    expect(sessions[2]).not.toBe(sessions[0]);
  });

  it('is separate for another client', async () => {
    const sessions = new Set<SyncManagerHandlerSession>();
    await world.serve({ synchronize: (_itemIds, session) => void sessions.add(session) });
    await world.giveCallback(1);
    await world.giveCallback(2);
    await world.deliver(started('prepareForSync'), started('synchronize'));
    await world.deliver(started('prepareForSync', { instance: 2 }), started('synchronize', { instance: 2 }));
    expect(sessions.size).toBe(2);
  });

  it('has exactly the items that SetItemStatus has skipped or stopped', async () => {
    let session: SyncManagerHandlerSession | undefined;
    await world.serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first, second] }), started('synchronize'));
    await world.deliver({ type: 'setItemStatus', instance: 1, itemId: first, status: 1 });
    await world.deliver({ type: 'setItemStatus', instance: 1, itemId: second, status: 3 });
    expect([session?.isSkipped(first.toLowerCase()), session?.isSkipped(second)]).toEqual([true, false]);
    expect(session?.signal.aborted).toBe(false);
  });

  it('is aborted and refuses reports when the client removes its callback', async () => {
    let session: SyncManagerHandlerSession | undefined;
    await world.serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    const callback = await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    await world.deliver({ type: 'setProgressCallback', instance: 1, callback: null });
    expect(session?.signal.aborted).toBe(true);
    expect(callback.names().at(-1)).toBe('close');
    expect(await caught(session?.progress(first, { value: 1 }) ?? Promise.resolve())).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncMgrSynchronizeCallback.Progress',
    });
  });

  it('releases a callback that is replaced by another', async () => {
    await world.serve();
    const [one, two] = [await world.giveCallback(), await world.giveCallback()];
    expect([one.names(), two.names()]).toEqual([['close'], []]);
  });

  it('is aborted when SetItemStatus stops all', async () => {
    const { session } = await world.synchronizing();
    await world.deliver({ type: 'setItemStatus', instance: 1, itemId: nullGuid, status: 0 });
    expect(session.signal.aborted).toBe(true);
  });

  it('is not aborted by another status of all in SetItemStatus', async () => {
    const { session } = await world.synchronizing();
    await world.deliver({ type: 'setItemStatus', instance: 1, itemId: nullGuid, status: 1 });
    expect([session.signal.aborted, session.isSkipped(nullGuid)]).toEqual([false, false]);
  });

  it('has the items that SetItemStatus has stopped', async () => {
    const { session } = await world.synchronizing();
    await world.deliver({ type: 'setItemStatus', instance: 1, itemId: first, status: 0 });
    expect(session.isSkipped(first)).toBe(true);
  });

  it('skips an item after the answer to one of its reports', async () => {
    const { session, callback } = await world.synchronizing([first, second]);
    callback.scripted.set('progress', hresults.S_SYNCMGR_CANCELITEM);
    expect(await session.progress(first.toLowerCase(), { value: 1 })).toBe('cancelItem');
    expect([session.isSkipped(first), session.isSkipped(second)]).toEqual([true, false]);
    expect(session.signal.aborted).toBe(false);
  });

  it('is aborted by the answer to a report that cancels all', async () => {
    const { session, callback } = await world.synchronizing();
    callback.scripted.set('progress', hresults.S_SYNCMGR_CANCELALL);
    expect(await session.progress(first, { value: 1 })).toBe('cancelAll');
    expect(session.signal.aborted).toBe(true);
  });

  it('drops the earlier skipped items', async () => {
    const { session } = await world.synchronizing();
    await world.deliver({ type: 'setItemStatus', instance: 1, itemId: first, status: 1 });
    const sessions: SyncManagerHandlerSession[] = [];
    await world.serve({ prepare: (_itemIds, another) => void sessions.push(another) });
    await world.deliver(started('prepareForSync', { itemIds: [first] }));
    expect([session.isSkipped(first), sessions[0]?.isSkipped(first)]).toEqual([true, false]);
  });

  it('passes on its reports', async () => {
    const { session, callback } = await world.synchronizing();
    callback.calls.length = 0;
    callback.scripted.set('enableModeless', hresults.S_FALSE);
    await session.logError({ level: 'warning', text: 'mind', errorId, itemId: first, canShowError: true });
    await session.deleteLogError(errorId);
    await session.deleteLogError();
    expect(await session.enableModeless(true)).toBe(false);
    await session.establishConnection();
    await session.establishConnection('office');
    expect(callback.calls).toEqual([
      ['logError', 2, 'mind', 1, errorId, first],
      ['deleteLogError', errorId],
      ['deleteLogError', nullGuid],
      ['enableModeless', true],
      ['establishConnection', null],
      ['establishConnection', 'office'],
    ]);
  });

  it('is refused by the seam in every method when the client has released the handler', async () => {
    const { session } = await world.synchronizing();
    await world.deliver({ type: 'released', instance: 1 });
    const calls: readonly (readonly [string, Promise<unknown>])[] = [
      ['Progress', session.progress(first, {})],
      ['LogError', session.logError({ level: 'error', text: '' })],
      ['DeleteLogError', session.deleteLogError()],
      ['EnableModeless', session.enableModeless(false)],
      ['EstablishConnection', session.establishConnection()],
    ];
    for (const [method, call] of calls) {
      expect(await caught(call)).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: `ISyncMgrSynchronizeCallback.${method}`,
      });
    }
  });

  it('of a dialog has its item or error', async () => {
    const recorded: unknown[] = [];
    await world.serve({
      showProperties: (itemId) => void recorded.push(itemId),
      showError: (id) => void recorded.push(id),
    });
    await world.giveCallback();
    await world.deliver(
      started('showProperties', { id: first }),
      started('showProperties'),
      started('showError', { id: errorId }),
    );
    expect(recorded).toEqual([first, null, errorId]);
  });
});
