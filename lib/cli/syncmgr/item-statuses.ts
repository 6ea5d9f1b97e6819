import type { SyncManagerItemProgress } from '../../index.js';
import { describeStatus, type ItemReport, type NamedItem } from '../progress/sync-items.js';

/** Number of items by status; `notReported` for items without a reported status. */
export type ItemCounts = Readonly<Record<string, number>>;

/** Stores the latest status of each item. */
export class ItemStatuses {
  readonly #statuses: Map<string, SyncManagerItemProgress['status']>;

  /** @param items the items to synchronise */
  constructor(items: readonly NamedItem[]) {
    this.#statuses = new Map(items.map(({ id }) => [id, null]));
  }

  update({ itemId, item }: Pick<ItemReport, 'itemId' | 'item'>): void {
    this.#statuses.set(itemId, item.status);
  }

  get hasFailed(): boolean {
    return [...this.#statuses.values()].includes('failed');
  }

  /** The counts in a record of `--json`. */
  get counts(): ItemCounts {
    return this.#countBy((status) => (status === null ? 'notReported' : String(status)));
  }

  /** Returns the counts as text, such as `'3 succeeded, 1 failed'`. */
  describe(): string {
    const counts = Object.entries(this.#countBy(describeStatus));
    return counts.length === 0 ? 'no items' : counts.map(([status, count]) => `${count} ${status}`).join(', ');
  }

  #countBy(nameOf: (status: SyncManagerItemProgress['status']) => string): ItemCounts {
    const counts = new Map<string, number>();
    for (const status of this.#statuses.values()) {
      const name = nameOf(status);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return Object.fromEntries(counts);
  }
}
