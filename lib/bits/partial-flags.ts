/** Some of the flags of a number that BITS sets as a whole. */
export interface PartialFlags {
  /** The flags that are given. */
  readonly mask: number;
  readonly value: number;
}

/** Returns the number with the given flags replaced. */
export function withFlags(before: number, flags: PartialFlags): number {
  return ((before & ~flags.mask) | flags.value) >>> 0;
}
