import { basename } from 'node:path';

/** The pages that list choices and differences, in the order of the collection, and the subject of each. */
const subjects = {
  'docs/choices.md': 'BITS',
  'docs/emulation.md': 'Emulation of BITS',
  'docs/winsync.md': 'Windows Sync',
  'docs/winsync-emulation.md': 'Emulation of Windows Sync',
  'docs/syncmgr.md': 'Sync Manager and Sync Center',
  'docs/syncmgr-emulation.md': 'Emulation of Sync Manager and Sync Center',
  'docs/ctm.md': 'Content Transfer Manager',
  'docs/ctm-emulation.md': 'Emulation of Content Transfer Manager',
};

const headings = ['Choices on undocumented points', 'Differences from Windows'];

/**
 * Collects the sections of all pages about undocumented points and differences from Windows in one page.
 *
 * @param {ReadonlyMap<string, string>} pages the text of each page by its path
 * @returns {string}
 * @throws {Error} for a page with such a section that has no subject
 */
export function collectChoices(pages) {
  const parts = [...Object.keys(subjects), ...[...pages.keys()].filter((page) => !(page in subjects))].flatMap(
    (page) => {
      const text = pages.get(page) ?? '';
      const found = headings.map((heading) => sectionOf(text, heading)).filter((section) => section !== null);
      if (found.length === 0) return [];
      const subject = subjects[page];
      if (subject === undefined)
        throw new Error(`${page} lists choices and has no subject in scripts/site/choices.mjs`);
      const sections = found.map((section) => inlineLinks(section, text, basename(page)));
      return [`## ${subject}\n\nFrom [${basename(page)}](${basename(page)}).\n\n${sections.join('\n\n')}\n`];
    },
  );
  return `# Choices and differences\n\n${introduction}\n\n${parts.join('\n')}`;
}

const introduction = `Where the documentation of Microsoft does not specify a behaviour, winprogress had to choose one. This page collects these choices, and the
differences of the emulation from Windows, from the pages of the families.`;

/** A section with the headings in it one level lower; null if the page does not have it. The whole page if the heading is its title. */
function sectionOf(text, heading) {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#{1,2} /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) return null;
  const level = lines[start].startsWith('## ') ? 2 : 1;
  const end = lines.findIndex((line, index) => index > start && line.startsWith(`${'#'.repeat(level)} `));
  const body = lines
    .slice(start + 1, end < 0 ? undefined : end)
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .map((line) => (/^##+ /.test(line) ? `#${line}` : line));
  const title = level === 1 ? '' : `### ${heading}\n\n`;
  return `${title}${body.join('\n').trim()}`;
}

/** Replaces labels of links by their targets, which other pages define differently, and anchors of the page by full links. */
function inlineLinks(section, text, page) {
  const targets = new Map([...text.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, label, target]) => [label, target]));
  return section
    .replaceAll(/\[([^[\]]+)\](?:\[([^[\]]*)\])?(?!\()/g, (whole, title, label) => {
      const target = targets.get(label || title);
      return target === undefined ? whole : `[${title}](${target})`;
    })
    .replaceAll('](#', `](${page}#`);
}
