import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';

// A process of its own, and the machine may have other things to do.
vi.setConfig({ testTimeout: 60_000 });

const example = fileURLToPath(new URL('../../examples/sync-handler.mjs', import.meta.url));

it('the handler example mirrors a folder, driven by a manager in the same process', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [example, 'demo']);
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n').slice(-3)).toEqual([
    'succeeded 3 ',
    'S_OK',
    'mirrored: one.txt, three.txt, two.txt',
  ]);
});

it('the handler example rejects an unknown argument', async () => {
  await expect(promisify(execFile)(process.execPath, [example, 'nonsense'])).rejects.toMatchObject({ code: 1 });
});
