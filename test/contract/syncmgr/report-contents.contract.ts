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
const guidForm = /^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/;

const levels: readonly ['information' | 'warning' | 'error', number][] = [
  ['information', 1],
  ['warning', 2],
  ['error', 3],
];

async function open({ connection }: SyncManagerWorld): Promise<SyncCenterReport> {
  return await connection.syncmgr.openReport(referenceHandler, [one, two]);
}

/** Reports to Sync Center, by `ISyncMgrSyncCallback`: events, and items that are added later. */
export function reportContentsContract(contract: FamilyContract<SyncManagerWorld>): void {
  events(contract);
  items(contract);
}

function events({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('an event of a report', () => {
    each(levels, 'is stored with its level: %s', async (world, level, number) => {
      const report = await open(world);
      const id = await report.reportEvent({ level, name: 'Name', description: 'Beschreibung für 世界' });
      expect(id).toMatch(guidForm);
      expect(world.machine.events()).toEqual([
        {
          id,
          handlerId: referenceHandler,
          itemId: null,
          level: number,
          flags: 0,
          name: 'Name',
          description: 'Beschreibung für 世界',
          linkText: null,
          linkReference: null,
          context: null,
        },
      ]);
    });

    test('is stored with all its fields', async (world) => {
      const report = await open(world);
      const event = {
        itemId: one,
        name: 'Name',
        description: '',
        linkText: 'a link',
        linkReference: 'https://example.org/',
        context: 'a context',
      };
      const id = await report.reportEvent({ ...event, level: 'error' });
      expect(world.machine.events()).toEqual([{ ...event, id, handlerId: referenceHandler, level: 3, flags: 0 }]);
    });

    test('has a unique id and is stored after earlier events', async (world) => {
      const report = await open(world);
      const ids: string[] = [];
      for (const name of ['first', 'second', 'third']) {
        ids.push(await report.reportEvent({ level: 'information', name, description: '' }));
      }
      expect(new Set(ids).size).toBe(3);
      expect(world.machine.events().map(({ id, name }) => [id, name])).toEqual([
        [ids[0], 'first'],
        [ids[1], 'second'],
        [ids[2], 'third'],
      ]);
    });

    test('outlives the report', async (world) => {
      const report = await open(world);
      await report.reportEvent({ level: 'warning', name: 'Name', description: '' });
      await report.close();
      expect(world.machine.events()).toHaveLength(1);
    });

    test('is rejected with E_INVALIDARG for an item that is not in the session', async (world) => {
      const report = await open(world);
      const event = { itemId: 'three', level: 'error', name: 'Name', description: '' } as const;
      expect(await caught(report.reportEvent(event))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSyncCallback.ReportEvent',
      });
      expect(world.machine.events()).toEqual([]);
    });
  });
}

function items({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('additional items', () => {
    test('are an empty list when no items were requested', async (world) => {
      const report = await open(world);
      expect(await report.queryForAdditionalItems()).toEqual({ itemIds: [], objects: 0 });
    });

    test('are returned with their ids and a count of objects', async (world) => {
      const report = await open(world);
      const itemIds = Array.from({ length: 100 }, (_, index) => `additional ${index}`);
      world.machine.scriptAdditionalItems(itemIds, 2);
      expect(await report.queryForAdditionalItems()).toEqual({ itemIds, objects: 2 });
    });

    test('can be reported on after they were added to the session', async (world) => {
      const report = await open(world);
      await report.addItemToSession('three');
      expect(await report.reportProgress('three', { status: 'updating' })).toBe('continue');
      expect(await report.canContinue('three')).toBe(true);
      expect(world.machine.sessionItems().map(({ itemId }) => itemId)).toEqual([one, two, 'three']);
    });

    test('can be proposed and belong to the session once they are committed', async (world) => {
      const report = await open(world);
      const pointer = world.machine.createSyncItem('new');
      await report.proposeItem(pointer);
      expect(await caught(report.canContinue('new'))).toMatchObject({ code: 'E_INVALIDARG' });
      await report.commitItem('new');
      expect(await report.reportProgress('new', { status: 'succeeded' })).toBe('continue');
      world.machine.release(pointer);
    });

    test('are rejected with E_INVALIDARG by a commit without a proposal', async (world) => {
      const report = await open(world);
      expect(await caught(report.commitItem('new'))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSyncCallback.CommitItem',
      });
    });

    test('can be objects', async (world) => {
      const report = await open(world);
      const pointer = world.machine.createConflict();
      await report.addIUnknownToSession(pointer);
      expect(callsOf(world.machine, callbackInterface).at(-1)).toMatchObject({
        call: 'ISyncMgrSyncCallback.AddIUnknownToSession',
        arguments: [true],
        result: hresults.S_OK,
      });
      world.machine.release(pointer);
    });

    const pointers: readonly [string, (report: SyncCenterReport) => Promise<void>][] = [
      ['AddIUnknownToSession', (report) => report.addIUnknownToSession(0x10n)],
      ['ProposeItem', (report) => report.proposeItem(0x10n)],
    ];

    each(pointers, 'are rejected with E_POINTER for a null address: %s', async (world, _method, call) => {
      const report = await open(world);
      expect(await caught(call(report))).toMatchObject({ code: 'E_POINTER' });
    });

    test('are rejected with E_NOINTERFACE when an object of another kind is proposed', async (world) => {
      const report = await open(world);
      const pointer = world.machine.createConflict();
      expect(await caught(report.proposeItem(pointer))).toMatchObject({ code: 'E_NOINTERFACE' });
      world.machine.release(pointer);
    });
  });

  group('a method of a report', () => {
    const methods: readonly [string, (report: SyncCenterReport) => Promise<unknown>][] = [
      ['ReportProgress', (report) => report.reportProgress(one, { status: 'updating' })],
      ['SetHandlerProgressText', (report) => report.setHandlerProgressText('text')],
      ['ReportEvent', (report) => report.reportEvent({ level: 'error', name: 'Name', description: '' })],
      ['CanContinue', (report) => report.canContinue(one)],
      ['QueryForAdditionalItems', (report) => report.queryForAdditionalItems()],
      ['AddItemToSession', (report) => report.addItemToSession('three')],
      ['CommitItem', (report) => report.commitItem(one)],
      ['ReportManualSync', (report) => report.reportManualSync()],
    ];

    each(methods, 'rejects with the failure of Sync Center: %s', async (world, method, call) => {
      const report = await open(world);
      world.machine.scriptResult(`${callbackInterface}.${method}`, hresults.E_FAIL);
      expect(await caught(call(report))).toMatchObject({ code: 'E_FAIL', operation: `${callbackInterface}.${method}` });
    });

    test('reports that the user started the session', async (world) => {
      const report = await open(world);
      await report.reportManualSync();
      expect(callsOf(world.machine, callbackInterface)).toMatchObject([
        { call: 'ISyncMgrSyncCallback.ReportManualSync', arguments: [], result: hresults.S_OK },
      ]);
    });
  });
}
