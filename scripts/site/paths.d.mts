/** The folder of the pages of the site, as VitePress reads them. */
export const source: string;

/** The folder of the built site. */
export const output: string;

/** The path of the site on its server, with a slash at both ends. */
export const base: string;
