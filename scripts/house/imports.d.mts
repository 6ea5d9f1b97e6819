/** The families of COM interfaces, in the order of the documentation. */
export const families: readonly string[];

/** Reads the imports of all files of `lib`: the imported files by the importing one, relative to `lib`. */
export function readImports(): Map<string, string[]>;
