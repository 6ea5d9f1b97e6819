import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../scripts/lock.mjs';

describe('the lock of the build and test scripts', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'winprogress-lock-'));
    path = join(folder, 'some.lock');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('allows one holder at a time and returns its result', async () => {
    const order: string[] = [];
    const second: Promise<string>[] = [];
    const first = withLock(path, async () => {
      order.push('first begins');
      second.push(
        withLock(path, async () => {
          order.push('second');
          return 'two';
        }),
      );
      await new Promise(setImmediate);
      order.push('first ends');
      return 'one';
    });
    expect(await first).toBe('one');
    expect(await Promise.all(second)).toEqual(['two']);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  it('names its owner while it is held and is removed afterwards', async () => {
    const owner = await withLock(path, async () => readFileSync(path, 'utf8'));
    expect(owner).toBe(String(process.pid));
    expect(existsSync(path)).toBe(false);
  });

  it('is released when the work fails', async () => {
    const work = withLock(path, () => Promise.reject(new RangeError('broken')));
    await expect(work).rejects.toThrow(RangeError);
    expect(existsSync(path)).toBe(false);
  });

  it('is taken over from a process that has ended', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(path, String(pid));
    expect(await withLock(path, async () => 'done')).toBe('done');
  });

  it('is waited for no longer than the given time', async () => {
    writeFileSync(path, String(process.ppid));
    await expect(withLock(path, async () => 'done', { timeout: 0 })).rejects.toThrow(
      `process ${process.ppid} has held`,
    );
  });
});
