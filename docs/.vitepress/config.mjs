import { join } from 'node:path';
import { withMermaid } from 'vitepress-plugin-mermaid';
import { anchorOf } from '../../scripts/site/links.mjs';
import { base, output, source } from '../../scripts/site/paths.mjs';
import { apiSidebar, page, sidebar } from './sidebar.mjs';

export default withMermaid({
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
  markdown: { anchor: { slugify: anchorOf } },
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
