import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { Workplace } from './support/command.js';

vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

// The device whose writes all fail with ENOSPC is one of Linux.
describe.runIf(existsSync('/dev/full'))('standard output that cannot be written', () => {
  it.each([
    ['probe', ['probe']],
    ['probe --json', ['probe', '--json']],
    ['--help', ['--help']],
    ['demo --json', ['demo', '--json']],
  ])('is one line on standard error and exit code 1: %s', async (_, args) => {
    await using place = await Workplace.create();
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
        env: { ...process.env, ...place.environment() },
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect(stderr).toMatch(/^error: cannot write to standard output: ENOSPC[^\n]*\n$/);
      expect(status).toBe(1);
    } finally {
      closeSync(full);
    }
  });

  it('leaves no stack trace where standard error is full, too', async () => {
    await using place = await Workplace.create();
    const full = openSync('/dev/full', 'w');
    try {
      const { status } = spawnSync(process.execPath, [main, 'probe'], {
        env: { ...process.env, ...place.environment() },
        stdio: ['ignore', full, full],
      });
      expect(status).toBe(1);
    } finally {
      closeSync(full);
    }
  });
});
