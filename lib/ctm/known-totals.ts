import { type ArgumentError, outOfRange } from '../com/arguments.js';
import type { ContentTransferCounts } from './notifications.js';

interface Known {
  readonly bytes: boolean;
  readonly files: boolean;
}

/**
 * Which totals each job of a notifier has told: once the provider has determined them, "those values should be used".
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/sendnotifyprogresstoctm-method.
 */
export class KnownTotals {
  readonly #jobs = new Map<string, Known>();

  /**
   * Takes note of what is about to be told.
   * @throws {RangeError} when a total that was known goes back to 0
   */
  tell(id: string, { bytesTotal, filesTotal }: ContentTransferCounts): void {
    const known = this.#jobs.get(id) ?? { bytes: false, files: false };
    if (known.bytes && bytesTotal === 0n) throw backToUnknown('bytesTotal');
    if (known.files && filesTotal === 0) throw backToUnknown('filesTotal');
    const bytes = bytesTotal !== 0n;
    const files = filesTotal !== 0;
    if (bytes || files) this.#jobs.set(id, { bytes, files });
  }

  /** The job has ended. */
  forget(id: string): void {
    this.#jobs.delete(id);
  }
}

function backToUnknown(name: string): ArgumentError {
  return outOfRange(
    `${name} must not go back to 0: once the provider has determined a total, it is to be used (SendNotifyProgressToCTM)`,
  );
}
