import type { Session } from '../backend.js';
import type { ProgressBoard } from '../progress/board.js';
import { synchronizeReplicas } from './replicas.js';
import { reportToSession } from './reports.js';

/** What came of the demo's synchronisation. */
export interface SynchronizationVerdict {
  /** Two replicas that were made equal, or reports that reached an application: Windows itself has no provider to try. */
  readonly kind: 'replicas' | 'reports';
  readonly verified: boolean;
  /** For people. */
  readonly description: string;
}

/**
 * The synchronisation of the demo. The emulation runs a provider with two replicas; real COM has a session of our own that is reported
 * to through its interface.
 */
export function synchronize(
  { connection, emulation }: Session,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<SynchronizationVerdict> {
  return emulation === null
    ? reportToSession(connection.winsync, board, signal)
    : synchronizeReplicas(connection.winsync, emulation, board, signal);
}
