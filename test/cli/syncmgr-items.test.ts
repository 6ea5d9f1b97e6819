import { describe, expect, it } from 'vitest';
import { UsageError } from '../../lib/cli/errors.js';
import { chooseItems } from '../../lib/cli/syncmgr/choose-items.js';
import { ItemStatuses } from '../../lib/cli/syncmgr/item-statuses.js';
import type { SyncManagerItemProgress } from '../../lib/index.js';

const inbox = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A1}', name: 'Inbox', checked: true };
const archive = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A2}', name: 'Archive', checked: false };
const photos = { id: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1A3}', name: 'Photos', checked: true };
const all = [inbox, archive, photos];

/** The names of what is chosen of all items. */
function chosen(...wanted: string[]): string[] {
  return chooseItems(all, wanted).map(({ name }) => name);
}

describe('the items to synchronise', () => {
  it('are those that are checked where nobody chooses', () => {
    expect(chooseItems(all, [])).toEqual([
      { id: inbox.id, name: 'Inbox' },
      { id: photos.id, name: 'Photos' },
    ]);
  });

  it('are chosen by their names, in the order in which they are named', () => {
    expect(chosen('Photos', 'Archive')).toEqual(['Photos', 'Archive']);
  });

  it('are chosen by their ids, in any case and without braces too', () => {
    expect(chosen(archive.id, photos.id.slice(1, -1).toLowerCase())).toEqual(['Archive', 'Photos']);
  });

  it('are chosen once, however often they are named', () => {
    expect(chosen('Inbox', inbox.id, 'Inbox')).toEqual(['Inbox']);
  });

  it('may have an id that the handler does not list', () => {
    const id = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1FF}';
    expect(chooseItems(all, [id])).toEqual([{ id, name: id }]);
  });

  it('cannot have a name that differs in case: the names that there are are told', () => {
    const choose = () => chooseItems(all, ['inbox']);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(/"Inbox", "Archive", "Photos"/);
  });

  it('cannot be named where the handler has none', () => {
    expect(() => chooseItems([], ['Inbox'])).toThrow(UsageError);
  });

  it('cannot be chosen by a name that several have: their ids are told', () => {
    const choose = () => chooseItems([inbox, { ...photos, name: 'Inbox' }], ['Inbox']);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(`${inbox.id}, ${photos.id}`);
  });

  it('are found by id where several have the name', () => {
    expect(chooseItems([inbox, { ...photos, name: 'Inbox' }], [photos.id])).toEqual([{ id: photos.id, name: 'Inbox' }]);
  });
});

describe('the tally of items', () => {
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

  it('counts items of which no status was reported', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, null));
    expect(statuses.counts).toEqual({ notReported: 3 });
  });

  it('counts items that the handler has brought in itself', () => {
    const statuses = new ItemStatuses([inbox]);
    statuses.update(report(photos.id, 'succeeded'));
    expect(statuses.counts).toEqual({ notReported: 1, succeeded: 1 });
  });

  it('counts a status without a word by its number', () => {
    const statuses = new ItemStatuses([inbox]);
    statuses.update(report(inbox.id, 77));
    expect(statuses.counts).toEqual({ '77': 1 });
  });

  it('has failed while one item stands at failed', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, 'failed'));
    expect(statuses.hasFailed).toBe(true);
  });

  it('has not failed where an item that failed was tried again and succeeded', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, 'failed'));
    statuses.update(report(inbox.id, 'succeeded'));
    expect(statuses.hasFailed).toBe(false);
  });

  it('tells people the statuses in words', () => {
    const statuses = new ItemStatuses(all);
    statuses.update(report(inbox.id, 'updatingIndeterminate'));
    statuses.update(report(archive.id, 77));
    expect(statuses.describe()).toBe('1 updating, 1 status 77, 1 not reported');
  });

  it('tells people that there are none', () => {
    expect(new ItemStatuses([]).describe()).toBe('no items');
  });
});
