/** The cause of an error and its remedy, in Markdown. */
export type Entry = readonly [cause: string, remedy: string];

/** Entries by the code of the error. */
export type Entries = Readonly<Record<string, Entry>>;
