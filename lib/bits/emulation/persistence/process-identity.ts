import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { errorCode } from '../../../com/thrown.js';

/** A process, distinguishable from earlier and later ones with the same process ID. */
export interface ProcessIdentity {
  readonly processId: number;
  readonly threadId: number;
  /** `ticks:N`, the kernel's count since boot (Linux), or `ms:N`, milliseconds since the epoch. */
  readonly startedAt: string;
  /** The scope of the process ID: one boot of one machine and, on Linux, one PID namespace. */
  readonly scope: string;
  readonly host: string;
}

/** Milliseconds between two renewals of an owner file. */
export const renewalInterval = 30_000;

/** Milliseconds without renewal after which a process that cannot be looked up is considered ended. */
const leaseTime = 4 * renewalInterval;

/** The tolerance between start times of two sources in milliseconds: `ps` counts whole seconds. */
const startTolerance = 2000;

/** The timeout of the operating system's tools, in milliseconds. */
const lookupTimeout = 10_000;

let current: ProcessIdentity | undefined;

/** Returns the identity of this process and thread. */
export function currentProcess(): ProcessIdentity {
  current ??= {
    processId: process.pid,
    threadId,
    startedAt: (readStat(process.pid) ?? readCurrentStart()).startedAt,
    scope: currentScope(),
    host: hostname(),
  };
  return current;
}

/** Whether two identities belong to the same process; threads are not compared. */
export function isSameProcess(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.processId === right.processId && left.startedAt === right.startedAt && left.scope === right.scope;
}

/**
 * Whether a process is running. A process that cannot be looked up (on another machine, in another container) is considered running as long
 * as it renews its owner file. In doubt the result is true: a job without an owner waits, a job with two is damaged.
 * @param renewedAt the last renewal of its owner file, in milliseconds since the epoch
 */
export function isRunning(identity: ProcessIdentity, renewedAt: number, now: number = Date.now()): boolean {
  if (identity.scope === currentProcess().scope) return isRunningHere(identity);
  const restarted = identity.host === hostname() && renewedAt < now - uptime() * 1000;
  return !restarted && now - renewedAt < leaseTime;
}

function isRunningHere({ processId, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    // A process to which no signal may be sent is running.
    if (errorCode(error) !== 'EPERM') return false;
  }
  const found = startedAt.startsWith('ticks:') ? readStat(processId) : lookUpStart(processId);
  if (found === 'unknown') return true;
  return found?.startedAt !== undefined && !found.ended && isSameStart(startedAt, found.startedAt);
}

function isSameStart(left: string, right: string): boolean {
  if (left.startsWith('ticks:')) return left === right;
  return Math.abs(Number(left.slice(3)) - Number(right.slice(3))) <= startTolerance;
}

interface FoundProcess {
  readonly startedAt: string;
  /** Whether the process is a zombie: it has ended, and its parent has not waited for it. */
  readonly ended: boolean;
}

/**
 * Reads the start time of a process from `/proc`; undefined if that is not possible.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html.
 */
function readStat(processId: number): FoundProcess | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The program name, in parentheses, may contain spaces and parentheses. Field 3 follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields[19];
    return ticks === undefined ? undefined : { startedAt: `ticks:${ticks}`, ended: /^[ZXx]$/.test(fields[0] ?? '') };
  } catch {
    return undefined;
  }
}

/** Returns the properties that other processes find when they look up this one. */
function readCurrentStart(): FoundProcess {
  const found = lookUpStart(process.pid);
  const unknown = found === undefined || found === 'unknown';
  return unknown ? { startedAt: `ms:${Math.round(performance.timeOrigin)}`, ended: false } : found;
}

/** Reads the start time of a process from a tool of the operating system; undefined if the process does not exist. */
export function lookUpStart(processId: number): FoundProcess | 'unknown' | undefined {
  const windows = process.platform === 'win32';
  const { status, stdout } = windows ? runPowerShell(processId) : runPs(processId);
  if (status === null) return 'unknown';
  const text = stdout.trim();
  if (text === '') return undefined;
  const time = windows ? Number(text) : Date.parse(text);
  return Number.isFinite(time) ? { startedAt: `ms:${time}`, ended: false } : 'unknown';
}

function runPs(processId: number): { status: number | null; stdout: string } {
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(processId)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: lookupTimeout,
  });
}

function runPowerShell(processId: number): { status: number | null; stdout: string } {
  const root = process.env.SystemRoot ?? 'C:\\Windows';
  const program = join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const script = `([DateTimeOffset](Get-Process -Id ${processId}).StartTime).ToUnixTimeMilliseconds()`;
  return spawnSync(program, ['-NoProfile', '-NonInteractive', '-Command', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: lookupTimeout,
    windowsHide: true,
  });
}

/** Returns the scope of the process ID. Start times since the epoch are valid across restarts; tick counts and process IDs are not. */
function currentScope(): string {
  if (readStat(process.pid) === undefined) return hostname();
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
