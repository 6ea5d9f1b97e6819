import { HResultError } from '../../../com/error.js';
import { hresults } from '../../../com/hresult.js';
import { changeFlags, fullEnumerationActions, progressStages, providerRoles, resolveActions } from '../../constants.js';
import type { ChangeRecord } from '../../verbs.js';
import type { ProviderContext } from '../provider.js';
import { guidBytes, itemIdOf, type Replica, type ReplicaItem } from './replica.js';

export interface ReplicaSynchronizationOptions {
  /** The replica whose changes are applied. */
  readonly source: Replica;
  /** The replica to which they are applied. */
  readonly destination: Replica;
  /** `'none'` (the default) asks the application about each conflict. */
  readonly conflictPolicy?: 'none' | 'destinationWins' | 'sourceWins' | undefined;
  /** Milliseconds of the emulation's time for each item in each stage; 0 by default. */
  readonly itemMilliseconds?: number | undefined;
  /** The work of applying a change, an integer; 1 by default. */
  readonly workOf?: ((key: string) => number) | undefined;
  /** Returns the merged data for the answer `merge`; null deletes. Without this function `merge` is `defer`. */
  readonly merge?: ((key: string, source: string | null, destination: string | null) => string | null) | undefined;
  /** Returns an HRESULT to refuse a change, which is a recoverable error, or undefined to apply it. */
  readonly refuseItem?:
    | ((key: string, data: string | null) => { hresult: number; description?: string | undefined } | undefined)
    | undefined;
}

/** The counts of changes of a run. */
export interface ReplicaStatistics {
  readonly changesApplied: number;
  /** Changes refused by `refuseItem`. The next run retries them. */
  readonly changesFailed: number;
  /** Conflicts that were deferred. The next run finds them again. */
  readonly changesDeferred: number;
  /** Conflicts that the destination won. */
  readonly changesDiscarded: number;
}

type Settled = 'applied' | 'failed' | 'deferred' | 'discarded';
type ResolveWord = (typeof resolveActions)[number];

const [source, destination] = [providerRoles.indexOf('source'), providerRoles.indexOf('destination')];
const stages = {
  detection: progressStages.indexOf('changeDetection'),
  enumeration: progressStages.indexOf('changeEnumeration'),
  application: progressStages.indexOf('changeApplication'),
};

/** A change to apply; null for an item whose deletion is no longer known. */
interface PendingChange {
  readonly key: string;
  readonly item: ReplicaItem | null;
}

/** A synchronisation in one direction, for one session. */
export class ReplicaSynchronization {
  readonly #options: ReplicaSynchronizationOptions;
  readonly #context: ProviderContext;
  readonly #replicaKeys: readonly string[];
  readonly #counts = { applied: 0, failed: 0, deferred: 0, discarded: 0 };

  constructor(options: ReplicaSynchronizationOptions, context: ProviderContext) {
    this.#options = options;
    this.#context = context;
    const { id, knowledge } = options.source;
    this.#replicaKeys = [id, ...[...knowledge.vector.keys()].filter((replica) => replica !== id).sort()];
  }

  get statistics(): ReplicaStatistics {
    const { applied, failed, deferred, discarded } = this.#counts;
    return {
      changesApplied: applied,
      changesFailed: failed,
      changesDeferred: deferred,
      changesDiscarded: discarded,
    };
  }

  async run(): Promise<void> {
    await this.#detect();
    const { source, destination } = this.#options;
    const leftBehind = new Set<string>();
    const forgotten = destination.knowledge.contains(source.forgotten) ? [] : await this.#recover(leftBehind);
    const changes = await this.#enumerate(forgotten);
    for (const { key } of changes) leftBehind.add(key);
    try {
      await this.#apply(changes, leftBehind);
    } finally {
      // Changes applied before a cancellation are known; the others are found again.
      destination.learn(source, leftBehind);
    }
  }

