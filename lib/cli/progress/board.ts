/** The presentation of one kind of progress: snapshots of a transfer, stages or items of a synchronisation. */
export interface ProgressForm<Progress> {
  /** Returns the completed fraction, from 0 to 1; null while the total is unknown. */
  fractionOf(progress: Progress): number | null;
  /** Returns whether work of unknown extent is in progress. By default it never is. */
  isMarquee?(progress: Progress): boolean;
  /** Describes the progress in one line, without the name. */
  describe(progress: Progress): string;
  /** Returns a state whose change is shown at once. */
  stateOf(progress: Progress): string;
  /** Converts the progress to a record of `--json`, without the name. */
  toRecord(progress: Progress): object;
}

/** Shows the progress of one transfer, stage or item. */
export interface ProgressView<Progress> {
  update(progress: Progress): void;
}

/** Shows the progress of one or more views. */
export interface ProgressBoard {
  /** Opens a view. @param name distinguishes several views; omitted for a single one */
  open<Progress>(form: ProgressForm<Progress>, name?: string): ProgressView<Progress>;
  /** Shows the latest progress and stops drawing. */
  close(): void;
}
