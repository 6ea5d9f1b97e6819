import { join } from 'node:path';
import { root } from '../process.mjs';

/** The folder of the pages of the site, as VitePress reads them. */
export const source = join(root, 'build', 'site', 'source');

/** The folder of the built site. */
export const output = join(root, 'build', 'site', 'output');

/** The path of the site on its server, with a slash at both ends. */
export const base = process.env.SITE_BASE ?? '/';
