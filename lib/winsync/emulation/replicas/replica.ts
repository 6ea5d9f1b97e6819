import { createHash } from 'node:crypto';
import { requireObject, requireOptions, requireText } from '../../../com/arguments.js';
import { createGuid, parseGuid } from '../../../com/guid.js';
import { type ClockVector, type ItemVersion, Knowledge, mergeVectors } from './knowledge.js';

/** An item of a replica, or the tombstone of a deleted one. */
export interface ReplicaItem {
  readonly key: string;
  /** Null for a tombstone. */
  readonly data: string | null;
  readonly created: ItemVersion;
  readonly version: ItemVersion;
}

export interface ReplicaOptions {
  /** A GUID; a new one by default. */
  readonly id?: string | undefined;
  /** The first items: data by key. */
  readonly items?: Readonly<Record<string, string>> | undefined;
}

/** A store of texts by key, in memory, that can be synchronised with others. The same key is the same item in all replicas. */
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

  /** Returns the data by key, without deleted items. */
  get contents(): Record<string, string> {
    const present = [...this.#items.values()].flatMap(({ key, data }) => (data === null ? [] : [[key, data] as const]));
    return Object.fromEntries(present);
  }

  /** Returns all items with their versions, including tombstones. */
  get items(): readonly ReplicaItem[] {
    return [...this.#items.values()];
  }

  get(key: string): string | undefined {
    return this.#items.get(key)?.data ?? undefined;
  }

  /** Adds or changes an item. */
  set(key: string, data: string): void {
    this.#change(requireText(key, 'key'), requireText(data, 'data'));
  }

  /** Deletes an item, which leaves a tombstone. Returns whether it existed. */
  delete(key: string): boolean {
    if (this.get(key) === undefined) return false;
    this.#change(key, null);
    return true;
  }

  /** Removes the tombstones: a replica that has not received them needs a full enumeration. */
  forgetTombstones(): void {
    for (const { key, data, version } of this.#items.values()) {
      if (data !== null) continue;
      this.#forgotten = mergeVectors(this.#forgotten, new Map([[version.replica, version.tick]]));
      this.#items.delete(key);
    }
  }

  /** @internal Returns an item, which may be a tombstone; undefined if there is none. */
  find(key: string): ReplicaItem | undefined {
    return this.#items.get(key);
  }

  /** @internal */
  get knowledge(): Knowledge {
    return this.#knowledge;
  }

  /** @internal The vector up to which tombstones may be missing. */
  get forgotten(): ClockVector {
    return this.#forgotten;
  }

  /** @internal Stores an item of another replica. */
  put(item: ReplicaItem): void {
    this.#items.set(item.key, item);
  }

  /** @internal Makes a change of this replica; a deletion if the data is null. */
  overwrite(key: string, data: string | null): void {
    this.#change(key, data);
  }

  /** @internal Removes an item without a tombstone: its deletion is no longer known. */
  remove(key: string): void {
    this.#items.delete(key);
  }

  /** @internal Adds the knowledge of another replica, except for the items that were left behind. */
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

/** Creates a replica in memory. @throws {TypeError | RangeError} for wrong options */
export function createReplica(options: ReplicaOptions = {}): Replica {
  return new Replica(options);
}

/** Returns the id of an item in the session's format, 16 bytes. It depends on the key only. */
export function itemIdOf(key: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(key).digest().subarray(0, 16));
}

/** Returns the bytes of a GUID in the layout of Windows. */
export function guidBytes(guid: string): Uint8Array {
  const bytes = Buffer.from(guid.replaceAll(/[{}-]/g, ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return Uint8Array.from(bytes);
}
