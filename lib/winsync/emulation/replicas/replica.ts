import { createHash } from 'node:crypto';
import { requireObject, requireOptions, requireText } from '../../../com/arguments.js';
import { createGuid, parseGuid } from '../../../com/guid.js';
import { type ClockVector, type ItemVersion, Knowledge, mergeVectors } from './knowledge.js';

/** An item of a replica, or what is left of one that was deleted. */
export interface ReplicaItem {
  readonly key: string;
  /** Null for a tombstone. */
  readonly data: string | null;
  readonly created: ItemVersion;
  readonly version: ItemVersion;
}

export interface ReplicaOptions {
  /** A GUID; a new one when it is left out. */
  readonly id?: string | undefined;
  /** The first items: data by key. */
  readonly items?: Readonly<Record<string, string>> | undefined;
}

/** A store of texts by key, in memory, that can be synchronised with others. The same key is the same item in all of them. */
export class Replica {
  /** In braces and upper case. */
  readonly id: string;
  readonly #items = new Map<string, ReplicaItem>();
  #knowledge = new Knowledge();
  #forgotten: ClockVector = new Map();
  #tick = 0n;

  /** @internal */
  constructor(options: ReplicaOptions) {
    const { id, items = {} } = requireOptions(options);
    this.id = id === undefined ? createGuid() : parseGuid(id, 'id');
    for (const [key, data] of Object.entries(requireObject(items, 'items'))) this.set(key, data);
  }

  /** The data by key, without what was deleted. */
  get contents(): Record<string, string> {
    const present = [...this.#items.values()].flatMap(({ key, data }) => (data === null ? [] : [[key, data] as const]));
    return Object.fromEntries(present);
  }

  /** Everything with its versions, tombstones as well. */
  get items(): readonly ReplicaItem[] {
    return [...this.#items.values()];
  }

  get(key: string): string | undefined {
    return this.#items.get(key)?.data ?? undefined;
  }

  /** Makes or changes an item. */
  set(key: string, data: string): void {
    this.#change(requireText(key, 'key'), requireText(data, 'data'));
  }

  /** Deletes an item, which leaves a tombstone. Whether it was there. */
  delete(key: string): boolean {
    if (this.get(key) === undefined) return false;
    this.#change(key, null);
    return true;
  }

  /** Removes the tombstones: a replica that has not learned of them by then needs a full enumeration. */
  forgetTombstones(): void {
    for (const { key, data, version } of this.#items.values()) {
      if (data !== null) continue;
      this.#forgotten = mergeVectors(this.#forgotten, new Map([[version.replica, version.tick]]));
      this.#items.delete(key);
    }
  }

  /** @internal */
  find(key: string): ReplicaItem | undefined {
    return this.#items.get(key);
  }

  /** @internal */
  get knowledge(): Knowledge {
    return this.#knowledge;
  }

  /** @internal Up to where tombstones may be missing. */
  get forgotten(): ClockVector {
    return this.#forgotten;
  }

  /** @internal Takes an item over as another replica has it. */
  put(item: ReplicaItem): void {
    this.#items.set(item.key, item);
  }

  /** @internal A change of this replica's own, a deletion where the data is null. */
  overwrite(key: string, data: string | null): void {
    this.#change(key, data);
  }

  /** @internal Removes an item without a trace: the change that deleted it has been forgotten. */
  remove(key: string): void {
    this.#items.delete(key);
  }

  /** @internal */
  learn(source: Replica, leftBehind: ReadonlySet<string>): void {
    this.#knowledge = this.#knowledge.learn(source.knowledge, leftBehind);
    this.#forgotten = mergeVectors(this.#forgotten, source.forgotten);
  }

  #change(key: string, data: string | null): void {
    this.#tick += 1n;
    const version = { replica: this.id, tick: this.#tick };
    const earlier = this.#items.get(key);
    this.#items.set(key, { key, data, created: earlier?.created ?? version, version });
    this.#knowledge = this.#knowledge.withOwnChange(key, version);
  }
}

/**
 * Makes a replica in memory.
 * @throws {TypeError | RangeError} for wrong options
 */
export function createReplica(options: ReplicaOptions = {}): Replica {
  return new Replica(options);
}

/** The id of an item in the session's own format, 16 bytes: the same for the same key everywhere. */
export function itemIdOf(key: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(key).digest().subarray(0, 16));
}

/** The bytes of a GUID as Windows lays them out. */
export function guidBytes(guid: string): Uint8Array {
  const bytes = Buffer.from(guid.replaceAll(/[{}-]/g, ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return Uint8Array.from(bytes);
}
