/** A process, told apart from an earlier one that had the same number. */
export interface Owner {
  readonly processId: number;
  /** When it began, in milliseconds since the epoch. */
  readonly startedAt: number;
}

export function currentOwner(): Owner {
  return { processId: process.pid, startedAt: Math.round(performance.timeOrigin) };
}

/** Reads who owns a kept job; null when nobody does. @throws {TypeError} when it is something else */
export function readOwner(value: unknown): Owner | null {
  if (value === null) return null;
  if (typeof value !== 'object' || value === undefined) throw new TypeError('owner must be an object');
  const { processId, startedAt }: { processId?: unknown; startedAt?: unknown } = value;
  if (typeof processId !== 'number' || typeof startedAt !== 'number') throw new TypeError('owner must have numbers');
  return { processId, startedAt };
}

/** Whether the process that owns a job may still be at work on it. */
export function isAlive(owner: Owner): boolean {
  if (owner.processId === process.pid) return owner.startedAt === currentOwner().startedAt;
  try {
    process.kill(owner.processId, 0);
    return true;
  } catch (error) {
    // A process that may not be signalled lives nevertheless.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
