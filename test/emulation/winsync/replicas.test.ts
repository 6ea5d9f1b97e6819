import { describe, expect, it } from 'vitest';
import { hresults } from '../../../lib/com/hresult.js';
import {
  createReplica,
  type Replica,
  type ReplicaStatistics,
  type ReplicaSynchronizationOptions,
  runReplicas,
} from '../../../lib/emulation.js';
import {
  application,
  clsid,
  destination,
  detection,
  enumeration,
  eventsOf,
  host,
  runProvider,
  source,
} from './support.js';

type Options = Omit<ReplicaSynchronizationOptions, 'source' | 'destination'>;

/** Synchronises one replica to the other in a separate session. */
async function synchronize(
  from: Replica,
  to: Replica,
  options: Options = {},
  answers: { conflict?: number; fullEnumeration?: number } = {},
) {
  const hosted = await host({}, undefined, answers);
  const run = runReplicas({ source: from, destination: to, ...options });
  await runProvider(hosted, run);
  return { hosted, statistics: run.statistics };
}

const nothing: ReplicaStatistics = { changesApplied: 0, changesFailed: 0, changesDeferred: 0, changesDiscarded: 0 };
const [defer, acceptDestination, acceptSource, merge, transferAndDefer] = [0, 1, 2, 3, 4];
const [fullEnumeration, partialSync, abort] = [0, 1, 2];

/** Two replicas with concurrent changes of the same item. */
async function createConflict() {
  const a = createReplica({ items: { note: 'first', other: 'same' } });
  const b = createReplica();
  await synchronize(a, b);
  a.set('note', 'from a');
  b.set('note', 'from b');
  return { a, b };
}

/** A replica that deleted an item and has forgotten it, and one that still has the item. */
async function createForgotten() {
  const a = createReplica({ items: { kept: '1', deleted: '2' } });
  const b = createReplica();
  await synchronize(a, b);
  b.set('own', '3');
  a.delete('deleted');
  a.forgetTombstones();
  return { a, b };
}

describe('a synchronisation of two replicas', () => {
  it('transfers every item of the source to the destination', async () => {
    const a = createReplica({ items: { one: '1', two: '2' } });
    const b = createReplica({ items: { three: '3' } });
    const { statistics } = await synchronize(a, b);
    expect(b.contents).toEqual({ one: '1', two: '2', three: '3' });
    expect(a.contents).toEqual({ one: '1', two: '2' });
    expect(statistics).toEqual({ ...nothing, changesApplied: 2 });
  });

  it('transfers nothing when it is run again', async () => {
    const a = createReplica({ items: { one: '1' } });
    const b = createReplica();
    await synchronize(a, b);
    expect((await synchronize(a, b)).statistics).toEqual(nothing);
  });

  it('does not send back changes that came from there', async () => {
    const a = createReplica({ items: { one: '1' } });
    const b = createReplica();
    await synchronize(a, b);
    expect((await synchronize(b, a)).statistics).toEqual(nothing);
  });

  it('keeps the version of a change on its way through a third replica', async () => {
    const [a, b, c] = [createReplica({ items: { one: '1' } }), createReplica(), createReplica()];
    await synchronize(a, b);
    await synchronize(b, c);
    expect(c.items).toEqual(a.items);
    expect((await synchronize(a, c)).statistics).toEqual(nothing);
  });

  it('transfers a change of an item that both have without a conflict', async () => {
    const a = createReplica({ items: { one: '1' } });
    const b = createReplica();
    await synchronize(a, b);
    b.set('one', '2');
    const { hosted } = await synchronize(b, a);
    expect(a.get('one')).toBe('2');
    expect(eventsOf(hosted, 'conflict')).toHaveLength(0);
  });

  it('transfers a deletion as a tombstone', async () => {
    const a = createReplica({ items: { one: '1' } });
    const b = createReplica();
    await synchronize(a, b);
    a.delete('one');
    const { hosted } = await synchronize(a, b);
    expect(b.contents).toEqual({});
    expect(b.items).toMatchObject([{ key: 'one', data: null }]);
    expect(eventsOf(hosted, 'change')).toMatchObject([{ change: { flags: 1 } }]);
  });

  it('reports detection and enumeration of the source, then application of the destination', async () => {
    const { hosted } = await synchronize(createReplica({ items: { one: '1', two: '2' } }), createReplica(), {
      itemMilliseconds: 10,
    });
    const reports = eventsOf(hosted, 'progress').map((e) => [e.provider, e.stage, e.completedWork, e.totalWork]);
    expect(reports).toEqual([
      [source, detection, 1, 2],
      [source, detection, 2, 2],
      [source, enumeration, 1, 2],
      [source, enumeration, 2, 2],
      [destination, application, 1, 2],
      [destination, application, 2, 2],
    ]);
  });

  it('weights application by the work of each item', async () => {
    const { hosted } = await synchronize(createReplica({ items: { small: '', large: '' } }), createReplica(), {
      itemMilliseconds: 1,
      workOf: (key) => (key === 'large' ? 90 : 10),
    });
    const reports = eventsOf(hosted, 'progress').filter(({ stage }) => stage === application);
    expect(reports.map((e) => [e.completedWork, e.totalWork])).toEqual([
      [10, 100],
      [100, 100],
    ]);
  });

  it('reports a change before it is applied, and the running totals after', async () => {
    const { hosted } = await synchronize(createReplica({ items: { one: '1', two: '2' } }), createReplica(), {
      itemMilliseconds: 1,
    });
    const recorded = hosted.batches.flat().filter(({ type }) => type === 'change' || type === 'changeApplied');
    expect(recorded).toMatchObject([
      { type: 'change', change: { changeVersion: { replicaKey: 0, tickCount: 1n }, flags: 0, workEstimate: 1 } },
      { type: 'changeApplied', changesApplied: 1, changesFailed: 0 },
      { type: 'change', change: { changeVersion: { replicaKey: 0, tickCount: 2n }, flags: 0, workEstimate: 1 } },
      { type: 'changeApplied', changesApplied: 2, changesFailed: 0 },
    ]);
  });

  it('uses the clock for the time of each item', async () => {
    const hosted = await host();
    const [a, b] = [createReplica({ items: { one: '1', two: '2' } }), createReplica()];
    hosted.winsync.registerProvider({ clsid, run: runReplicas({ source: a, destination: b, itemMilliseconds: 100 }) });
    const provider = await hosted.session.openProvider(clsid, source);
    await provider.beginSession();
    await hosted.clock.tickAsync(599);
    expect(b.contents).toEqual({ one: '1' });
    await hosted.clock.tickAsync(1);
    expect(b.contents).toEqual({ one: '1', two: '2' });
  });
});

