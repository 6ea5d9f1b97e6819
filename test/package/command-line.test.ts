import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const cli = join(root, 'lib', 'cli');
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/** Lines in files of lib/cli, by the file. */
const rejected = {
  'own-module.ts': "export { parseGuid } from '../com/guid.js';",
  'own-connection.ts': "export { Connection } from '../connection.js';",
  'own-package.ts': "export { SaxesParser } from 'saxes';",
  'sync/own-module.ts': "export { parseGuid } from '../../com/guid.js';",
  'sync/own-type.ts': "export type { Clock } from '../../com/clock.js';",
  'sync/own-connect.ts': "export { connect } from '../../connect.js';",
  'sync/own-import.ts': "import { parseGuid } from '../../com/guid.js';\nparseGuid('');",
  'sync/own-later.ts': "export const load = () => import('../../native.js');",
  'sync/own-package.ts': "export { SaxesParser } from 'saxes';",
};
const accepted = {
  'index.ts': "export { connect } from '../index.js';",
  'emulation.ts': "export const load = () => import('../emulation.js');",
  'sibling.ts': "export { exitCodes } from './output.js';",
  'folder.ts': "export { addSyncCommand } from './sync/program.js';",
  'sync/index.ts': "export { connect } from '../../index.js';",
  'sync/emulation.ts': "export { createEmulation } from '../../emulation.js';",
  'sync/parent.ts': "export { exitCodes } from '../output.js';",
  'sync/folder.ts': "export { openBoard } from '../progress/open-board.js';",
  'sync/sibling.ts': "export { exampleProvider } from './example-provider.js';",
  'sync/commander.ts': "export { Command } from 'commander';",
  'sync/node.ts': "export { join } from 'node:path';\nexport { setTimeout } from 'node:timers/promises';",
};

it('the lint rule of lib/cli rejects imports of internal modules and of other packages, and no others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-lint-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { vcs: _, ...configuration } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  await writeFile(join(folder, 'biome.json'), JSON.stringify(configuration));
  for (const [name, text] of Object.entries({ ...rejected, ...accepted })) {
    const path = join(folder, 'lib', 'cli', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const args = [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const found = [...stdout.matchAll(/file=[^,]*lib[\\/]cli[\\/]([^,]+),/g)].map(([, name = '']) =>
    name.replaceAll('\\', '/'),
  );
  expect([...new Set(found)].sort()).toEqual(Object.keys(rejected).sort());
  expect(status).toBe(1);
});

it('lib/cli has no folders below its folders, which the lint rule does not cover', () => {
  const deep = readdirSync(cli, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .filter((entry) => entry.parentPath !== cli);
  expect(deep.map(({ name }) => name)).toEqual([]);
});

it('the command line imports commander, modules of Node.js, its own files and the two entries only', () => {
  const files = readdirSync(cli, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const foreign = files.flatMap(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'utf8');
    return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)]
      .map(([, source = '']) => (source.startsWith('.') ? join(parentPath, source) : source))
      .filter((source) => !source.startsWith(cli) && !/^(?:node:|commander$)/.test(source))
      .filter((source) => ![join(cli, '..', 'index.js'), join(cli, '..', 'emulation.js')].includes(source));
  });
  expect(foreign).toEqual([]);
});
