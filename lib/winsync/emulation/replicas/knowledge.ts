/** The replica that made the last change of an item, and its tick count at that time (`SYNC_VERSION`, with the id of the replica as its key). */
export interface ItemVersion {
  readonly replica: string;
  readonly tick: bigint;
}

/** A clock vector: the highest known tick of each replica. */
export type ClockVector = ReadonlyMap<string, bigint>;

export function mergeVectors(one: ClockVector, other: ClockVector): ClockVector {
  const merged = new Map(one);
  for (const [replica, tick] of other) {
    if (tick > (merged.get(replica) ?? 0n)) merged.set(replica, tick);
  }
  return merged;
}

function contains(vector: ClockVector, other: ClockVector): boolean {
  return [...other].every(([replica, tick]) => (vector.get(replica) ?? 0n) >= tick);
}

/** The knowledge of a replica: a clock vector, and a lower one for each item that was left behind. */
export class Knowledge {
  readonly vector: ClockVector;
  readonly #exceptions: ReadonlyMap<string, ClockVector>;

  constructor(vector: ClockVector = new Map(), exceptions: ReadonlyMap<string, ClockVector> = new Map()) {
    this.vector = vector;
    // An exception that equals the vector is not stored.
    this.#exceptions = new Map([...exceptions].filter(([, known]) => !contains(known, vector)));
  }

  /** Whether this version of an item is known. */
  covers(key: string, version: ItemVersion): boolean {
    return (this.#of(key).get(version.replica) ?? 0n) >= version.tick;
  }

  /** Whether a vector is fully known, for every item. */
  contains(vector: ClockVector): boolean {
    return contains(this.vector, vector) && [...this.#exceptions.values()].every((known) => contains(known, vector));
  }

  /** Returns the knowledge with a change of the replica itself. */
  withOwnChange(key: string, version: ItemVersion): Knowledge {
    const own: ClockVector = new Map([[version.replica, version.tick]]);
    const exception = this.#exceptions.get(key);
    const exceptions = new Map(this.#exceptions);
    if (exception !== undefined) exceptions.set(key, mergeVectors(exception, own));
    return new Knowledge(mergeVectors(this.vector, own), exceptions);
  }

  /** Returns the knowledge combined with that of another replica, except for the items that were left behind. */
  learn(other: Knowledge, leftBehind: ReadonlySet<string>): Knowledge {
    const keys = new Set([...this.#exceptions.keys(), ...other.#exceptions.keys(), ...leftBehind]);
    const exceptions = new Map<string, ClockVector>();
    for (const key of keys) {
      exceptions.set(key, leftBehind.has(key) ? this.#of(key) : mergeVectors(this.#of(key), other.#of(key)));
    }
    return new Knowledge(mergeVectors(this.vector, other.vector), exceptions);
  }

  #of(key: string): ClockVector {
    return this.#exceptions.get(key) ?? this.vector;
  }
}