describe('a conflict of two replicas', () => {
  it('is not reported if the destination wins by policy', async () => {
    const { a, b } = await createConflict();
    const { hosted, statistics } = await synchronize(a, b, { conflictPolicy: 'destinationWins' });
    expect(b.get('note')).toBe('from b');
    expect(statistics).toEqual({ ...nothing, changesDiscarded: 1 });
    expect(eventsOf(hosted, 'conflict')).toHaveLength(0);
  });

  it('is not reported if the source wins by policy', async () => {
    const { a, b } = await createConflict();
    const { hosted, statistics } = await synchronize(a, b, { conflictPolicy: 'sourceWins' });
    expect(b.get('note')).toBe('from a');
    expect(statistics).toEqual({ ...nothing, changesApplied: 1 });
    expect(eventsOf(hosted, 'conflict')).toHaveLength(0);
  });

  it('is reported with both changes if there is no policy', async () => {
    const { a, b } = await createConflict();
    const { hosted } = await synchronize(a, b, {}, { conflict: defer });
    const [asked] = eventsOf(hosted, 'conflict');
    expect(asked?.conflict.sourceChange?.changeVersion).toEqual({ replicaKey: 0, tickCount: 3n });
    expect(asked?.conflict.destinationChange?.changeVersion).toEqual({ replicaKey: 1, tickCount: 1n });
    expect(asked?.conflict.sourceChange?.rootItemId).toHaveLength(16);
    expect(asked?.conflict.sourceChange?.rootItemId).toEqual(asked?.conflict.destinationChange?.rootItemId);
  });

  it.each([
    { name: 'acceptDestinationProvider', action: acceptDestination, outcome: 'from b' },
    { name: 'acceptSourceProvider', action: acceptSource, outcome: 'from a' },
  ])('is resolved for both replicas by $name', async ({ action, outcome }) => {
    const { a, b } = await createConflict();
    await synchronize(a, b, {}, { conflict: action });
    const back = await synchronize(b, a);
    expect([a.get('note'), b.get('note')]).toEqual([outcome, outcome]);
    expect(eventsOf(back.hosted, 'conflict')).toHaveLength(0);
  });

  it('is resolved for both replicas by the result of the merge function', async () => {
    const { a, b } = await createConflict();
    await synchronize(a, b, { merge: (_key, one, other) => `${one} + ${other}` }, { conflict: merge });
    const back = await synchronize(b, a);
    expect([a.get('note'), b.get('note')]).toEqual(['from a + from b', 'from a + from b']);
    expect(eventsOf(back.hosted, 'conflict')).toHaveLength(0);
  });

  it.each([
    { name: 'defer', action: defer },
    { name: 'merge without a function', action: merge },
    { name: 'transferAndDefer', action: transferAndDefer },
  ])('is kept and found again after $name', async ({ action }) => {
    const { a, b } = await createConflict();
    const { statistics } = await synchronize(a, b, {}, { conflict: action });
    expect(statistics).toEqual({ ...nothing, changesDeferred: 1 });
    expect(b.get('note')).toBe('from b');
    const again = await synchronize(a, b, {}, { conflict: acceptSource });
    expect(again.statistics).toEqual({ ...nothing, changesApplied: 1 });
    expect(b.get('note')).toBe('from a');
  });

  it('occurs between a change and a deletion', async () => {
    const a = createReplica({ items: { note: 'first' } });
    const b = createReplica();
    await synchronize(a, b);
    a.delete('note');
    b.set('note', 'changed');
    await synchronize(a, b, {}, { conflict: acceptSource });
    expect(b.get('note')).toBeUndefined();
  });

  it('occurs between items that were created with the same key', async () => {
    const [a, b] = [createReplica({ items: { note: 'a' } }), createReplica({ items: { note: 'b' } })];
    const { hosted } = await synchronize(a, b, {}, { conflict: acceptDestination });
    expect(eventsOf(hosted, 'conflict')).toHaveLength(1);
    expect(b.get('note')).toBe('b');
  });

  it('does not occur if both deleted the item', async () => {
    const { a, b } = await createConflict();
    a.delete('note');
    b.delete('note');
    const { hosted } = await synchronize(a, b);
    expect(eventsOf(hosted, 'conflict')).toHaveLength(0);
    expect(b.get('note')).toBeUndefined();
  });
});

