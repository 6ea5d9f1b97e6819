import {
  requireFunction,
  requireInteger,
  requireObject,
  requireWord,
  wrongType,
  wrongValue,
} from '../../../com/arguments.js';
import type { ProviderRun } from '../provider.js';
import { Replica } from './replica.js';
import {
  type ReplicaStatistics,
  ReplicaSynchronization,
  type ReplicaSynchronizationOptions,
} from './synchronization.js';

/** A provider's run that synchronises two replicas in memory, with the statistics of the latest run. */
export interface ReplicaRun extends ProviderRun {
  /** The statistics of the latest run, which may be under way; null before the first. */
  readonly statistics: ReplicaStatistics | null;
}

/**
 * Creates a provider's run that applies the changes of one replica to another, for either role of the provider. It does the work of both sides and of
 * the change applier.
 * @throws {TypeError | RangeError} for wrong options
 */
export function runReplicas(given: ReplicaSynchronizationOptions): ReplicaRun {
  const options = requireObject(given, 'options');
  if (!(options.source instanceof Replica && options.destination instanceof Replica)) {
    throw wrongType('source and destination must be made by createReplica()');
  }
  if (options.source.id === options.destination.id) throw wrongValue('source and destination must be two replicas');
  requireWord(options.conflictPolicy ?? 'none', 'conflictPolicy', ['none', 'destinationWins', 'sourceWins']);
  requireInteger(options.itemMilliseconds ?? 0, 'itemMilliseconds', 0, Number.MAX_SAFE_INTEGER);
  requireFunction(options.workOf, 'workOf');
  requireFunction(options.merge, 'merge');
  requireFunction(options.refuseItem, 'refuseItem');
  let latest: ReplicaSynchronization | null = null;
  const run: ProviderRun = (context) => {
    latest = new ReplicaSynchronization(options, context);
    return latest.run();
  };
  return Object.defineProperty(Object.assign(run, { statistics: null }), 'statistics', {
    get: () => latest?.statistics ?? null,
  });
}
