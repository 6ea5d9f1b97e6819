import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { root } from './process.mjs';
import { writeApi } from './site/api.mjs';
import { brokenLinks } from './site/links.mjs';
import { base, output, source } from './site/paths.mjs';
import { writeSource } from './site/source.mjs';

/**
 * Builds the documentation as a static site in build/site/output: the pages of the repository, and the reference of the API. Fails when a
 * link leads nowhere. `SITE_BASE` is the path of the site on its server.
 */
export default async function buildSite() {
  await writeSource(source);
  await writeApi(join(source, 'api'));
  // VitePress fails for links to pages that do not exist, and not for headings.
  await build(join(root, 'docs'));
  const files = await readdir(output, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => relative(output, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  const pages = new Map();
  for (const path of paths) pages.set(path, await readFile(join(output, path), 'utf8'));
  const problems = brokenLinks(pages, base, (path) => existsSync(join(output, path)));
  if (problems.length > 0) throw new Error(`the site has broken links:\n${problems.join('\n')}`);
  console.log(`${pages.size} pages in ${relative(root, output)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildSite();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
