/** The differences between the entries and the sources. */
export function problemsOf(): string[];

/** The text of docs/errors.md. */
export function formatPage(): string;
