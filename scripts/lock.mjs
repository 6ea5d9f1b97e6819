import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 100;

/**
 * Runs `work` while this process holds the lock file exclusively, and releases it afterwards.
 *
 * The file contains the process ID of the owner, so that the lock of a killed process is taken over.
 *
 * @template T
 * @param {string} path the lock file; its folder is created if it does not exist
 * @param {() => Promise<T>} work
 * @param {{ timeout?: number }} [options] how long to wait for another owner, in milliseconds
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { timeout = 10 * 60_000 } = {}) {
  await mkdir(dirname(path), { recursive: true });
  await acquire(path, timeout);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path, timeout) {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = await readOwner(path);
    if (owner === null) continue;
    if (isDead(owner)) await takeOver(path);
    if (Date.now() > deadline) {
      throw new Error(`process ${owner} has held ${path} for longer than ${timeout / 1000} s`);
    }
    await delay(POLL_MILLISECONDS);
  }
}

/**
 * Removes the lock of a dead owner, in one process at a time: another process might remove a lock acquired meanwhile.
 */
async function takeOver(path) {
  const guard = `${path}.takeover`;
  try {
    await writeFile(guard, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code === 'EEXIST') return;
    throw error;
  }
  try {
    const owner = await readOwner(path);
    if (owner !== null && isDead(owner)) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Returns the process ID of the owner; 0 while the owner is writing it, null if the lock was released meanwhile. */
async function readOwner(path) {
  try {
    return Number(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isDead(pid) {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
