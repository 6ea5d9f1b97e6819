import type { SyncManagerItemProgress } from '../../index.js';
import { describeStatus, type ItemReport, type NamedItem } from '../progress/sync-items.js';

/** How many items stand at each status, by its word; `notReported` for those of which the handler has said none. */
export type ItemCounts = Readonly<Record<string, number>>;

/** Keeps the latest status of each item. */
export class ItemTally {
  readonly #statuses: Map<string, SyncManagerItemProgress['status']>;

  /** @param items those that are to be synchronised */
  constructor(items: readonly NamedItem[]) {
    this.#statuses = new Map(items.map(({ id }) => [id, null]));
  }

  take({ itemId, item }: Pick<ItemReport, 'itemId' | 'item'>): void {
    this.#statuses.set(itemId, item.status);
  }

  get hasFailed(): boolean {
    return [...this.#statuses.values()].includes('failed');
  }

  /** As `--json` writes them. */
  get counts(): ItemCounts {
    return this.#count((status) => (status === null ? 'notReported' : String(status)));
  }

  /** For people, such as `'3 succeeded, 1 failed'`. */
  describe(): string {
    const counts = Object.entries(this.#count(describeStatus));
    return counts.length === 0 ? 'no items' : counts.map(([status, count]) => `${count} ${status}`).join(', ');
  }

  #count(wordOf: (status: SyncManagerItemProgress['status']) => string): ItemCounts {
    const counts = new Map<string, number>();
    for (const status of this.#statuses.values()) {
      const word = wordOf(status);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return Object.fromEntries(counts);
  }
}
