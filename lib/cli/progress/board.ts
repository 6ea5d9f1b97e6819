/** How progress of one kind is shown: a transfer's snapshots, the stages or the items of a synchronisation. */
export interface ProgressForm<Progress> {
  /** 0 to 1; null while the total is not known. */
  fractionOf(progress: Progress): number | null;
  /** Whether work goes on although nobody knows how far it is. Left out: that is never known. */
  isMarquee?(progress: Progress): boolean;
  /** In one line for people, without the name. */
  describe(progress: Progress): string;
  /** What is worth a line at once where it changes. */
  stateOf(progress: Progress): string;
  /** As `--json` writes it; the board says which it is about. */
  toRecord(progress: Progress): object;
}

/** Where the progress of one thing is shown. */
export interface ProgressView<Progress> {
  update(progress: Progress): void;
}

/** Where the progress of one or several things is shown. */
export interface ProgressBoard {
  /** @param name tells several things apart; left out where there is one */
  open<Progress>(form: ProgressForm<Progress>, name?: string): ProgressView<Progress>;
  /** Shows the last of it and lets go of the terminal. */
  close(): void;
}
