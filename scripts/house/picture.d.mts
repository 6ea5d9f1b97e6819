/** The source of the picture of the sources, for Mermaid. */
export function formatPicture(): string;

/** The text of docs/architecture.md with the present picture. */
export function insertPicture(page: string): string;

/** The ID of the room of a file of `lib`. */
export function roomOf(file: string): string;
