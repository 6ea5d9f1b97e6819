import { expect } from 'vitest';
import type { SyncCenterReport } from '../../../lib/index.js';
import { hresults } from '../../../lib/index.js';
import { referenceHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { callsOf } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

const callbackInterface = 'ISyncMgrSyncCallback';
const [one, two] = ['one', 'two'] as const;

type Status = 'updating' | 'updatingIndeterminate' | 'succeeded' | 'failed' | 'canceled' | 'disconnected';

const statuses: readonly [Status, number][] = [
  ['updating', 1],
  ['updatingIndeterminate', 2],
  ['succeeded', 3],
  ['failed', 4],
  ['canceled', 5],
  ['disconnected', 6],
];

const ends: readonly [Status][] = [['succeeded'], ['failed'], ['canceled']];

async function open({ connection }: SyncManagerWorld): Promise<SyncCenterReport> {
  return await connection.syncmgr.openReport(referenceHandler, [one, two]);
}

/** Reports to Sync Center, by `ISyncMgrSyncCallback`: progress of items, and cancel requests. */
export function reportsContract(contract: FamilyContract<SyncManagerWorld>): void {
  opening(contract);
  progress(contract);
  cancelRequests(contract);
  estimates(contract);
}

function opening({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('openReport()', () => {
    test('creates a session with the handler and its items', async (world) => {
      await open(world);
      const sessions = callsOf(world.machine, 'ISyncMgrSessionCreator');
      expect(sessions).toMatchObject([{ arguments: [referenceHandler, [one, two]], result: hresults.S_OK }]);
      expect(world.machine.sessionItems()).toMatchObject([
        { handlerId: referenceHandler, itemId: one, status: 0 },
        { handlerId: referenceHandler, itemId: two, status: 0 },
      ]);
    });

    const missing: readonly [string, string, readonly string[]][] = [
      ['an empty handler', '', [one]],
      ['no items', referenceHandler, []],
      ['an empty item', referenceHandler, [one, '']],
    ];

    each(missing, 'rejects with E_INVALIDARG for %s', async ({ verbs }, _name, handlerId, itemIds) => {
      expect(await caught(verbs.createSession(handlerId, itemIds))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSessionCreator.CreateSession',
      });
    });

    test('rejects with ERROR_NOT_FOUND for a handler that Sync Center does not know', async ({
      connection,
      machine,
    }) => {
      expect(await caught(connection.syncmgr.openReport('stranger', [one]))).toMatchObject({
        hresult: 0x8007_0490,
        operation: 'ISyncMgrSessionCreator.CreateSession',
      });
      machine.addSyncCenterHandler('stranger');
      const report = await connection.syncmgr.openReport('stranger', [one]);
      expect(await report.reportProgress(one, { status: 'updating' })).toBe('continue');
    });

    test('rejects with the failure of Sync Center', async ({ connection, machine }) => {
      machine.scriptResult('ISyncMgrSessionCreator.CreateSession', hresults.E_ACCESSDENIED);
      expect(await caught(connection.syncmgr.openReport(referenceHandler, [one]))).toMatchObject({
        code: 'E_ACCESSDENIED',
        operation: 'ISyncMgrSessionCreator.CreateSession',
      });
    });

    test('opens a session that ends with the report', async (world) => {
      const report = await open(world);
      await report.close();
      await report.close();
      expect(await caught(report.reportProgress(one, { status: 'updating' }))).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: 'ISyncMgrSyncCallback.ReportProgress',
      });
    });
  });
}

function progress({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('a report of progress', () => {
    each(statuses, 'sends the status %s', async (world, status, number) => {
      const report = await open(world);
      expect(await report.reportProgress(one, { status, text: 'Größe' })).toBe('continue');
      expect(world.machine.sessionItems()[0]).toMatchObject({ itemId: one, status: number, text: 'Größe' });
    });

    test('sends steps and texts of each item', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'updating', text: 'a', currentStep: 3, maximumStep: 0xffff_ffff });
      await report.reportProgress(two, { status: 'updating', currentStep: 1, maximumStep: 2 });
      expect(world.machine.sessionItems()).toEqual([
        { handlerId: referenceHandler, itemId: one, status: 1, text: 'a', currentStep: 3, maximumStep: 0xffff_ffff },
        { handlerId: referenceHandler, itemId: two, status: 1, text: null, currentStep: 1, maximumStep: 2 },
      ]);
    });

    test('has its steps ignored while it is indeterminate', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'updating', currentStep: 1, maximumStep: 4 });
      await report.reportProgress(one, { status: 'updatingIndeterminate', currentStep: 3, maximumStep: 3 });
      expect(world.machine.sessionItems()[0]).toMatchObject({ status: 2, currentStep: 1, maximumStep: 4 });
    });

    test('is rejected with E_INVALIDARG for an item that is not in the session', async (world) => {
      const report = await open(world);
      expect(await caught(report.reportProgress('three', { status: 'updating' }))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSyncCallback.ReportProgress',
      });
    });

    test('can be a text of the whole handler', async (world) => {
      const report = await open(world);
      expect(await report.setHandlerProgressText('all of it')).toBe('continue');
      expect(callsOf(world.machine, callbackInterface).at(-1)).toMatchObject({
        call: 'ISyncMgrSyncCallback.SetHandlerProgressText',
        arguments: ['all of it', 0],
      });
    });
  });

  group('an item that has ended', () => {
    each(ends, 'as %s refuses every status but failed with E_ACCESSDENIED, and is failed then', async (world, end) => {
      for (const [status] of statuses.filter(([word]) => word !== 'failed')) {
        const report = await open(world);
        await report.reportProgress(one, { status: end });
        expect(await caught(report.reportProgress(one, { status }))).toMatchObject({
          code: 'E_ACCESSDENIED',
          operation: 'ISyncMgrSyncCallback.ReportProgress',
        });
        expect(world.machine.sessionItems().find(({ itemId }) => itemId === one)).toMatchObject({ status: 4 });
        await report.close();
      }
    });

    each(ends, 'as %s can be set to failed', async (world, end) => {
      const report = await open(world);
      await report.reportProgress(one, { status: end });
      expect(await report.reportProgress(one, { status: 'failed' })).toBe('continue');
      expect(world.machine.sessionItems()[0]).toMatchObject({ status: 4 });
    });

    test('does not affect the other items of the session', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'succeeded' });
      expect(await report.reportProgress(two, { status: 'updating' })).toBe('continue');
    });

    test('is distinct from a disconnected item, which still accepts reports', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'disconnected' });
      expect(await report.reportProgress(one, { status: 'updating' })).toBe('continue');
    });
  });
}

