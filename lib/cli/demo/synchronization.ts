import type { Session } from '../backend.js';
import type { ProgressBoard } from '../progress/board.js';
import { synchronizeReplicas } from './replicas.js';
import { reportToSession } from './reports.js';
import type { SynchronizationVerdict } from './verify.js';

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
