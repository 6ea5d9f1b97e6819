/** What was called below the seam, in order: the name and the arguments. */
export type CallLog = (readonly [string, ...unknown[]])[];

/** What a method gives instead of success: a result, or what it rejects with. */
export type Scripted = number | Error;
