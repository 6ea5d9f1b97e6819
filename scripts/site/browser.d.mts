/** Options of the browser: no window, and no requests of its own. */
export const browserOptions: readonly string[];

/** The path of the browser. */
export function findBrowser(): string;
