/** Collects the sections of all pages about undocumented points and differences from Windows in one page. */
export function collectChoices(pages: ReadonlyMap<string, string>): string;
