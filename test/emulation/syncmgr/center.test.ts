import { describe, expect, it } from 'vitest';
import type { CenterRun, SyncCenterOutcome } from '../../../lib/emulation.js';
import { caught } from '../../support/caught.js';
import { clsid, definition, openMachine } from './support.js';

const id = 'Contoso.Notes';

/** A promise that the test settles. */
function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('a handler that Sync Center knows', () => {
  it('succeeds at once if it does nothing', async () => {
    const { emulation, connection } = await openMachine();
    emulation.syncmgr.center.registerHandler({ id });
    expect(await connection.syncmgr.control.startHandlerSync(id)).toEqual({
      status: 'succeeded',
      errors: 0,
      conflicts: 0,
    });
  });

  it('is run with its own items or with selected ones', async () => {
    const { emulation, connection } = await openMachine();
    const runs: unknown[] = [];
    emulation.syncmgr.center.registerHandler({
      id,
      items: ['inbox', 'archive'],
      synchronize({ handlerId, itemIds }) {
        runs.push([handlerId, itemIds]);
        return undefined;
      },
    });
    const { control } = connection.syncmgr;
    await control.startHandlerSync(id);
    await control.startItemSync(id, ['inbox']);
    expect(runs).toEqual([
      [id, ['inbox', 'archive']],
      [id, ['inbox']],
    ]);
  });

  const outcomes: readonly [string, (run: CenterRun) => Promise<SyncCenterOutcome | null | undefined>, unknown][] = [
    [
      'what it resolves to',
      async () => ({ status: 'failed', errors: 3, conflicts: 2 }),
      { status: 'failed', errors: 3, conflicts: 2 },
    ],
    [
      'what its items have come to: failed',
      async (run) => {
        const report = await run.openReport();
        await report.reportProgress('inbox', { status: 'failed' });
        await report.reportProgress('archive', { status: 'succeeded' });
        return undefined;
      },
      { status: 'failed', errors: 1, conflicts: 0 },
    ],
    [
      'what its items have come to: succeeded',
      async (run) => {
        const report = await run.openReport();
        for (const itemId of run.itemIds) await report.reportProgress(itemId, { status: 'succeeded' });
        return undefined;
      },
      { status: 'succeeded', errors: 0, conflicts: 0 },
    ],
    [
      'an error',
      async () => {
        throw new Error('broken');
      },
      { status: 'failed', errors: 1, conflicts: 0 },
    ],
    [
      'an AbortError',
      async () => {
        throw new DOMException('enough', 'AbortError');
      },
      { status: 'canceled', errors: 0, conflicts: 0 },
    ],
  ];

  it.each(outcomes)('ends with %s', async (_name, synchronize, outcome) => {
    const { emulation, connection } = await openMachine();
    emulation.syncmgr.center.registerHandler({ id, items: ['inbox', 'archive'], synchronize });
    expect(await connection.syncmgr.control.startHandlerSync(id)).toEqual(outcome);
    expect(emulation.syncmgr.center.countSessions()).toBe(0);
  });

  it('can be released without a result', async () => {
    const { emulation, connection } = await openMachine();
    emulation.syncmgr.center.registerHandler({ id, synchronize: () => null });
    expect(await caught(connection.syncmgr.control.startHandlerSync(id))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncMgrSyncResult.Result',
    });
  });

  it('is run again only after its previous run has ended', async () => {
    const { emulation, connection } = await openMachine();
    const [begun, gate] = [deferred(), deferred()];
    let running = 0;
    let most = 0;
    emulation.syncmgr.center.registerHandler({
      id,
      async synchronize() {
        running += 1;
        most = Math.max(most, running);
        begun.resolve();
        await gate.promise;
        running -= 1;
        return undefined;
      },
    });
    const { control } = connection.syncmgr;
    const runs = [control.startHandlerSync(id), control.startHandlerSync(id)];
    await begun.promise;
    gate.resolve();
    await Promise.all(runs);
    expect(most).toBe(1);
  });

  it('is stopped as a whole: its signal is aborted, and its reports return so', async () => {
    const { emulation, connection } = await openMachine();
    const begun = deferred();
    const answers: unknown[] = [];
    emulation.syncmgr.center.registerHandler({
      id,
      items: ['inbox'],
      async synchronize(run) {
        const report = await run.openReport();
        begun.resolve();
        await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
        answers.push(await report.reportProgress('inbox', { status: 'updating' }), await report.canContinue());
        return undefined;
      },
    });
    const result = connection.syncmgr.control.startHandlerSync(id);
    await begun.promise;
    await connection.syncmgr.control.stopHandlerSync(id);
    expect(await result).toMatchObject({ status: 'canceled' });
    expect(answers).toEqual(['cancelAll', false]);
  });

  it('is stopped in one item and continues with the others', async () => {
    const { emulation, connection } = await openMachine();
    const begun = deferred();
    const seen: unknown[] = [];
    emulation.syncmgr.center.registerHandler({
      id,
      items: ['inbox', 'archive'],
      async synchronize(run) {
        const report = await run.openReport();
        begun.resolve();
        const stopped = run.signalOf('inbox');
        await new Promise((resolve) => stopped.addEventListener('abort', resolve));
        seen.push(run.signal.aborted, run.signalOf('archive').aborted);
        seen.push(await report.reportProgress('inbox', { status: 'updating' }));
        seen.push(await report.reportProgress('archive', { status: 'succeeded' }));
        await report.reportProgress('inbox', { status: 'canceled' });
        return undefined;
      },
    });
    const result = connection.syncmgr.control.startHandlerSync(id);
    await begun.promise;
    await connection.syncmgr.control.stopItemSync(id, ['inbox']);
    expect(await result).toMatchObject({ status: 'canceled' });
    expect(seen).toEqual([false, false, 'cancelItem', 'continue']);
  });

  it('is rejected with TypeError and RangeError when it is invalid', async () => {
    const { emulation } = await openMachine();
    const { center } = emulation.syncmgr;
    const register = (given: unknown) => () => Reflect.apply(center.registerHandler, center, [given]);
    expect(register({ id: '' })).toThrow(RangeError);
    expect(register({ id: 'i'.repeat(64) })).toThrow(RangeError);
    expect(register({ id, items: [] })).toThrow(RangeError);
    expect(register({ id, synchronize: 5 })).toThrow(TypeError);
    expect(register(undefined)).toThrow(TypeError);
  });
});

