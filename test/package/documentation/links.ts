import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { proseOf } from './pages.js';

/** The anchors of a page: what GitHub makes of its headings. */
export function anchorsOf(text: string): Set<string> {
  const withoutBlocks = text.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '');
  const anchors = new Set<string>();
  for (const [, title = ''] of withoutBlocks.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = title
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * Lists the links of a page to a file or heading that does not exist, and the labels without a definition or use. External addresses are
 * not fetched.
 *
 * @param folder what the path of the page is relative to
 */
export function brokenLinks(page: string, text: string, folder: string): string[] {
  const prose = proseOf(text);
  const definitions = new Map(
    [...prose.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, label = '', to = '']) => [label, to]),
  );
  const body = prose.replaceAll(/^\[[^\]]+\]: \S+$/gm, '');
  const problems: string[] = [];
  const targets = [...definitions.values()];
  const used = new Set<string>();
  for (const [whole, title = '', to, label] of body.matchAll(/\[([^[\]]*)\](?:\(([^)\s]+)\)|\[([^\]]*)\])?/g)) {
    if (to !== undefined) targets.push(to);
    else {
      const name = label === undefined || label === '' ? title : label;
      if (definitions.has(name)) used.add(name);
      else problems.push(`${page}: ${whole} has no definition`);
    }
  }
  for (const label of definitions.keys()) if (!used.has(label)) problems.push(`${page}: [${label}] is not used`);
  for (const target of targets)
    if (!resolves(join(folder, dirname(page)), text, target)) problems.push(`${page}: ${target} does not exist`);
  return problems;
}

function resolves(folder: string, text: string, target: string): boolean {
  if (/^https:\/\//.test(target)) return URL.canParse(target);
  const [path = '', anchor] = target.split('#');
  if (path !== '' && !existsSync(join(folder, path))) return false;
  if (anchor === undefined) return true;
  const other = path === '' ? text : readFileSync(join(folder, path), 'utf8');
  return anchorsOf(other).has(anchor);
}
