import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withMermaid } from 'vitepress-plugin-mermaid';
import { anchorOf } from '../../scripts/site/links.mjs';
import { base, output, source } from '../../scripts/site/paths.mjs';

const page = (text, name) => ({ text, link: `/${name}` });

const pages = [
  {
    text: 'Start',
    items: [
      page('Introduction', 'introduction'),
      page('How it works', 'architecture'),
      page('Migration', 'migration'),
      page('Errors', 'errors'),
    ],
  },
  {
    text: 'Guides',
    items: [
      ...(existsSync(join(source, 'downloads.md')) ? [page('Download files', 'downloads')] : []),
      page('Groups of the legacy queue manager', 'groups'),
      page('Monitor transfers', 'monitor'),
      page('Resume after a restart', 'restart'),
      page('Report a synchronisation', 'sync-progress'),
      page('Host a sync handler', 'sync-handler'),
      page('Write a content provider', 'content-provider'),
      page('Test with the emulation', 'testing'),
    ],
  },
  {
    text: 'Families',
    items: [
      page('BITS', 'bits'),
      page('Windows Sync', 'winsync'),
      page('Sync Manager, Sync Center', 'syncmgr'),
      page('Content Transfer Manager', 'ctm'),
    ],
  },
  {
    text: 'Emulation',
    items: [
      page('BITS', 'emulation'),
      page('Windows Sync', 'winsync-emulation'),
      page('Sync Manager, Sync Center', 'syncmgr-emulation'),
      page('Content Transfer Manager', 'ctm-emulation'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('API', 'api/'),
      page('Choices and differences', 'all-choices'),
      page('Coverage of BITS', 'bits-coverage'),
      page('Telemetry', 'telemetry'),
      page('Performance', 'performance'),
      page('Security', 'security'),
    ],
  },
  {
    text: 'Project',
    items: [
      page('Changelog', 'changelog'),
      page('Upgrading', 'upgrading'),
      page('Contributing', 'contributing'),
      page('Development', 'development'),
      page('Reference servers', 'reference-servers'),
      page('Reporting a vulnerability', 'vulnerabilities'),
    ],
  },
];

const kinds = { classes: 'Classes', interfaces: 'Interfaces', functions: 'Functions', variables: 'Constants' };

/** The sidebar of the API reference: a group for each kind in each entry, such as the interfaces of `winprogress`. */
function api() {
  return Object.entries({ index: 'winprogress', emulation: 'winprogress/emulation' }).flatMap(([entry, text]) => ({
    text,
    link: `/api/${entry}/`,
    items: Object.entries({ ...kinds, 'type-aliases': 'Types' }).flatMap(([kind, title]) => {
      const folder = join(source, 'api', entry, kind);
      if (!existsSync(folder)) return [];
      const names = readdirSync(folder).map((file) => basename(file, '.md'));
      return [
        { text: title, collapsed: true, items: names.sort().map((name) => page(name, `api/${entry}/${kind}/${name}`)) },
      ];
    }),
  }));
}

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
    sidebar: { '/': pages, '/api/': api() },
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
