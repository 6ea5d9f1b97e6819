import type { FileRangeRecord } from '../file-verbs.js';
import { resolveRange, type Span, Spans } from '../http/spans.js';
import type { PartialAccess } from '../http/transfer-file.js';

/** The saved state of a file with random access; offsets as text. */
export interface StoredAccess {
  readonly filled: readonly (readonly [string, string])[];
  readonly requested: readonly (readonly [string, string])[];
  readonly position: string;
  readonly onDemand: boolean;
}

/**
 * The parts of a file that do not arrive in order: those that were requested first, then, unless its job is in on-demand mode, the others from the
 * download position on.
 * Source: https://learn.microsoft.com/windows/win32/api/bits10_1/nn-bits10_1-ibackgroundcopyfile6.
 */
export class RandomAccess implements PartialAccess {
  readonly filled = new Spans();
  /** Whether nothing but the requested ranges is downloaded. */
  onDemand: boolean;
  #requested: FileRangeRecord[] = [];
  #position = 0n;

  constructor(onDemand: boolean, transferred: bigint) {
    this.onDemand = onDemand;
    this.filled.add({ start: 0n, end: transferred });
  }

  get hasRequests(): boolean {
    return this.#requested.length > 0;
  }

  request(ranges: readonly FileRangeRecord[]): void {
    this.#requested.push(...ranges);
  }

  moveTo(position: bigint): void {
    this.#position = position;
  }

  /** Whether every requested range is within a file of this size. */
  fits(size: bigint): boolean {
    return this.#requested.every((range) => resolveRange(range, size) !== null);
  }

  /** Returns the requested ranges that have been downloaded completely, and removes them. */
  takeFilled(size: bigint): FileRangeRecord[] {
    const done = this.#requested.filter((range) => this.#missingOf(range, size).length === 0);
    this.#requested = this.#requested.filter((range) => !done.includes(range));
    return done;
  }

  /** Returns the next part to download of a file of this size; null if there is none. */
  next(size: bigint): Span | null {
    for (const range of this.#requested) {
      const [missing] = this.#missingOf(range, size);
      if (missing !== undefined) return missing;
    }
    if (this.onDemand) return null;
    const position = this.#position < size ? this.#position : size;
    const [after] = this.filled.missing({ start: position, end: size });
    return after ?? this.filled.missing({ start: 0n, end: size })[0] ?? null;
  }

  /** Whether downloaded ranges of one version cannot be completed with those of another: in on-demand mode, where the application has used them. */
  get bindsVersion(): boolean {
    return this.onDemand && this.filled.size > 0n;
  }

  /** Discards the downloaded parts, because the server has another version. */
  restart(): void {
    this.filled.clear();
  }

  store(): StoredAccess {
    return {
      filled: this.filled.list.map(({ start, end }) => [String(start), String(end)] as const),
      requested: this.#requested.map(({ offset, length }) => [String(offset), String(length)] as const),
      position: String(this.#position),
      onDemand: this.onDemand,
    };
  }

  static restore(stored: StoredAccess): RandomAccess {
    const access = new RandomAccess(stored.onDemand, 0n);
    for (const [start, end] of stored.filled) access.filled.add({ start: BigInt(start), end: BigInt(end) });
    access.request(stored.requested.map(([offset, length]) => ({ offset: BigInt(offset), length: BigInt(length) })));
    access.moveTo(BigInt(stored.position));
    return access;
  }

  #missingOf(range: FileRangeRecord, size: bigint): Span[] {
    const span = resolveRange(range, size);
    return span === null ? [] : this.filled.missing(span);
  }
}
