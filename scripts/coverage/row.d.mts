/** A row of docs/bits-coverage.md. */
export interface Row {
  /** Members of the public API, as `Class.member`. */
  readonly api: readonly string[];
  /** Members of the seam, or the type of a function of it. */
  readonly verb: readonly string[];
  /** The file of native/bits that calls or implements the method. */
  readonly native: string;
  /** What the file contains, if it is not the name of the row. */
  readonly nativeWord?: string;
  /** The file of lib/bits/emulation. */
  readonly emulation: string;
  /** `<file>: <group> > <test>`. */
  readonly tests: readonly string[];
  /** What is covered in part. */
  readonly note?: string;
  /** Why the public API does not reach it. Such a row has nothing else. */
  readonly notReached?: string;
}
