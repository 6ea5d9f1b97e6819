/** Rewrites the links of a page of the repository for the site, where pages have other places. */
export function rewriteLinks(page: string, text: string, places: ReadonlyMap<string, string>): string;

/** The anchor that GitHub gives to a heading. */
export function anchorOf(title: string): string;

/** Finds links of the built site to a page or heading that does not exist. */
export function brokenLinks(
  pages: ReadonlyMap<string, string>,
  base: string,
  exists: (path: string) => boolean,
): string[];
