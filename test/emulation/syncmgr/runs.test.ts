import { describe, expect, it } from 'vitest';
import type { SyncManagerInitialization } from '../../../lib/index.js';
import { clsid, definition, errorId, first, openMachine, second } from './support.js';

describe('the emulated Sync Manager', () => {
  it('runs a handler with its checked items, for the event invoke and with the cookie', async () => {
    const { emulation, connection } = await openMachine();
    const initialized: SyncManagerInitialization[] = [];
    const synchronized: unknown[] = [];
    await emulation.syncmgr.registerHandler(
      definition({
        initialize: (initialization) => {
          initialized.push(initialization);
          return true;
        },
        synchronize: (itemIds) => void synchronized.push(itemIds),
      }),
    );
    await connection.syncmgr.invoke.updateItems(clsid, { startSync: true, cookie: Uint8Array.of(7) });
    const [run] = emulation.syncmgr.runs();
    await run?.ended;
    expect(initialized).toMatchObject([{ event: 'invoke', cookie: Uint8Array.of(7) }]);
    expect(synchronized).toEqual([[first]]);
    expect(run?.running).toBe(false);
    expect(run?.events).toMatchObject([{ type: 'completed', code: 'S_OK' }]);
    await run?.close();
  });

  it('closes a run with await using', async () => {
    const { emulation, connection } = await openMachine();
    let unused = 0;
    await emulation.syncmgr.registerHandler(
      definition({
        onUnused: () => {
          unused += 1;
        },
      }),
    );
    await connection.syncmgr.invoke.updateItems(clsid, { startSync: true });
    {
      await using run = emulation.syncmgr.runs()[0] ?? expect.unreachable('no run');
      await run.ended;
      expect(unused).toBe(0);
    }
    expect(unused).toBe(1);
  });

  it('runs every listed handler', async () => {
    const { emulation, connection } = await openMachine();
    const other = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1C002}';
    await emulation.syncmgr.registerHandler(definition());
    await emulation.syncmgr.registerHandler(definition({ clsid: other }));
    await connection.syncmgr.invoke.updateAll();
    expect(emulation.syncmgr.runs().map((run) => run.clsid)).toEqual([clsid, other]);
    await Promise.all(emulation.syncmgr.runs().map((run) => run.ended));
  });

  it('lists the latest runs, and releases the handlers of older ones', async () => {
    const { emulation, connection } = await openMachine();
    let unused = 0;
    await emulation.syncmgr.registerHandler(
      definition({
        onUnused: () => {
          unused += 1;
        },
      }),
    );
    for (let run = 0; run < 450; run += 1) {
      await connection.syncmgr.invoke.updateItems(clsid, { startSync: true });
      await emulation.syncmgr.runs().at(-1)?.ended;
    }
    const listed = emulation.syncmgr.runs();
    expect(listed.length).toBeGreaterThanOrEqual(100);
    expect(listed.length).toBeLessThanOrEqual(200);
    expect(unused).toBe(0);
    await Promise.all(listed.map((run) => run.close()));
    expect(unused).toBe(1);
  });

  it('does not run if a dialog would ask first', async () => {
    const { emulation, connection } = await openMachine();
    await emulation.syncmgr.registerHandler(definition());
    await connection.syncmgr.invoke.updateItems(clsid);
    expect(emulation.syncmgr.runs()).toEqual([]);
  });

  it('does not run if the policy forbids it', async () => {
    const { emulation, connection } = await openMachine({ runsHandlers: false });
    await emulation.syncmgr.registerHandler(definition());
    await connection.syncmgr.invoke.updateAll();
    expect(emulation.syncmgr.runs()).toEqual([]);
  });

  it('keeps the cause of a failed run', async () => {
    const { emulation, connection } = await openMachine();
    await emulation.syncmgr.registerHandler(definition({ initialize: () => false }));
    await connection.syncmgr.invoke.updateAll();
    const [run] = emulation.syncmgr.runs();
    await run?.ended;
    expect(run?.failure).toMatchObject({ operation: 'ISyncMgrSynchronize.Initialize', hresult: 1 });
    await run?.close();
  });

  it('does not synchronise without checked items', async () => {
    const { emulation, connection } = await openMachine();
    let synchronized = false;
    await emulation.syncmgr.registerHandler(
      definition({
        items: [{ id: second, name: 'Two', checked: false }],
        synchronize() {
          synchronized = true;
        },
      }),
    );
    await connection.syncmgr.invoke.updateAll();
    await emulation.syncmgr.runs()[0]?.ended;
    expect(synchronized).toBe(false);
  });

  it('synchronises the items again that the handler requests when its error is shown', async () => {
    const { emulation, connection } = await openMachine();
    const synchronized: unknown[] = [];
    await emulation.syncmgr.registerHandler(
      definition({
        async synchronize(itemIds, session) {
          synchronized.push(itemIds);
          await session.logError({ level: 'error', text: 'try again', errorId, canShowError: true });
        },
        showError: async () => ({ retryItemIds: [second] }),
      }),
    );
    await connection.syncmgr.invoke.updateAll();
    const [run] = emulation.syncmgr.runs();
    await run?.ended;
    expect(await run?.showError(errorId)).toEqual({ retryItemIds: [second] });
    expect(synchronized).toEqual([[first], [second]]);
    expect(run?.events.filter(({ type }) => type === 'completed')).toHaveLength(2);
    await run?.close();
  });

  it('cancels a run as a user would', async () => {
    const { emulation, connection } = await openMachine();
    const answers: unknown[] = [];
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let canceled = () => {};
    const cancel = new Promise<void>((resolve) => {
      canceled = resolve;
    });
    await emulation.syncmgr.registerHandler(
      definition({
        async synchronize(_itemIds, session) {
          begin();
          await cancel;
          answers.push(await session.progress(first, { value: 1 }));
        },
      }),
    );
    await connection.syncmgr.invoke.updateAll();
    const [run] = emulation.syncmgr.runs();
    await begun;
    await run?.cancel();
    canceled();
    await run?.ended;
    expect(answers).toEqual(['cancelAll']);
  });
});
