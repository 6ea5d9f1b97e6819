import { expect } from 'vitest';
import { numberedItem } from '../../native/syncmgr-ids.js';
import type { FamilyContract } from '../kit/describe.js';
import { begin, synchronizeDriven } from './driven-handler.js';
import { errorId } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const other = numberedItem(2);

const unreported = { statusText: null, status: null, value: null, max: null, fraction: null };

/** The events of a synchronisation: sticky progress, log entries and connections. */
export function eventsContract(contract: FamilyContract<SyncManagerWorld>): void {
  stickyFields(contract);
  entries(contract);
}

function stickyFields({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('the progress of an item', () => {
    test('keeps the fields that a report does not flag', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      const recorded: unknown[] = [];
      for (const report of [
        { max: 10 },
        { value: 5, statusText: 'half' },
        { status: 'updating' } as const,
        { statusText: '' },
        { status: 'succeeded' } as const,
      ]) {
        await callback.progress(item, report);
        const event = await next();
        recorded.push(event?.type === 'progress' ? event.item : event);
      }
      expect(recorded).toMatchObject([
        { ...unreported, max: 10 },
        { statusText: 'half', status: null, value: 5, max: 10, fraction: 0.5 },
        { statusText: 'half', status: 'updating', value: 5, max: 10, fraction: 0.5 },
        { statusText: '', status: 'updating', value: 5, max: 10, fraction: 0.5 },
        { statusText: '', status: 'succeeded', value: 5, max: 10, fraction: 0.5 },
      ]);
    });

    test('is kept separately for each item', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item, other]);
      await callback.progress(item, { max: 10, value: 1 });
      expect(await next()).toMatchObject({ itemId: item, item: { value: 1, max: 10, fraction: 0.1 } });
      await callback.progress(other, { max: 4 });
      expect(await next()).toMatchObject({ itemId: other, item: { value: null, max: 4, fraction: null } });
      await callback.progress(other, { value: 1 });
      expect(await next()).toMatchObject({ itemId: other, item: { value: 1, max: 4, fraction: 0.25 } });
    });

    test('is indeterminate while it is updated without a maximum', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.progress(item, { value: 5, max: 10, status: 'updatingIndeterminate' });
      expect(await next()).toMatchObject({
        item: { status: 'updatingIndeterminate', value: 5, max: 10, fraction: null },
      });
      await callback.progress(item, { status: 'updating' });
      expect(await next()).toMatchObject({ item: { status: 'updating', fraction: 0.5 } });
    });

    const fractions: readonly [string, { readonly value: number; readonly max: number }, number | null][] = [
      ['above its maximum', { value: 11, max: 10 }, 1],
      ['below zero', { value: -1, max: 10 }, 0],
      ['with a maximum of 0', { value: 0, max: 0 }, null],
      ['with a negative maximum', { value: 1, max: -10 }, null],
    ];

    each(fractions, 'has a fraction between 0 and 1, or null: %s', async (world, _name, report, fraction) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.progress(item, report);
      expect(await next()).toMatchObject({ item: { ...report, fraction } });
    });

    test('is reset by another synchronisation', async (world) => {
      const { handler, callback, next } = await synchronizeDriven(world, [item]);
      await callback.progress(item, { max: 10, value: 10, status: 'succeeded' });
      await callback.synchronizeCompleted();
      while ((await next()) !== undefined);
      const again = await begin(world, handler, [item]);
      await callback.progress(item, { value: 1 });
      expect(await again()).toMatchObject({ item: { ...unreported, value: 1 } });
    });
  });
}

function entries({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('the log of a synchronisation', () => {
    test('has entries with all their fields', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.logError({ level: 'error', text: 'bad', errorId, itemId: item, canShowError: true });
      expect(await next()).toEqual({
        type: 'log',
        level: 'error',
        text: 'bad',
        errorId,
        itemId: item,
        canShowError: true,
        dropped: 0,
      });
    });

    test('has entries with a text alone', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.logError({ level: 'information', text: '' });
      await callback.logError({ level: 'warning', text: 'careful', canShowError: false });
      const bare = { type: 'log', errorId: null, itemId: null, canShowError: false, dropped: 0 };
      expect(await next()).toEqual({ ...bare, level: 'information', text: '' });
      expect(await next()).toEqual({ ...bare, level: 'warning', text: 'careful' });
    });

    test('has deletions of one entry and of all entries', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.deleteLogError(errorId);
      await callback.deleteLogError();
      expect(await next()).toEqual({ type: 'logDeleted', errorId, dropped: 0 });
      expect(await next()).toEqual({ type: 'logDeleted', errorId: null, dropped: 0 });
    });

    test('is ordered with the requested connections', async (world) => {
      const { callback, next } = await synchronizeDriven(world, [item]);
      await callback.establishConnection('Büro');
      await callback.establishConnection();
      expect(await next()).toEqual({ type: 'connection', name: 'Büro', dropped: 0 });
      expect(await next()).toEqual({ type: 'connection', name: null, dropped: 0 });
    });
  });
}
