import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @param {string} text @param {string} name the path of the page without extension */
export const page = (text, name) => ({ text, link: `/${name}` });

/** The pages of the site, except the reference of the API. */
export const sidebar = [
  {
    text: 'Start',
    items: [
      page('Introduction', 'introduction'),
      page('How it works', 'architecture'),
      page('Command line', 'command-line'),
      page('Migration', 'migration'),
      page('Troubleshooting', 'troubleshooting'),
      page('Errors', 'errors'),
      page('Other errors of Windows', 'windows-errors'),
    ],
  },
  {
    text: 'Guides',
    items: [
      page('Download files', 'downloads'),
      page('Groups of the legacy queue manager', 'groups'),
      page('Monitor transfers', 'monitor'),
      page('Resume after a restart', 'restart'),
      page('Report a synchronisation', 'sync-progress'),
      page('Host a sync handler', 'sync-handler'),
      page('Write a content provider', 'content-provider'),
      page('Test with the emulation', 'testing'),
      page('Measure with OpenTelemetry', 'telemetry'),
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
      page('Choices of BITS', 'choices'),
      page('Coverage of BITS', 'bits-coverage'),
      page('Hosts', 'hosts'),
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

const entries = {
  index: 'winprogress',
  emulation: 'winprogress/emulation',
  opentelemetry: 'winprogress/opentelemetry',
};
const kinds = { classes: 'Classes', interfaces: 'Interfaces', functions: 'Functions', variables: 'Constants' };

/**
 * The sidebar of the reference of the API: a group for each kind in each entry, such as the interfaces of `winprogress`.
 *
 * @param {string} folder the folder of the reference
 */
export function apiSidebar(folder) {
  return Object.entries(entries).flatMap(([entry, text]) => ({
    text,
    link: `/api/${entry}/`,
    items: Object.entries({ ...kinds, 'type-aliases': 'Types' }).flatMap(([kind, title]) => {
      const pages = join(folder, entry, kind);
      if (!existsSync(pages)) return [];
      const names = readdirSync(pages).map((file) => basename(file, '.md'));
      return [
        { text: title, collapsed: true, items: names.sort().map((name) => page(name, `api/${entry}/${kind}/${name}`)) },
      ];
    }),
  }));
}
