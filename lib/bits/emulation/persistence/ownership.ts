import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, statSync, unlinkSync, utimesSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isArgumentError } from '../../../com/arguments.js';
import { errorCode } from '../../../com/thrown.js';
import { currentProcess, isRunning, isSameProcess, type ProcessIdentity, renewalInterval } from './process-identity.js';
import { readRegularFile } from './state-folder.js';

const ownerFile = /^([0-9a-f]{32})\.owner(\.tmp)?$/;

/**
 * The unreleased owners of this thread and their files; shared by all copies of this module that the thread has loaded. The files are
 * deleted when the process exits normally.
 */
const liveOwners: Map<string, string> = shareOwners('winprogress.state-owners');

/**
 * The ownership of jobs in a state directory. Each owner has a random token, and a file of that name with the identity of its process; the
 * names of its state files end with the token. A job changes its owner by renaming its file, from a name with the token of an ended owner:
 * exactly one of several processes succeeds, and a living owner never loses a job.
 */
export class Ownership {
  /** 32 hexadecimal digits. */
  readonly token = randomBytes(16).toString('hex');
  readonly #folder: string;
  readonly #renewal: NodeJS.Timeout;

  /** @throws the error of the file system if the owner file cannot be written */
  constructor(folder: string) {
    this.#folder = folder;
    this.#write();
    liveOwners.set(this.token, this.#pathOf(this.token));
    this.#renewal = setInterval(() => this.#renew(), renewalInterval).unref();
  }

  /** Whether an owner may still be alive; true in doubt. */
  isAlive(token: string): boolean {
    const owner = readOwner(this.#pathOf(token));
    if (owner === 'none') return false;
    if (owner === 'unreadable') return true;
    const { identity, renewedAt } = owner;
    // The state is known for this thread only; another thread of this process may be alive until the process ends.
    const here = currentProcess();
    if (isSameProcess(identity, here) && identity.threadId === here.threadId) return liveOwners.has(token);
    return isRunning(identity, renewedAt);
  }

  /** Deletes the file of an owner that has ended, or a partially written one. Other names are ignored. */
  sweep(name: string): void {
    const [, token, half] = ownerFile.exec(name) ?? [];
    if (token === undefined) return;
    const path = join(this.#folder, name);
    if (half === undefined ? !this.isAlive(token) : isOld(path)) deleteIfPossible(path);
  }

  /** Releases all jobs: on the disk if possible, in this process in any case. @throws the error of the file system */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    liveOwners.delete(this.token);
    await rm(this.#pathOf(this.token), { force: true });
  }

  /** Writes the owner file atomically: no reader sees a partial file, and it is on the disk before the first job is claimed. */
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
      // The renewal is needed only by processes that cannot look up this one. The next renewal may succeed.
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

/** Reads the identity of an owner; `'none'` if it has been released, or if the file is not an owner file. */
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
    return foreign || errorCode(error) === 'ENOENT' || errorCode(error) === 'ELOOP' ? 'none' : 'unreadable';
  }
}

/** Whether a value is a process ID: zero and negative numbers are process groups. */
function isProcessNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 0xffff_ffff;
}

/** Deletes a file if possible: a remaining file does not affect later owners. */
export function deleteIfPossible(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process has deleted it, it is a folder, or permission is missing.
  }
}

/** Whether the process that writes the file has certainly ended: a write takes much less time. */
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
