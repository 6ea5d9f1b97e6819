import { dirname, posix } from 'node:path';

/**
 * Rewrites the links of a page of the repository for the site, where pages have other places. Code is left as it is.
 *
 * @param {string} page the path of the page in the repository
 * @param {string} text
 * @param {ReadonlyMap<string, string>} places the place on the site of each file of the repository that has one
 * @returns {string}
 * @throws {Error} for a link to a file without a place on the site
 */
export function rewriteLinks(page, text, places) {
  const from = places.get(page) ?? page;
  const rewrite = (target) => {
    if (/^(?:[a-z]+:|#)/.test(target)) return target;
    const [path = '', anchor] = target.split('#');
    const place = places.get(posix.normalize(posix.join(dirname(page), path)));
    if (place === undefined) throw new Error(`${page}: ${target} has no page on the site`);
    const link = posix.relative(dirname(from), place);
    return `${link.startsWith('.') ? link : `./${link}`}${anchor === undefined ? '' : `#${anchor}`}`;
  };
  return text
    .split(/(^`{3,}[\s\S]*?^`{3,}$|`[^`\n]*`)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/(\]\()([^)\s]+)(\))/g, (_whole, start, target, end) => `${start}${rewrite(target)}${end}`)
            .replaceAll(/^(\[[^\]]+\]: )(\S+)$/gm, (_whole, start, target) => `${start}${rewrite(target)}`),
    )
    .join('');
}

/**
 * The anchor that GitHub gives to a heading.
 *
 * @param {string} title the text of the heading, without markup
 * @returns {string}
 */
export function anchorOf(title) {
  return title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Finds links of the built site to a page or heading that does not exist.
 *
 * @param {ReadonlyMap<string, string>} pages the HTML by the path from the root of the site
 * @param {string} base the path of the root, with a slash at both ends
 * @param {(path: string) => boolean} exists whether the site has another file, such as a picture
 * @returns {string[]}
 */
export function brokenLinks(pages, base, exists) {
  const anchors = new Map(
    [...pages].map(([path, html]) => [path, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]),
  );
  const problems = new Set();
  for (const [page, html] of pages) {
    for (const [, target] of html.matchAll(/ href="([^"]+)"/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [link = '', anchor] = target.split('#');
      const path = placeOf(link, page, base);
      if (!pages.has(path)) {
        if (!exists(path)) problems.add(`${page}: ${target} does not exist`);
      } else if (anchor !== undefined && anchor !== '' && !anchors.get(path)?.has(decodeURIComponent(anchor))) {
        problems.add(`${page}: ${target} has no heading`);
      }
    }
  }
  return [...problems];
}

function placeOf(link, page, base) {
  if (link === '') return page;
  const path = link.startsWith(base)
    ? link.slice(base.length)
    : posix.join('/', dirname(page), decodeURI(link)).slice(1);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
