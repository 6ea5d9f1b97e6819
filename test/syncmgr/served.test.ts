import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerTimeoutError } from '../../lib/com/answer.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { nullGuid } from '../../lib/syncmgr/constants.js';
import type { SyncHandlerDefinition } from '../../lib/syncmgr/definition.js';
import type { ServedSyncHandler } from '../../lib/syncmgr/served-handler.js';
import type { SyncHandlerSession } from '../../lib/syncmgr/served-session.js';
import type { ServedHandlerEvent, StartedEvent } from '../../lib/syncmgr/verbs.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { clsid, errorId, FakeCallback, FakeSyncManager, first, second } from './fake-verbs.js';

const gone = new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSynchronizeCallback.SynchronizeCompleted');

let machine: FakeSyncManager;
let errors: unknown[];

beforeEach(() => {
  machine = new FakeSyncManager();
  errors = [];
});

function serve(fields: Partial<SyncHandlerDefinition> = {}): Promise<ServedSyncHandler> {
  return machine.syncmgr.registerHandler({
    clsid,
    name: 'Served',
    items: [{ id: first, name: 'One' }],
    synchronize() {},
    onError: (error) => errors.push(error),
    ...fields,
  });
}

function started(type: StartedEvent['type'], fields: Partial<StartedEvent> = {}): ServedHandlerEvent {
  return { type, instance: 1, itemIds: [], id: nullGuid, ...fields };
}

/** Tells the handler what a client calls, and lets what follows happen. */
async function tell(...events: ServedHandlerEvent[]): Promise<void> {
  machine.served(events);
  await settled();
}

/** Gives the handler of one client its callback. */
async function giveCallback(instance = 1): Promise<FakeCallback> {
  const callback = new FakeCallback();
  await tell({ type: 'setProgressCallback', instance, callback });
  return callback;
}

describe('a question of a client', () => {
  it('about an event is answered by true where nothing is defined', async () => {
    await serve();
    const answers: boolean[] = [];
    await tell({ type: 'initialize', instance: 1, flags: 3, cookie: null, answer: (handled) => answers.push(handled) });
    expect(answers).toEqual([true]);
  });

  it('about an event is refused when its function takes too long, which is told', async () => {
    await serve({ initialize: () => new Promise<boolean>(() => {}), answerTimeout: 50 });
    const answers: boolean[] = [];
    await tell({ type: 'initialize', instance: 1, flags: 3, cookie: null, answer: (handled) => answers.push(handled) });
    await machine.clock.tickAsync(50);
    expect(answers).toEqual([false]);
    expect(errors).toEqual([expect.any(AnswerTimeoutError)]);
  });

  it('about an event that nobody knows tells its number', async () => {
    const told: unknown[] = [];
    await serve({
      initialize(initialization) {
        told.push(initialization);
        return true;
      },
    });
    await tell({ type: 'initialize', instance: 1, flags: 0x2ff, cookie: null, answer() {} });
    expect(told).toEqual([{ event: 0xff, settings: false, mayBotherUser: true, cookie: null }]);
  });

  it('about items is refused when these are wrong, which is told', async () => {
    await serve({ items: () => [{ id: 'no guid', name: 'One' }] });
    const answers: unknown[] = [];
    await tell({ type: 'enumItems', instance: 1, answer: (items) => answers.push(items) });
    expect(answers).toEqual([null]);
    expect(errors).toMatchObject([{ name: 'RangeError' }]);
  });

  it('is forgotten when the class is not served any more', async () => {
    const served = await serve({ items: () => new Promise<never>(() => {}) });
    await tell({ type: 'enumItems', instance: 1, answer() {} });
    expect(machine.clock.countTimers()).toBe(1);
    await served.close();
    expect(machine.clock.countTimers()).toBe(0);
  });
});