function estimates({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('the progress of an item that is reported', () => {
    test('is null before the first report', async (world) => {
      expect((await open(world)).progress(one)).toBeNull();
    });

    test('has the counts of the latest report and a fraction', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'updating', text: 'first', currentStep: 1, maximumStep: 4 });
      await report.reportProgress(one, { status: 'updating', currentStep: 3, maximumStep: 4 });
      expect(report.progress(one)).toMatchObject({ text: null, status: 'updating', currentStep: 3, fraction: 0.75 });
      expect(report.progress(two)).toBeNull();
    });

    test('is unknown in a marquee and without a maximum', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'updatingIndeterminate', currentStep: 3, maximumStep: 4 });
      await report.reportProgress(two, { status: 'updating', currentStep: 3 });
      const unknown = { fraction: null, stepsPerSecond: null, remainingSeconds: null };
      expect([report.progress(one), report.progress(two)]).toMatchObject([unknown, { ...unknown, maximumStep: null }]);
    });

    test('stays as it was when a report is refused', async (world) => {
      const report = await open(world);
      await report.reportProgress(one, { status: 'succeeded', currentStep: 4, maximumStep: 4 });
      await caught(report.reportProgress(one, { status: 'updating', currentStep: 1, maximumStep: 4 }));
      expect(report.progress(one)).toMatchObject({ status: 'succeeded', fraction: 1, remainingSeconds: 0 });
    });
  });
}

function cancelRequests({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('a cancel request', () => {
    test('of one item is returned by its next report and by no other', async (world) => {
      const report = await open(world);
      world.machine.requestCancel(one);
      expect(await report.reportProgress(one, { status: 'updating' })).toBe('cancelItem');
      expect(await report.reportProgress(two, { status: 'updating' })).toBe('continue');
      expect(await report.setHandlerProgressText('text')).toBe('continue');
    });

    test('of all items is returned by the next report of every item and of the text', async (world) => {
      const report = await open(world);
      world.machine.requestCancel('');
      expect(await report.reportProgress(one, { status: 'updating' })).toBe('cancelAll');
      expect(await report.reportProgress(two, { status: 'updating' })).toBe('cancelAll');
      expect(await report.setHandlerProgressText('text')).toBe('cancelAll');
    });

    test('can be set by the report and is returned from then on', async (world) => {
      const report = await open(world);
      expect(await report.reportProgress(one, { status: 'updating', request: 'cancelItem' })).toBe('cancelItem');
      expect(await report.canContinue(one)).toBe(false);
      expect(await report.canContinue(two)).toBe(true);
      expect(await report.setHandlerProgressText('text', { request: 'cancelAll' })).toBe('cancelAll');
      expect(await report.canContinue(two)).toBe(false);
    });

    test('can be reported as done', async (world) => {
      const report = await open(world);
      world.machine.requestCancel(one);
      await report.reportProgress(one, { status: 'updating' });
      await report.reportProgress(one, { status: 'canceled' });
      expect(world.machine.sessionItems()[0]).toMatchObject({ status: 5 });
    });
  });

  group('canContinue()', () => {
    test('resolves to true before a cancel request', async (world) => {
      const report = await open(world);
      expect(await report.canContinue(one)).toBe(true);
      expect(await report.canContinue()).toBe(true);
    });

    test('resolves to false for an item with a cancel request', async (world) => {
      const report = await open(world);
      world.machine.requestCancel(one);
      expect(await report.canContinue(one)).toBe(false);
      expect(await report.canContinue(two)).toBe(true);
      expect(await report.canContinue()).toBe(true);
    });

    test('resolves to false for every item once all are to be cancelled', async (world) => {
      const report = await open(world);
      world.machine.requestCancel('');
      expect(await report.canContinue(one)).toBe(false);
      expect(await report.canContinue()).toBe(false);
    });

    test('rejects with E_INVALIDARG for an item that is not in the session', async (world) => {
      const report = await open(world);
      expect(await caught(report.canContinue('three'))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSyncCallback.CanContinue',
      });
    });
  });
}
