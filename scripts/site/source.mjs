import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { root } from '../process.mjs';
import { collectChoices } from './choices.mjs';
import { rewriteLinks } from './links.mjs';

/** Pages outside `docs`, and their places on the site. */
const rootPages = {
  'README.md': 'introduction.md',
  'CHANGELOG.md': 'changelog.md',
  'UPGRADING.md': 'upgrading.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'vulnerabilities.md',
  'test/reference/README.md': 'reference-servers.md',
};

/** The language of an example, by the end of its name. */
const languages = { '.mjs': 'js', '.json': 'json' };

/** The page that collects the choices of all pages. It exists on the site only. */
const choices = 'docs/all-choices.md';

const home = `---
layout: home
hero:
  name: winprogress
  text: Background transfers and synchronisation on Windows
  tagline: Follow, control and report them from Node.js, over one promise-based API
  actions:
    - { theme: brand, text: Introduction, link: ./introduction.md }
    - { theme: alt, text: API reference, link: ./api/index.md }
features:
  - { title: BITS, details: "Downloads that survive a restart, jobs of any program, and groups of the legacy queue manager", link: ./bits.md }
  - { title: Windows Sync, details: "Sessions of sync providers, and reports to sessions of native code", link: ./winsync.md }
  - { title: Sync Manager and Sync Center, details: "Run handlers, write a handler in JavaScript, report to Sync Center", link: ./syncmgr.md }
  - { title: Content Transfer Manager, details: "Reports of an alternate content provider of Configuration Manager", link: ./ctm.md }
  - { title: Emulation, details: "The same calls and results on every platform, with a virtual clock and a scripted network", link: ./testing.md }
  - { title: Errors, details: "Each error code with its cause and remedy", link: ./errors.md }
---
`;

/**
 * Writes the pages of the site from the pages of the repository, except the reference of the API.
 *
 * @param {string} folder the folder, which is created again
 */
export async function writeSource(folder) {
  await rm(folder, { recursive: true, force: true });
  const docs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).sort();
  const examples = (await readdir(join(root, 'examples')))
    .filter((name) => Object.hasOwn(languages, extname(name)))
    .sort();
  const pictures = await readdir(join(root, 'docs', 'pictures'));
  const places = new Map([
    ...Object.entries(rootPages),
    ...docs.map((name) => [`docs/${name}`, name]),
    ...examples.map((name) => [`examples/${name}`, `examples/${basename(name, extname(name))}.md`]),
    ['LICENSE', 'licence.md'],
    [choices, 'all-choices.md'],
    ...pictures.map((name) => [`docs/pictures/${name}`, `pictures/${name}`]),
  ]);

  const write = async (place, text) => {
    await mkdir(dirname(join(folder, place)), { recursive: true });
    await writeFile(join(folder, place), text);
  };
  const pages = [...Object.keys(rootPages), ...docs.map((name) => `docs/${name}`)];
  const texts = new Map();
  for (const page of pages) {
    const text = (await readFile(join(root, page), 'utf8')).replaceAll('\r\n', '\n');
    texts.set(page, text);
    await write(places.get(page), rewriteLinks(page, text, places));
  }
  for (const name of examples) {
    const code = await readFile(join(root, 'examples', name), 'utf8');
    await write(places.get(`examples/${name}`), `# ${name}\n\n\`\`\`\`${languages[extname(name)]}\n${code}\`\`\`\`\n`);
  }
  await cp(join(root, 'docs', 'pictures'), join(folder, 'pictures'), { recursive: true });
  await write('licence.md', `# Licence\n\n\`\`\`text\n${await readFile(join(root, 'LICENSE'), 'utf8')}\`\`\`\n`);
  await write('all-choices.md', rewriteLinks(choices, collectChoices(texts), places));
  await write('index.md', home);
}
