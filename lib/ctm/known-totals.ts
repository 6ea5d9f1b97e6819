import { type ArgumentError, outOfRange } from '../com/arguments.js';
import type { ContentTransferCounts } from './notifications.js';

interface Known {
  readonly bytes: boolean;
  readonly files: boolean;
}

/**
 * The totals that each job of a notifier has reported: once the provider has determined them, "those values should be used".
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/sendnotifyprogresstoctm-method.
 */
export class KnownTotals {
  readonly #jobs = new Map<string, Known>();

  /** Records the totals of a report before it is sent. @throws {RangeError} if a known total returns to 0 */
  record(id: string, { bytesTotal, filesTotal }: ContentTransferCounts): void {
    const known = this.#jobs.get(id) ?? { bytes: false, files: false };
    if (known.bytes && bytesTotal === 0n) throw backToUnknown('bytesTotal');
    if (known.files && filesTotal === 0) throw backToUnknown('filesTotal');
    const bytes = bytesTotal !== 0n;
    const files = filesTotal !== 0;
    if (bytes || files) this.#jobs.set(id, { bytes, files });
  }

  /** Removes a job that has ended. */
  remove(id: string): void {
    this.#jobs.delete(id);
  }
}

function backToUnknown(name: string): ArgumentError {
  return outOfRange(
    `${name} must not go back to 0: once the provider has determined a total, it is to be used (SendNotifyProgressToCTM)`,
  );
}
