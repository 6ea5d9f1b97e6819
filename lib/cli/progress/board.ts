/** How to show progress of one kind: snapshots of a transfer, stages or items of a synchronisation. */
export interface ProgressForm<Progress> {
  /** From 0 to 1; null while the total is unknown. */
  fractionOf(progress: Progress): number | null;
  /** Whether work is in progress whose extent is unknown. By default it never is. */
  isMarquee?(progress: Progress): boolean;
  /** The progress in one line, without the name. */
  describe(progress: Progress): string;
  /** A state whose change is shown at once. */
  stateOf(progress: Progress): string;
  /** The progress in a record of `--json`, without the name. */
  toRecord(progress: Progress): object;
}

/** Shows the progress of one transfer, stage or item. */
export interface ProgressView<Progress> {
  update(progress: Progress): void;
}

/** Shows the progress of one or more views. */
export interface ProgressBoard {
  /** @param name distinguishes several views; omitted for a single one */
  open<Progress>(form: ProgressForm<Progress>, name?: string): ProgressView<Progress>;
  /** Shows the latest progress and stops drawing. */
  close(): void;
}