describe('the user interface of Sync Center', () => {
  it('shows what was reported and keeps it after the session', async () => {
    const { emulation, connection } = await openMachine();
    const { center } = emulation.syncmgr;
    center.registerHandler({ id });
    const report = await connection.syncmgr.openReport(id, ['inbox']);
    expect(center.items()).toEqual([
      { handlerId: id, itemId: 'inbox', status: null, text: null, currentStep: 0, maximumStep: 0 },
    ]);
    await report.reportProgress('inbox', { status: 'updating', text: 'half', currentStep: 1, maximumStep: 2 });
    await report.reportProgress('inbox', { status: 'updatingIndeterminate' });
    await report.close();
    expect(center.items(id)).toEqual([
      { handlerId: id, itemId: 'inbox', status: 'updatingIndeterminate', text: 'half', currentStep: 1, maximumStep: 2 },
    ]);
    expect(center.items('another')).toEqual([]);
  });

  it('has a store of events, which can be removed', async () => {
    const { emulation, connection } = await openMachine();
    const { center } = emulation.syncmgr;
    center.registerHandler({ id });
    const report = await connection.syncmgr.openReport(id, ['inbox']);
    const warned = await report.reportEvent({ level: 'warning', name: 'Warned', description: 'of something' });
    await emulation.clock.tickAsync(1000);
    const failed = await report.reportEvent({ itemId: 'inbox', level: 'error', name: 'Failed', description: '' });
    const [first, second] = center.events(id);
    expect(first).toMatchObject({ id: warned, level: 'warning', itemId: null, name: 'Warned' });
    expect(second).toMatchObject({ id: failed, level: 'error', itemId: 'inbox', name: 'Failed' });
    expect((second?.time.getTime() ?? 0) - (first?.time.getTime() ?? 0)).toBe(1000);
    expect(center.removeEvents([warned, 'nothing'])).toBe(1);
    expect(center.events().map((event) => event.id)).toEqual([failed]);
  });

  it('sends cancel requests to open sessions, and does nothing without one', async () => {
    const { emulation, connection } = await openMachine();
    const { center } = emulation.syncmgr;
    center.registerHandler({ id });
    expect(center.requestCancel(id)).toBe(0);
    const report = await connection.syncmgr.openReport(id, ['inbox', 'archive']);
    expect(center.requestCancel(id, 'inbox')).toBe(1);
    expect(await report.reportProgress('inbox', { status: 'updating' })).toBe('cancelItem');
    expect(await report.reportProgress('archive', { status: 'updating' })).toBe('continue');
    const later = await connection.syncmgr.openReport(id, ['inbox']);
    expect(await later.canContinue('inbox')).toBe(true);
  });

  it('provides additional items for the sessions of a handler', async () => {
    const { emulation, connection } = await openMachine();
    const { center } = emulation.syncmgr;
    center.registerHandler({ id });
    center.setAdditionalItems(id, ['more'], 2);
    const report = await connection.syncmgr.openReport(id, ['inbox']);
    expect(await report.queryForAdditionalItems()).toEqual({ itemIds: ['more'], objects: 2 });
    expect(() => center.setAdditionalItems(id, [''])).toThrow(RangeError);
  });

  it('shows what control has activated and enabled', async () => {
    const { emulation, connection } = await openMachine();
    const { center } = emulation.syncmgr;
    center.registerHandler({ id });
    const { control } = connection.syncmgr;
    expect([center.isActive(id), center.isEnabled(id), center.isEnabled(id, 'inbox')]).toEqual([true, true, true]);
    await control.setHandlerActive(id, false);
    await control.setItemEnabled(id, 'inbox', false);
    expect([center.isActive(id), center.isEnabled(id), center.isEnabled(id, 'inbox')]).toEqual([false, true, false]);
    await control.setHandlerActive(id, true);
    await control.setHandlerEnabled(id, false);
    expect([center.isActive(id), center.isEnabled(id)]).toEqual([true, false]);
  });

  it('starts only active and enabled handlers and items with everything', async () => {
    const { emulation, connection } = await openMachine();
    const { center } = emulation.syncmgr;
    const ran: string[] = [];
    for (const handler of ['one', 'two', 'three']) {
      center.registerHandler({
        id: handler,
        synchronize() {
          ran.push(handler);
          return undefined;
        },
      });
    }
    const { control } = connection.syncmgr;
    await control.setHandlerActive('one', false);
    await control.setHandlerEnabled('two', false);
    await control.startSyncAll();
    await control.startHandlerSync('three');
    expect(ran).toEqual(['three', 'three']);
  });
});

