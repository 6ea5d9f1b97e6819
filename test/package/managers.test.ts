import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installTool } from '../../scripts/tools.mjs';
import { packedTarball } from './packed.js';

const run = promisify(execFile);

interface Manager {
  readonly name: string;
  /** The package of the manager, and its version. */
  readonly tool: readonly [name: string, version: string];
  /** Its script for Node.js, or its program. */
  readonly command: string;
  readonly install: readonly string[];
  /** Words before the arguments of Node.js that make it use the installed packages; empty if node_modules is enough. */
  readonly node?: readonly string[];
  /** A newer Node.js, if the manager does not support that of this process. */
  readonly newerNode?: boolean;
  readonly program?: boolean;
}

/** The last of each major version, or that version of it which builds every package with a binding.gyp. */
const managers: readonly Manager[] = [
  { name: 'yarn 1', tool: ['yarn', '1.22.22'], command: 'bin/yarn.js', install: ['install', '--non-interactive'] },
  {
    name: 'yarn 4, with Plug’n’Play',
    tool: ['@yarnpkg/cli-dist', '4.9.4'],
    command: 'bin/yarn.js',
    install: ['install', '--no-immutable'],
    node: ['node'],
  },
  { name: 'pnpm 9', tool: ['pnpm', '9.15.9'], command: 'bin/pnpm.cjs', install: ['install'] },
  { name: 'pnpm 10', tool: ['pnpm', '10.34.8'], command: 'bin/pnpm.cjs', install: ['install'] },
  { name: 'pnpm 11', tool: ['pnpm', '11.28.11'], command: 'bin/pnpm.mjs', install: ['install'], newerNode: true },
  {
    name: 'bun',
    tool: [
      `@oven/bun-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`,
      '1.4.5',
    ],
    command: `bin/bun${process.platform === 'win32' ? '.exe' : ''}`,
    install: ['install'],
    program: true,
  },
];

/** Connects, creates a job, and prints the backend. */
const imported = `
  import * as winprogress from 'winprogress';
  const connection = await winprogress.connect({ backend: 'emulation' });
  const job = await connection.bits.createJob({ name: 'a' });
  console.log(await job.getState());
  await connection.close();`;

/** The same through require(), which returns the same module. */
const required = `
  const { connect } = require('winprogress');
  import('winprogress').then((imported) => {
    if (imported.connect !== connect) throw new Error('two instances of the package');
  });
  import('./imported.mjs');`;

/**
 * Where a package manager has unpacked the package. Plug’n’Play does so with packages that are built or that have native binaries, and keeps
 * others in archives, in which nothing can be built.
 */
function installedFolders(consumer: string): string[] {
  const unplugged = join(consumer, '.yarn', 'unplugged');
  const parents = existsSync(unplugged) ? readdirSync(unplugged).map((name) => join(unplugged, name)) : [consumer];
  return parents.map((parent) => join(parent, 'node_modules', 'winprogress')).filter((folder) => existsSync(folder));
}

describe('the package, installed from its tarball', () => {
  let folder = '';
  let tarball = '';
  let registry = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'winprogress-managers-'));
    tarball = await packedTarball();
    const { stdout } = await run('npm', ['config', 'get', 'registry'], { shell: process.platform === 'win32' });
    registry = stdout.trim();
    const reached = await fetch(new URL('commander', registry), { method: 'HEAD' }).catch((error: unknown) => error);
    if (!(reached instanceof Response)) {
      throw new Error(`installing the package needs the npm registry, and ${registry} cannot be reached`, {
        cause: reached,
      });
    }
  }, 120_000);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** The environment of a new user: settings and caches of the manager are in a folder of the test. */
  function environment(home: string): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !/^(npm|yarn|pnpm|bun)_|^WINPROGRESS_/i.test(name));
    return {
      ...Object.fromEntries(kept),
      HOME: home,
      USERPROFILE: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      LOCALAPPDATA: join(home, 'local'),
      npm_config_registry: registry,
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_GLOBAL_FOLDER: join(home, 'yarn'),
      YARN_ENABLE_TELEMETRY: '0',
      BUN_CONFIG_REGISTRY: registry,
      BUN_INSTALL_CACHE_DIR: join(home, 'bun'),
      CI: '1',
    };
  }

  it.each(managers)(
    'runs with $name without compiling',
    async ({ tool, command, install, node, newerNode = false, program: isProgram = false }) => {
      const place = mkdtempSync(join(folder, 'consumer-'));
      const home = join(place, 'home');
      const consumer = join(place, 'consumer');
      mkdirSync(home);
      mkdirSync(consumer);
      writeFileSync(
        join(consumer, 'package.json'),
        JSON.stringify({
          name: 'consumer',
          private: true,
          dependencies: { winprogress: `file:${tarball.replaceAll('\\', '/')}` },
        }),
      );
      const path = join(await installTool(...tool), command);
      const manager = isProgram ? [path] : [newerNode ? await supportedNode() : process.execPath, path];
      const options = { cwd: consumer, env: environment(home), timeout: 120_000 };
      const [executable = '', ...words] = manager;
      const { stdout, stderr } = await run(executable, [...words, ...install], options);
      expect(`${stdout}${stderr}`).not.toMatch(/gyp|ignored build scripts|must be built/i);

      for (const installed of installedFolders(consumer)) expect(readdirSync(installed)).not.toContain('build');

      writeFileSync(join(consumer, 'imported.mjs'), imported);
      writeFileSync(join(consumer, 'required.cjs'), required);
      // Node.js 20 cannot load an ES module from an archive through require(), only through import.
      const answer =
        node === undefined
          ? await run(process.execPath, ['required.cjs'], options)
          : await run(executable, [...words, ...node, 'imported.mjs'], options);
      expect(answer.stdout.trim()).toBe('suspended');
    },
    240_000,
  );
});

/** pnpm 11 needs Node.js 22.13. */
async function supportedNode(): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const folder = await installTool(`node-${platform}-${process.arch}`, '22.23.3');
  return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
