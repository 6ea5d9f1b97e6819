/** The codes without an entry and the entries without a code. */
export function problemsOf(): string[];

/** The texts of the pages by their names in docs. */
export function formatPages(): ReadonlyMap<string, string>;
