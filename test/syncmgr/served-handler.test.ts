import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { SyncManagerHandlerSession } from '../../lib/syncmgr/served-session.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { uncaughtDuring } from '../support/uncaught.js';
import { clsid, first } from './ids.js';
import { ServedWorld, started } from './served-world.js';

let world: ServedWorld;

beforeEach(() => {
  world = new ServedWorld();
});

describe('closing a served class', () => {
  it('is done once and aborts what is running', async () => {
    let session: SyncManagerHandlerSession | undefined;
    const served = await world.serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    await Promise.all([served.close(), served[Symbol.asyncDispose]()]);
    expect(world.machine.serverCloses).toBe(1);
    expect(session?.signal.aborted).toBe(true);
  });

  it('resolves after the connection was closed, which has aborted what was running', async () => {
    let session: SyncManagerHandlerSession | undefined;
    const served = await world.serve({
      synchronize(_itemIds, given) {
        session = given;
        return new Promise<void>(() => {});
      },
    });
    await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    world.machine.gate.close();
    expect(session?.signal.aborted).toBe(true);
    expect(await served.close()).toBeUndefined();
  });

  it('ignores later events', async () => {
    const called: string[] = [];
    await world.serve({
      initialize() {
        called.push('initialize');
        world.machine.gate.close();
        return true;
      },
      prepare: () => void called.push('prepare'),
    });
    const initialize = { type: 'initialize', flags: 3, cookie: null, answer() {} } as const;
    await world.deliver({ ...initialize, instance: 1 }, started('prepareForSync', { itemIds: [first] }), {
      ...initialize,
      instance: 2,
    });
    expect(called).toEqual(['initialize']);
    expect(world.machine.clock.countTimers()).toBe(0);
  });

  it('releases a callback that arrives later', async () => {
    const served = await world.serve();
    await served.close();
    expect((await world.giveCallback()).names()).toEqual(['close']);
  });

  it('rejects with the error of the seam and aborts what is running', async () => {
    const { served, session } = await world.synchronizing();
    world.machine.serverFailure = new HResultError(hresults.E_FAIL, 'CoRevokeClassObject');
    expect(await caught(served.close())).toBe(world.machine.serverFailure);
    expect(session.signal.aborted).toBe(true);
  });
});

describe('a served class', () => {
  it('has its id in one form', async () => {
    expect((await world.serve({ clsid: clsid.toLowerCase() })).clsid).toBe(clsid);
  });

  it('has a handler for each client: releasing one does not affect the other', async () => {
    const aborted: boolean[] = [];
    const sessions: SyncManagerHandlerSession[] = [];
    await world.serve({
      synchronize(_itemIds, session) {
        sessions.push(session);
        return new Promise<void>(() => {});
      },
    });
    await world.giveCallback(1);
    await world.giveCallback(2);
    for (const instance of [1, 2]) {
      await world.deliver(started('prepareForSync', { instance }), started('synchronize', { instance }));
    }
    await world.deliver({ type: 'released', instance: 1 });
    aborted.push(...sessions.map(({ signal }) => signal.aborted));
    expect(aborted).toEqual([true, false]);
  });

  it('delivers every event, even if a function throws', async () => {
    const answers: unknown[] = [];
    await world.serve();
    const broken = {
      type: 'setProgressCallback',
      instance: 1,
      get callback(): never {
        throw new Error('broken');
      },
    } as const;
    const answer = (items: unknown) => answers.push(items);
    expect(() => world.machine.served([broken, { type: 'enumItems', instance: 1, answer }])).toThrow('broken');
    await settled();
    expect(answers).toHaveLength(1);
  });
});

describe('a served class without clients', () => {
  it('accepts clients again at once without onUnused', async () => {
    await world.serve();
    await world.deliver({ type: 'unused' });
    expect(world.machine.serverResumes).toBe(1);
  });

  it('accepts clients again after onUnused has ended', async () => {
    let end = () => {};
    await world.serve({
      onUnused: () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    });
    await world.deliver({ type: 'unused' });
    expect(world.machine.serverResumes).toBe(0);
    end();
    await settled();
    expect(world.machine.serverResumes).toBe(1);
  });

  it('accepts no client when onUnused has closed the handler', async () => {
    const served = await world.serve({ onUnused: () => served.close() });
    await world.deliver({ type: 'unused' });
    expect([world.machine.serverCloses, world.machine.serverResumes]).toEqual([1, 0]);
  });

  it('accepts no client when onUnused has closed the connection', async () => {
    await world.serve({ onUnused: () => void world.machine.gate.close() });
    await world.deliver({ type: 'unused' });
    expect([world.machine.serverResumes, world.errors]).toEqual([0, []]);
  });

  it('reports to onError what onUnused throws, and accepts clients', async () => {
    const failure = new Error('the journal is full');
    await world.serve({
      onUnused() {
        throw failure;
      },
    });
    await world.deliver({ type: 'unused' });
    expect([world.machine.serverResumes, world.errors]).toEqual([1, [failure]]);
  });

  it('accepts clients each time although onUnused and onError throw, and what onError throws is uncaught', async () => {
    const fault = new Error('broken');
    await world.serve({
      onUnused: () => Promise.reject(new Error('the journal is full')),
      onError() {
        throw fault;
      },
    });
    const uncaught = await uncaughtDuring(async () => {
      for (let round = 0; round < 2; round += 1) await world.deliver({ type: 'unused' });
    });
    expect(world.machine.serverResumes).toBe(2);
    expect(uncaught).toEqual([fault, fault]);
  });

  it('reports to onError the failure of accepting clients', async () => {
    world.machine.serverFailure = new HResultError(hresults.E_OUTOFMEMORY, 'CoResumeClassObjects');
    await world.serve();
    await world.deliver({ type: 'unused' });
    expect(world.errors).toEqual([world.machine.serverFailure]);
  });

  it('reports nothing once it has been closed', async () => {
    let reports = 0;
    const served = await world.serve({
      onUnused() {
        reports += 1;
      },
    });
    await served.close();
    await world.deliver({ type: 'unused' });
    expect([reports, world.machine.serverResumes]).toEqual([0, 0]);
  });
});
