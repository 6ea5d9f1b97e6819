import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { childEnvironment } from '../support/child-environment.js';
import { Workplace } from './support/command.js';

vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

// Linux has a device whose writes all fail with ENOSPC.
describe.runIf(existsSync('/dev/full'))('standard output on a full disk', () => {
  it.each([
    ['probe', ['probe']],
    ['probe --json', ['probe', '--json']],
    ['--help', ['--help']],
    ['sync --json', ['sync', '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}', '--json']],
  ])('causes one line on standard error and exit code 1: %s', async (_, args) => {
    await using place = await Workplace.create();
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
        env: { ...childEnvironment(), ...place.environment() },
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect(stderr).toMatch(/^error: cannot write to standard output: ENOSPC[^\n]*\n$/);
      expect(status).toBe(1);
    } finally {
      closeSync(full);
    }
  });

  it('causes exit code 1 when standard error is on a full disk, too', async () => {
    await using place = await Workplace.create();
    const full = openSync('/dev/full', 'w');
    try {
      const { status } = spawnSync(process.execPath, [main, 'probe'], {
        env: { ...childEnvironment(), ...place.environment() },
        stdio: ['ignore', full, full],
      });
      expect(status).toBe(1);
    } finally {
      closeSync(full);
    }
  });
});