describe('deletions that the source has forgotten', () => {
  it('are no question for a destination that has received them', async () => {
    const a = createReplica({ items: { deleted: '1' } });
    const b = createReplica();
    await synchronize(a, b);
    a.delete('deleted');
    await synchronize(a, b);
    a.forgetTombstones();
    const { hosted } = await synchronize(a, b);
    expect(eventsOf(hosted, 'fullEnumeration')).toHaveLength(0);
  });

  it('are found by a full enumeration, which keeps items that the source has never had', async () => {
    const { a, b } = await createForgotten();
    await synchronize(a, b, {}, { fullEnumeration });
    expect(b.contents).toEqual({ kept: '1', own: '3' });
    const again = await synchronize(a, b);
    expect(eventsOf(again.hosted, 'fullEnumeration')).toHaveLength(0);
  });

  it('are kept after a partial synchronisation, and the question is repeated', async () => {
    const { a, b } = await createForgotten();
    a.set('new', '4');
    await synchronize(a, b, {}, { fullEnumeration: partialSync });
    expect(b.contents).toEqual({ kept: '1', deleted: '2', own: '3', new: '4' });
    await synchronize(a, b, {}, { fullEnumeration });
    expect(b.contents).toEqual({ kept: '1', own: '3', new: '4' });
  });

  it('cancel the session if the application aborts', async () => {
    const { a, b } = await createForgotten();
    a.set('new', '4');
    const { hosted } = await synchronize(a, b, {}, { fullEnumeration: abort });
    expect(await hosted.session.isCanceled()).toBe(true);
    expect(await hosted.session.getSessionErrorStatus()).toBe(hresults.E_ABORT);
    expect(b.contents).toEqual({ kept: '1', deleted: '2', own: '3' });
  });
});

describe('a change that cannot be applied', () => {
  const refuseItem = (key: string) =>
    key === 'bad' ? { hresult: hresults.E_ACCESSDENIED, description: 'locked' } : undefined;

  it('is reported as a recoverable error, and the others are applied', async () => {
    const [a, b] = [createReplica({ items: { bad: '1', good: '2' } }), createReplica()];
    const { hosted, statistics } = await synchronize(a, b, { refuseItem });
    expect(b.contents).toEqual({ good: '2' });
    expect(statistics).toEqual({ ...nothing, changesApplied: 1, changesFailed: 1 });
    expect(eventsOf(hosted, 'recoverableError')).toMatchObject([
      {
        error: {
          stage: application,
          provider: destination,
          hresult: hresults.E_ACCESSDENIED,
          itemDisplayName: 'bad',
          errorDescription: 'locked',
        },
      },
    ]);
    expect(eventsOf(hosted, 'changeFailed')).toMatchObject([{ changesApplied: 0, changesFailed: 1 }]);
  });

  it('is repeated by the next run', async () => {
    const [a, b] = [createReplica({ items: { bad: '1', good: '2' } }), createReplica()];
    await synchronize(a, b, { refuseItem });
    const { statistics } = await synchronize(a, b);
    expect(statistics).toEqual({ ...nothing, changesApplied: 1 });
    expect(b.contents).toEqual({ bad: '1', good: '2' });
  });
});

describe('a synchronisation that is cancelled during its run', () => {
  it('keeps the applied changes, and the next run transfers only the rest', async () => {
    const hosted = await host();
    const [a, b] = [createReplica({ items: { one: '1', two: '2', three: '3' } }), createReplica()];
    const run = runReplicas({ source: a, destination: b, itemMilliseconds: 10 });
    hosted.winsync.registerProvider({ clsid, run });
    const provider = await hosted.session.openProvider(clsid, destination);
    await provider.beginSession();
    await hosted.clock.tickAsync(70);
    await hosted.session.cancel();
    await hosted.clock.runAllAsync();
    expect(b.contents).toEqual({ one: '1' });
    expect((await synchronize(a, b)).statistics).toEqual({ ...nothing, changesApplied: 2 });
    expect(b.contents).toEqual(a.contents);
  });
});
