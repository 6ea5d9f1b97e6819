import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, statSync, unlinkSync, utimesSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isArgumentError } from '../../../com/arguments.js';
import { currentProcess, isRunning, isSameProcess, type ProcessIdentity, renewalInterval } from './process-identity.js';
import { codeOf, readRegularFile } from './state-folder.js';

const ownerFile = /^([0-9a-f]{32})\.owner(\.tmp)?$/;

/**
 * The owners of this thread that have not been released, each with its file; shared by all copies of this module that the thread has
 * loaded. When the process ends by itself, the files are deleted.
 */
const liveOwners: Map<string, string> = shareOwners('winprogress.state-owners');

/**
 * Which process works on the jobs of a state directory. Each owner has a random token and a file of that name, which says in which process it
 * lives; the names of its state files end in the token. A job changes hands by a rename of its file, from a name with the token of an
 * owner that has ended: exactly one of several processes that try it succeeds, and an owner that lives never loses a job.
 */
export class Ownership {
  /** 32 hexadecimal digits. */
  readonly token = randomBytes(16).toString('hex');
  readonly #folder: string;
  readonly #renewal: NodeJS.Timeout;

  /** @throws what the file system reports when the owner file cannot be written */
  constructor(folder: string) {
    this.#folder = folder;
    this.#write();
    liveOwners.set(this.token, this.#pathOf(this.token));
    this.#renewal = setInterval(() => this.#renew(), renewalInterval).unref();
  }

  /** Whether an owner may still be at work. In doubt it is. */
  isAlive(token: string): boolean {
    const owner = readOwner(this.#pathOf(token));
    if (owner === 'none') return false;
    if (owner === 'unreadable') return true;
    const { identity, renewedAt } = owner;
    // In this thread it is known; another thread of this process may be at work until the process ends.
    const here = currentProcess();
    if (isSameProcess(identity, here) && identity.threadId === here.threadId) return liveOwners.has(token);
    return isRunning(identity, renewedAt);
  }

  /** Deletes the file of an owner that has ended, and what is half-written of one. Does nothing with other names. */
  sweep(name: string): void {
    const [, token, half] = ownerFile.exec(name) ?? [];
    if (token === undefined) return;
    const path = join(this.#folder, name);
    if (half === undefined ? !this.isAlive(token) : isOld(path)) deleteIfPossible(path);
  }

  /** Gives up all jobs, on the disk where possible, and in this process in any case. @throws what the file system reports */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    liveOwners.delete(this.token);
    await rm(this.#pathOf(this.token), { force: true });
  }

  /** No reader sees half of the file, and it is on the disk before the first job is claimed. */
  #write(): void {
    const path = this.#pathOf(this.token);
    const half = `${path}.tmp`;
    const descriptor = openSync(half, 'wx', 0o600);
    try {
      writeSync(descriptor, JSON.stringify(currentProcess()));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(half, path);
  }

  #renew(): void {
    const now = new Date();
    try {
      utimesSync(this.#pathOf(this.token), now, now);
    } catch {
      // Only processes that cannot look this one up need the renewal. The next one may succeed.
    }
  }

  #pathOf(token: string): string {
    return join(this.#folder, `${token}.owner`);
  }
}

interface Owner {
  readonly identity: ProcessIdentity;
  readonly renewedAt: number;
}

/** Reads the identity of an owner; `'none'` for one that has been released, or whose file is not one of ours. */
function readOwner(path: string): Owner | 'none' | 'unreadable' {
  try {
    const content: unknown = JSON.parse(readRegularFile(path));
    if (typeof content !== 'object' || content === null) return 'none';
    const { processId, threadId, startedAt, scope, host }: { [Key in keyof ProcessIdentity]?: unknown } = content;
    if (!isProcessNumber(processId) || typeof threadId !== 'number') return 'none';
    if (typeof startedAt !== 'string' || typeof scope !== 'string' || typeof host !== 'string') return 'none';
    return { identity: { processId, threadId, startedAt, scope, host }, renewedAt: statSync(path).mtimeMs };
  } catch (error) {
    const foreign = error instanceof SyntaxError || isArgumentError(error);
    return foreign || codeOf(error) === 'ENOENT' || codeOf(error) === 'ELOOP' ? 'none' : 'unreadable';
  }
}

/** Zero and negative numbers name groups of processes. */
function isProcessNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 0xffff_ffff;
}

/** Deletes a file, or leaves it: what stays disturbs no later owner. */
export function deleteIfPossible(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process has deleted it, or it is a folder, or the right to do it is missing.
  }
}

/** Whether the process that writes the file has surely ended: writing takes much less time. */
function isOld(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > 2 * renewalInterval;
  } catch {
    return false;
  }
}

function shareOwners(name: string): Map<string, string> {
  const key = Symbol.for(name);
  const present: unknown = Reflect.get(globalThis, key);
  if (present instanceof Map) return present;
  const owners = new Map<string, string>();
  Reflect.set(globalThis, key, owners);
  process.on('exit', () => {
    for (const path of owners.values()) deleteIfPossible(path);
  });
  return owners;
}
