import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAddonModule, packageRoot } from '../../lib/com/addon.js';
import { AddonLoadError } from '../../lib/com/addon-error.js';
import { onPlatform } from '../support/platform.js';

async function failure(platform: NodeJS.Platform, root: string): Promise<AddonLoadError> {
  try {
    await onPlatform(platform, () => loadAddonModule(root));
  } catch (error) {
    if (error instanceof AddonLoadError) return error;
    throw error;
  }
  throw new Error('an addon was loaded from a folder that holds none');
}

describe('AddonLoadError', () => {
  const tried = [
    { what: 'build/Release', error: 'does not exist' },
    { what: 'prebuilds', error: 'holds no binary for this host' },
  ];

  it('is an Error with its own code and name', () => {
    const error = new AddonLoadError(tried);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code]).toEqual(['AddonLoadError', 'ERR_WINPROGRESS_ADDON']);
  });

  it('has all attempts as a property and in its message', () => {
    const error = new AddonLoadError(tried);
    expect(error.tried).toEqual(tried);
    for (const { what } of tried) expect(error.message).toContain(what);
  });

  it('has the cause', () => {
    const cause = new Error('deeper');
    expect(new AddonLoadError(tried, { cause }).cause).toBe(cause);
  });
});

describe('AddonLoadError with a cure', () => {
  it('has it as the last line of its message', () => {
    const error = new AddonLoadError([{ what: 'here', error: 'nothing' }], { cure: 'Install it.' });
    expect(error.message.split('\n').at(-1)).toBe('Install it.');
  });

  it('ends with the attempts when there is none', () => {
    expect(new AddonLoadError([{ what: 'here', error: 'nothing' }], { cure: undefined }).message).toMatch(/nothing$/);
  });
});

describe('the root of the package', () => {
  it('is the folder of its package.json', async () => {
    const manifest: unknown = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect(manifest).toMatchObject({ name: 'winprogress' });
    expect(packageRoot().replace(/[\\/]$/, '')).toBe(join(import.meta.dirname, '..', '..'));
  });
});

describe.each(['linux', 'darwin', 'freebsd'] as const)('the loader on %s, which has no COM', (platform) => {
  it('names the host and makes no attempt', async () => {
    const { tried } = await failure(platform, packageRoot());
    expect(tried.map(({ what }) => what)).toEqual([`host ${platform}-${process.arch}`]);
  });
});

describe('the loader on Windows', () => {
  const host = `win32-${process.arch}`;
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'winprogress-addon-'));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'winprogress' }));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('lists both folders and the resolver when there is no binary', async () => {
    const { tried, cause } = await failure('win32', root);
    expect(tried.map(({ what }) => what)).toEqual([
      join(root, 'build', 'Release'),
      join(root, 'prebuilds', host),
      'node-gyp-build',
    ]);
    expect(cause).toBeInstanceOf(Error);
  });

  it('distinguishes a folder without a binary for this host from a missing folder', async () => {
    mkdirSync(join(root, 'prebuilds', host), { recursive: true });
    const [build, prebuilds] = (await failure('win32', root)).tried;
    expect(build?.error).not.toBe(prebuilds?.error);
  });

  it('names the file of a broken binary', async () => {
    const folder = join(root, 'build', 'Release');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'winprogress.node'), 'no portable executable');
    const { tried, cause } = await failure('win32', root);
    expect(tried.map(({ what }) => what)).toEqual([join(folder, 'winprogress.node')]);
    expect(cause).toBeInstanceOf(Error);
  });

  it('names --allow-addons if Node.js was started without addons', () => {
    const folder = join(root, 'build', 'Release');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'winprogress.node'), '');
    const program = `
      Object.defineProperty(process, 'platform', { value: 'win32' });
      const { loadAddon } = await import(${JSON.stringify(new URL('../../dist/native.js', import.meta.url).href)});
      try {
        loadAddon(${JSON.stringify(root)});
      } catch ({ code, message, cause }) {
        console.log(JSON.stringify({ code, message, cause: cause.code }));
      }`;
    const output = execFileSync(process.execPath, ['--no-addons', '--input-type=module', '--eval', program]);
    expect(JSON.parse(output.toString())).toEqual({
      code: 'ERR_WINPROGRESS_ADDON',
      message: expect.stringMatching(/add --allow-addons beside --permission, and remove --no-addons\.$/),
      cause: 'ERR_DLOPEN_DISABLED',
    });
  });
});