describe('the policy of Sync Center', () => {
  it('includes the handlers of Sync Manager', async () => {
    const { emulation, connection } = await openMachine();
    await emulation.syncmgr.registerHandler(definition());
    await connection.syncmgr.openReport(clsid, ['inbox']);
  });

  it('accepts unknown handlers and items if it is set so', async () => {
    const { connection } = await openMachine({ unknownHandlers: 'accept', unknownSessionItems: 'accept' });
    const report = await connection.syncmgr.openReport('stranger', ['inbox']);
    expect(await report.reportProgress('another', { status: 'updating' })).toBe('continue');
    expect(await connection.syncmgr.control.startHandlerSync('stranger')).toMatchObject({ status: 'succeeded' });
  });

  it('has no classes on a machine without them', async () => {
    const { connection } = await openMachine({ syncManager: false, syncCenter: false });
    const { syncmgr } = connection;
    for (const call of [
      () => syncmgr.openReport(id, ['inbox']),
      () => syncmgr.control.stopSyncAll(),
      () => syncmgr.invoke.updateAll(),
      () => syncmgr.registration.get(clsid),
    ]) {
      expect(await caught(call())).toMatchObject({ code: 'REGDB_E_CLASSNOTREG', operation: 'CoCreateInstance' });
    }
    const { classes } = await connection.probe();
    const family = classes.filter((each) => each.family === 'syncmgr');
    expect(family.map(({ available }) => available)).toEqual([false, false, false]);
  });
});

describe('the log of calls', () => {
  it('has all calls, and their results can be scripted', async () => {
    const { emulation, connection } = await openMachine();
    const { calls } = emulation.syncmgr;
    calls.script('ISyncMgrControl.StopSyncAll', 0x80070005);
    expect(await caught(connection.syncmgr.control.stopSyncAll())).toMatchObject({ code: 'E_ACCESSDENIED' });
    calls.script('ISyncMgrControl.StopSyncAll', null);
    await connection.syncmgr.control.stopSyncAll();
    const call = 'ISyncMgrControl.StopSyncAll';
    expect(calls.list()).toEqual([
      { call, arguments: [], result: 0x80070005 },
      { call, arguments: [], result: 0 },
    ]);
    calls.clear();
    expect(calls.list()).toEqual([]);
  });
});
