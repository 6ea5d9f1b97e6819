import type { SyncManagerItemProgress, SyncManagerProgressEvent } from '../../index.js';
import { formatCount, formatSeconds } from '../format.js';
import { oneLine } from '../printable.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

/** The progress of an item. */
export type ItemReport = Omit<SyncManagerProgressEvent, 'type'>;

/** An item and its display name. */
export interface NamedItem {
  readonly id: string;
  readonly name: string;
}

/** Shows the items of a Sync Manager handler on any board. */
export const itemForm: ProgressForm<ItemReport> = {
  // A handler may succeed without reporting counts.
  fractionOf: ({ item }) => item.fraction ?? (item.status === 'succeeded' ? 1 : null),
  isMarquee: ({ item }) => item.status === 'updatingIndeterminate',
  describe: ({ item }) => describeItem(item),
  stateOf: ({ item }) => String(item.status),
  toRecord: ({ itemId, item, folded }) => ({ itemId, ...item, folded }),
};

/** Describes a status in text. */
export function describeStatus(status: SyncManagerItemProgress['status']): string {
  if (status === null) return 'not reported';
  if (typeof status === 'number') return `status ${status}`;
  return status === 'updatingIndeterminate' ? 'updating' : status;
}

function describeItem(item: SyncManagerItemProgress): string {
  const { fraction, value, max, valuePerSecond, remainingSeconds, status, statusText } = item;
  const isMoving = fraction !== null && fraction < 1 && (status === 'updating' || status === null);
  const parts = [
    fraction === null ? null : `${String(Math.floor(fraction * 100)).padStart(3)} %`,
    fraction === null ? null : `${value} of ${max}`,
    !isMoving || valuePerSecond === null ? null : `${formatCount(valuePerSecond)}/s`,
    !isMoving || remainingSeconds === null ? null : `${formatSeconds(remainingSeconds)} left`,
    status === null ? null : describeStatus(status),
    statusText === null ? null : oneLine(statusText),
  ];
  return parts.filter((part) => part !== null && part !== '').join('  ');
}

/** Shows items on a board: the given ones in their order, others from their first report on. */
export function openItems(board: ProgressBoard, items: readonly NamedItem[]): ProgressView<ItemReport> {
  const views = new Map(items.map(({ id, name }) => [id, board.open(itemForm, name)]));
  return {
    update(report) {
      const view = views.get(report.itemId) ?? board.open(itemForm, report.itemId);
      views.set(report.itemId, view);
      view.update(report);
    },
  };
}
