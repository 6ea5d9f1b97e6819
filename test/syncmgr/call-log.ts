/** The calls below the seam in order: the name and the arguments. */
export type CallLog = (readonly [string, ...unknown[]])[];

/** Scripted outcome of a method: a result, or an error that it rejects with. */
export type Scripted = number | Error;
