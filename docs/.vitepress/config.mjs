import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { anchorOf } from '../../scripts/site/links.mjs';
import { base, output, source } from '../../scripts/site/paths.mjs';
import { apiSidebar, page, sidebar } from './sidebar.mjs';

export default defineConfig({
  title: 'winprogress',
  description: 'Background transfers and synchronisation on Windows, from Node.js',
  lang: 'en-GB',
  base,
  // No icon, which a browser would request otherwise.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  srcDir: source,
  outDir: output,
  cacheDir: join(source, '..', 'cache'),
  // The pages name addresses of examples.
  ignoreDeadLinks: [/^https?:\/\/(?:localhost|127\.0\.0\.1)/],
  markdown: { anchor: { slugify: anchorOf }, config: drawDiagrams },
  themeConfig: {
    nav: [page('Introduction', 'introduction'), page('Errors', 'errors'), page('API', 'api/')],
    sidebar: { '/': sidebar, '/api/': apiSidebar(join(source, 'api')) },
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        // Guides before the reference, whose pages are many.
        miniSearch: { searchOptions: { boostDocument: (id) => (id.includes('/api/') ? 0.2 : 1) } },
      },
    },
  },
});

/** Replaces code blocks in the language of Mermaid by the component that draws them. */
function drawDiagrams({ renderer }) {
  const { fence } = renderer.rules;
  renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index];
    if (info.trim() !== 'mermaid') return fence(tokens, index, ...rest);
    return `<Diagram text="${encodeURIComponent(content)}" />`;
  };
}
