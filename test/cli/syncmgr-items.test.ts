import { describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/errors.js';
import { chooseItems } from '../../lib/cli/syncmgr/choose-items.js';
import { ItemStatuses } from '../../lib/cli/syncmgr/item-statuses.js';
import type { SyncManagerItemProgress } from '../../lib/index.js';

const inbox = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A1}', name: 'Inbox', checked: true };
const archive = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A2}', name: 'Archive', checked: false };
const photos = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A3}', name: 'Photos', checked: true };
const all = [inbox, archive, photos];

/** The names of the chosen items. */
function chosen(...wanted: string[]): string[] {
  return chooseItems(all, wanted).map(({ name }) => name);
}

describe('chooseItems()', () => {
  it('returns the checked items by default', () => {
    expect(chooseItems(all, [])).toEqual([
      { id: inbox.id, name: 'Inbox' },
      { id: photos.id, name: 'Photos' },
    ]);
  });

  it('finds items by name, in the given order', () => {
    expect(chosen('Photos', 'Archive')).toEqual(['Photos', 'Archive']);
  });

  it('finds items by id, in any case and without braces', () => {
    expect(chosen(archive.id, photos.id.slice(1, -1).toLowerCase())).toEqual(['Archive', 'Photos']);
  });

  it('returns each item once', () => {
    expect(chosen('Inbox', inbox.id, 'Inbox')).toEqual(['Inbox']);
  });

  it('accepts an id that the handler does not list', () => {
    const id = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1FF}';
    expect(chooseItems(all, [id])).toEqual([{ id, name: id }]);
  });

  it('rejects a name that differs in case, with the available names', () => {
    const choose = () => chooseItems(all, ['inbox']);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(/"Inbox", "Archive", "Photos"/);
  });

  it('rejects a name when the handler has no items', () => {
    expect(() => chooseItems([], ['Inbox'])).toThrow(UsageError);
  });

  it('rejects a name that several items have, with their ids', () => {
    const choose = () => chooseItems([inbox, { ...photos, name: 'Inbox' }], ['Inbox']);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(`${inbox.id}, ${photos.id}`);
  });

  it('finds an item by id when several items have its name', () => {
    expect(chooseItems([inbox, { ...photos, name: 'Inbox' }], [photos.id])).toEqual([{ id: photos.id, name: 'Inbox' }]);
  });
});

describe('ItemStatuses', () => {
  function report(itemId: string, status: SyncManagerItemProgress['status']) {
    return {
      itemId,
      item: {
        statusText: null,
        status,
        value: null,
        max: null,
        fraction: null,
        valuePerSecond: null,
        remainingSeconds: null,
      },
    };
  }

  it('counts the latest status of each item', () => {
    const statuses = new ItemStatuses(all);
    for (const status of ['pending', 'updating', 'succeeded'] as const) statuses.update(report(inbox.id, status));
    statuses.update(report(archive.id, 'skipped'));
    statuses.update(report(photos.id, 'succeeded'));
    expect(statuses.counts).toEqual({ succeeded: 2, skipped: 1 });
  });

  it('counts items without a reported status', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, null));
    expect(statuses.counts).toEqual({ notReported: 3 });
  });

  it('counts items that the handler has added', () => {
    const statuses = new ItemStatuses([inbox]);
    statuses.update(report(photos.id, 'succeeded'));
    expect(statuses.counts).toEqual({ notReported: 1, succeeded: 1 });
  });

  it('counts an unknown status by its number', () => {
    const statuses = new ItemStatuses([inbox]);
    statuses.update(report(inbox.id, 77));
    expect(statuses.counts).toEqual({ '77': 1 });
  });

  it('hasFailed is true while an item is failed', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, 'failed'));
    expect(statuses.hasFailed).toBe(true);
  });

  it('hasFailed is false after a failed item has succeeded', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, 'failed'));
    statuses.update(report(inbox.id, 'succeeded'));
    expect(statuses.hasFailed).toBe(false);
  });

  it('describe() returns the counts as text', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, 'updatingIndeterminate'));
    statuses.update(report(archive.id, 77));
    expect(statuses.describe()).toBe('1 updating, 1 status 77, 1 not reported');
  });

  it('describe() returns a text without items', () => {
    expect(new ItemStatuses([]).describe()).toBe('no items');
  });
});