  async #detect(): Promise<void> {
    const total = this.#options.source.items.length;
    for (let seen = 1; seen <= total; seen += 1) {
      await this.#pause();
      this.#context.state.onProgress(source, stages.detection, seen, total);
    }
  }

  /** Asks the application about deletions that the source no longer knows and the destination has not received. Returns the changes to apply. */
  async #recover(leftBehind: Set<string>): Promise<PendingChange[]> {
    const answer = await this.#context.callback.onFullEnumerationNeeded();
    this.#context.signal.throwIfAborted();
    const replicas = this.#options;
    const missing = replicas.destination.items.filter(({ key }) => replicas.source.find(key) === undefined);
    switch (fullEnumerationActions[answer]) {
      case 'fullEnumeration':
        // Only items that the source has known were deleted; it has never received the others.
        return missing
          .filter(({ key, version }) => replicas.source.knowledge.covers(key, version))
          .map(({ key }) => ({ key, item: null }));
      case 'partialSync':
        for (const { key } of missing) leftBehind.add(key);
        return [];
      default:
        throw new HResultError(hresults.E_ABORT, 'ISyncCallback.OnFullEnumerationNeeded');
    }
  }

  async #enumerate(forgotten: readonly PendingChange[]): Promise<PendingChange[]> {
    const { knowledge } = this.#options.destination;
    const changed = this.#options.source.items.filter(({ key, version }) => !knowledge.covers(key, version));
    const changes = [...changed.map((item) => ({ key: item.key, item })), ...forgotten];
    for (const index of changes.keys()) {
      await this.#pause();
      this.#context.state.onProgress(source, stages.enumeration, index + 1, changes.length);
    }
    return changes;
  }

  async #apply(changes: readonly PendingChange[], leftBehind: Set<string>): Promise<void> {
    let remaining = changes.reduce((sum, { key }) => sum + this.#workOf(key), 0);
    for (const change of changes) {
      await this.#pause();
      const settled = await this.#settle(change);
      this.#counts[settled] += 1;
      if (settled === 'applied' || settled === 'discarded') leftBehind.delete(change.key);
      const { applied, failed } = this.#counts;
      if (settled === 'applied') this.#context.callback.onChangeApplied(applied, failed);
      if (settled === 'failed') this.#context.callback.onChangeFailed(applied, failed);
      const work = this.#workOf(change.key);
      remaining -= work;
      this.#context.state.onProgress(destination, stages.application, work, remaining);
    }
  }

  async #settle({ key, item }: PendingChange): Promise<Settled> {
    const { source, destination } = this.#options;
    const present = destination.find(key);
    const concurrent = present !== undefined && item !== null && !source.knowledge.covers(key, present.version);
    if (!concurrent || (present.data === null && item.data === null)) return this.#accept(key, item);
    switch (await this.#resolve(item, present)) {
      case 'acceptSourceProvider':
        return this.#accept(key, item);
      case 'acceptDestinationProvider':
        return 'discarded';
      case 'merge':
        return this.#merge(item, present);
      default:
        return 'deferred';
    }
  }

  async #resolve(item: ReplicaItem, present: ReplicaItem): Promise<ResolveWord | undefined> {
    switch (this.#options.conflictPolicy ?? 'none') {
      case 'destinationWins':
        return 'acceptDestinationProvider';
      case 'sourceWins':
        return 'acceptSourceProvider';
      case 'none': {
        const sourceChange = this.#describe(item.key, item);
        const destinationChange = this.#describe(present.key, present);
        const answer = await this.#context.callback.onConflict({ destinationChange, sourceChange });
        this.#context.signal.throwIfAborted();
        return resolveActions[answer];
      }
    }
  }

  #accept(key: string, item: ReplicaItem | null): Settled {
    const change = this.#describe(key, item);
    this.#context.callback.onChange(change);
    const refusal = this.#options.refuseItem?.(key, item?.data ?? null);
    if (refusal !== undefined) {
      this.#context.callback.onRecoverableError({
        stage: stages.application,
        provider: destination,
        change,
        hresult: refusal.hresult,
        itemDisplayName: key,
        errorDescription: refusal.description ?? null,
      });
      return 'failed';
    }
    if (item === null) this.#options.destination.remove(key);
    else this.#options.destination.put(item);
    return 'applied';
  }

  #merge(item: ReplicaItem, present: ReplicaItem): Settled {
    const { merge, destination } = this.#options;
    if (merge === undefined) return 'deferred';
    this.#context.callback.onChange(this.#describe(item.key, item));
    const merged = merge(item.key, item.data, present.data);
    destination.overwrite(item.key, merged);
    return 'applied';
  }

  #describe(key: string, item: ReplicaItem | null): ChangeRecord {
    return {
      ownerReplicaId: guidBytes(this.#options.source.id),
      rootItemId: itemIdOf(key),
      changeVersion: item === null ? null : this.#versionOf(item.version),
      creationVersion: item === null ? null : this.#versionOf(item.created),
      flags: item === null ? changeFlags.doesNotExist : item.data === null ? changeFlags.deleted : 0,
      workEstimate: this.#workOf(key),
    };
  }

  /** Returns a version as COM has it. A replica is numbered by its index in the source's replica key map; an unknown one gets the next index. */
  #versionOf({ replica, tick }: ReplicaItem['version']): ChangeRecord['changeVersion'] {
    const known = this.#replicaKeys.indexOf(replica);
    return { replicaKey: known < 0 ? this.#replicaKeys.length : known, tickCount: tick };
  }

  #workOf(key: string): number {
    return this.#options.workOf?.(key) ?? 1;
  }

  async #pause(): Promise<void> {
    const { itemMilliseconds = 0 } = this.#options;
    if (itemMilliseconds > 0) await this.#context.delay(itemMilliseconds);
    this.#context.signal.throwIfAborted();
  }
}