describe('a definition', () => {
  it('may be an object of a class: its functions keep their object', async () => {
    class Definition implements SyncHandlerDefinition {
      readonly clsid = clsid;
      readonly name = 'Of a class';
      readonly synchronized: string[] = [];

      items() {
        return [{ id: first, name: this.name }];
      }

      synchronize(itemIds: readonly string[]) {
        this.synchronized.push(...itemIds);
      }
    }
    const definition = new Definition();
    await machine.syncmgr.registerHandler(definition);
    const answers: unknown[] = [];
    await tell({ type: 'enumItems', instance: 1, answer: (items) => answers.push(items) });
    expect(answers).toMatchObject([{ items: [{ itemId: first, name: 'Of a class' }] }]);
    const callback = await giveCallback();
    await tell(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    expect(definition.synchronized).toEqual([first]);
    expect(callback.names()).toEqual(['prepareForSyncCompleted', 'synchronizeCompleted']);
  });

  it('tells the seam which dialogs it has', async () => {
    await serve({ hasProperties: true, showProperties: () => 'done', showError: () => undefined });
    expect(machine.calls).toEqual([
      ['serveHandler', { clsid, name: 'Served', flags: 1, handles: ['showProperties', 'showError'] }],
    ]);
  });
});

describe('a session', () => {
  it('is the same while items are prepared and synchronised, and another the next time', async () => {
    const sessions: SyncHandlerSession[] = [];
    await serve({
      prepare: (_itemIds, session) => void sessions.push(session),
      synchronize: (_itemIds, session) => void sessions.push(session),
    });
    await giveCallback();
    for (let round = 0; round < 2; round += 1) {
      await tell(started('prepareForSync', { itemIds: [first] }));
      await tell(started('synchronize'));
    }
    expect(sessions[0]).toBe(sessions[1]);
    expect(sessions[2]).toBe(sessions[3]);
    expect(sessions[2]).not.toBe(sessions[0]);
  });

  it('of another client is another', async () => {
    const sessions = new Set<SyncHandlerSession>();
    await serve({ synchronize: (_itemIds, session) => void sessions.add(session) });
    await giveCallback(1);
    await giveCallback(2);
    await tell(started('prepareForSync'), started('synchronize'));
    await tell(started('prepareForSync', { instance: 2 }), started('synchronize', { instance: 2 }));
    expect(sessions.size).toBe(2);
  });

  it('knows the items that SetItemStatus has skipped or stopped, and no others', async () => {
    let session: SyncHandlerSession | undefined;
    await serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    await giveCallback();
    await tell(started('prepareForSync', { itemIds: [first, second] }), started('synchronize'));
    await tell({ type: 'setItemStatus', instance: 1, itemId: first, status: 1 });
    await tell({ type: 'setItemStatus', instance: 1, itemId: second, status: 3 });
    expect([session?.isSkipped(first.toLowerCase()), session?.isSkipped(second)]).toEqual([true, false]);
    expect(session?.signal.aborted).toBe(false);
  });

  it('is aborted, and cannot speak any more, when the client takes its callback away', async () => {
    let session: SyncHandlerSession | undefined;
    await serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    const callback = await giveCallback();
    await tell(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    await tell({ type: 'setProgressCallback', instance: 1, callback: null });
    expect(session?.signal.aborted).toBe(true);
    expect(callback.names().at(-1)).toBe('close');
    expect(await caught(session?.progress(first, { value: 1 }) ?? Promise.resolve())).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncMgrSynchronizeCallback.Progress',
    });
  });

  it('lets a callback go when another takes its place', async () => {
    await serve();
    const [one, two] = [await giveCallback(), await giveCallback()];
    expect([one.names(), two.names()]).toEqual([['close'], []]);
  });
});

describe('the end of a function', () => {
  it('is told to nobody when the client has gone, and is no error', async () => {
    let end = () => {};
    await serve({
      synchronize: () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    });
    const callback = await giveCallback();
    await tell(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    await tell({ type: 'released', instance: 1 });
    end();
    await settled();
    expect(callback.names()).not.toContain('synchronizeCompleted');
    expect(errors).toEqual([]);
  });

  it('that the client refuses is told as an error', async () => {
    await serve();
    const callback = await giveCallback();
    callback.scripted.set('synchronizeCompleted', gone);
    await tell(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    expect(errors).toEqual([gone]);
  });

  it('is a warning of the process where nobody wants to know of errors', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const error = new Error('broken');
    await machine.syncmgr.registerHandler({
      clsid,
      name: 'Served',
      items: [],
      synchronize() {
        throw error;
      },
    });
    await giveCallback();
    await tell(started('synchronize'));
    expect(warning).toHaveBeenCalledWith(error);
    warning.mockRestore();
  });

  it('of showing an error passes on the items to retry, in one form', async () => {
    await serve({ showError: () => ({ retryItemIds: [first.toLowerCase()] }) });
    const callback = await giveCallback();
    await tell(started('showError', { id: errorId }));
    expect(callback.calls).toEqual([['showErrorCompleted', hresults.S_SYNCMGR_RETRYSYNC, [first]]]);
  });

  it('of a dialog that gives nonsense is E_FAIL, and told as an error', async () => {
    await serve({
      showProperties: () => JSON.parse('"nonsense"'),
      showError: () => JSON.parse('{"retryItemIds":[5]}'),
    });
    const callback = await giveCallback();
    await tell(started('showProperties'), started('showError', { id: errorId }));
    expect(callback.calls).toEqual([
      ['showPropertiesCompleted', hresults.E_FAIL],
      ['showErrorCompleted', hresults.E_FAIL, []],
    ]);
    expect(errors).toHaveLength(2);
  });
});

describe('closing a class', () => {
  it('happens once, and aborts what goes on', async () => {
    let session: SyncHandlerSession | undefined;
    const served = await serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    await giveCallback();
    await tell(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    await Promise.all([served.close(), served[Symbol.asyncDispose]()]);
    expect(machine.serverCloses).toBe(1);
    expect(session?.signal.aborted).toBe(true);
  });

  it('is content after the connection was closed, which has aborted what went on', async () => {
    let session: SyncHandlerSession | undefined;
    const served = await serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    await giveCallback();
    await tell(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    machine.gate.close();
    expect(session?.signal.aborted).toBe(true);
    expect(await served.close()).toBeUndefined();
  });
});
