import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAddonModule } from '../../lib/com/addon.js';
import { cureOf } from '../../lib/com/addon-cure.js';
import { AddonLoadError } from '../../lib/com/addon-error.js';
import { onPlatform } from '../support/platform.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'winprogress-cure-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the start of a Windows binary. */
function binaryFor(machine: number): string {
  const bytes = Buffer.alloc(0x80);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x40, 0x3c);
  bytes.write('PE\0\0', 0x40, 'latin1');
  bytes.writeUInt16LE(machine, 0x44);
  const path = join(folder, 'winprogress.node');
  writeFileSync(path, bytes);
  return path;
}

describe('what to do about a failure of LoadLibrary', () => {
  it.each([
    ['This program is blocked by group policy. For more information, contact your system administrator.', 'AppLocker'],
    ['error: 1260', 'ERROR_ACCESS_DISABLED_BY_POLICY'],
    ['An Application Control policy has blocked this file.', '0x800711C7'],
    ['error: 4551', 'WDAC'],
    ['Windows cannot verify the digital signature for this file.', 'WDAC'],
    ['error: 225', 'virus scanner'],
    ['The specified module could not be found.', 'local disk'],
  ])('is known for "%s"', (message, words) => {
    expect(cureOf(new Error(`${message}\r\nC:\\app\\winprogress.node`), 'C:\\app\\winprogress.node')).toContain(words);
  });

  it('is not invented for an unknown failure', () => {
    expect(cureOf(new Error('A device attached to the system is not functioning.'), 'a.node')).toBeUndefined();
    expect(cureOf(new Error('error: 12600'), 'a.node')).toBeUndefined();
    expect(cureOf('blocked by group policy', 'a.node')).toBeUndefined();
  });

  it('names both architectures if the binary is for another one', () => {
    const [machine, arch] = process.arch === 'arm64' ? [0x8664, 'x64'] : [0xaa64, 'arm64'];
    const cure = cureOf(new Error('%1 is not a valid Win32 application.'), binaryFor(machine));
    expect(cure).toContain(`is built for ${arch}, this Node.js for ${process.arch}`);
  });

  it('is to install again if the binary is for this architecture, or not a binary', () => {
    const machines: Record<string, number> = { ia32: 0x14c, x64: 0x8664, arm64: 0xaa64 };
    const error = new Error('Bad EXE format for winprogress.node.');
    expect(cureOf(error, binaryFor(machines[process.arch] ?? 0))).toMatch(/^The file is damaged: /);
    writeFileSync(join(folder, 'text'), 'no binary');
    expect(cureOf(error, join(folder, 'text'))).toMatch(/^The file is damaged or not a Windows binary: /);
    expect(cureOf(error, join(folder, 'missing'))).toMatch(/^The file is damaged or not a Windows binary: /);
  });
});

describe('a package without a binary for this host', () => {
  async function lastLine(): Promise<string | undefined> {
    const error: unknown = await onPlatform('win32', () => loadAddonModule(folder)).catch((thrown: unknown) => thrown);
    if (!(error instanceof AddonLoadError)) throw new Error('an addon was loaded', { cause: error });
    return error.message.split('\n').at(-1);
  }

  beforeEach(() => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'winprogress' }));
  });

  it('names the hosts that it has binaries for', async () => {
    for (const host of ['win32-mips', 'win32-alpha']) {
      mkdirSync(join(folder, 'prebuilds', host), { recursive: true });
      writeFileSync(join(folder, 'prebuilds', host, 'winprogress.node'), '');
    }
    mkdirSync(join(folder, 'prebuilds', 'win32-empty'));
    expect(await lastLine()).toMatch(
      new RegExp(
        `^The package has binaries for win32-(alpha, win32-mips|mips, win32-alpha), not for win32-${process.arch}: `,
      ),
    );
  });

  it('advises to install it again if it has none', async () => {
    expect(await lastLine()).toMatch(/^The package has no prebuilt binaries: install winprogress again/);
  });
});
