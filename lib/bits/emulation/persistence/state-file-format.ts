import { isAbsolute } from 'node:path';
import {
  requireArray,
  requireBoolean,
  requireInteger,
  requireObject,
  requireText,
  wrongType,
  wrongValue,
} from '../../../com/arguments.js';
import { parseGuid } from '../../../com/guid.js';
import { limits } from '../../constants.js';
import type { ErrorRecord, FileName } from '../../verbs.js';
import { checkNames } from '../file-names.js';
import { downloadType, isFinal, isJobState, jobPriority, jobState, lastJobType } from '../job-enumerations.js';
import type { StoredFile } from '../job-file.js';
import { knownNotifyFlags } from '../settings.js';
import type { FileIdentity } from './file-identity.js';
import type { StoredGroup, StoredJob } from './job-store.js';
import { isTemporaryTag, requireOwnTemporaryFile } from './temporary-name.js';

const largestDword = 0xffff_ffff;

/** The maximum time of a `Date`, in milliseconds since the epoch. */
const latestTime = 8.64e15;

/** The first and the last value of `BG_ERROR_CONTEXT`. */
const errorContexts = { first: 0, last: 8 } as const;

/** The maximum length of a temporary file's path: the folder of a local name, and a name. */
const longestTemporaryName = limits.path + 128;

/** The maximum length of the version that a transport records. */
const longestVersion = 64 * 1024;

/**
 * Reads a job from the content of a file. The file may have been written by another program: only what the service itself could have
 * written is accepted.
 * @throws {TypeError
 * RangeError} names the part that is not accepted
 */
export function readStoredJob(value: unknown): StoredJob {
  const state = readInteger(value, 'state', 0, largestDword);
  if (!isJobState(state) || isFinal(state)) throw wrongValue(`state ${state} is not a state of an open job`);
  const type = readInteger(value, 'type', 0, lastJobType);
  const error = readNullable(value, 'error', readError);
  const failed = state === jobState.error || state === jobState.transientError;
  if (failed && error === null) throw wrongType('a job in an error state must have an error');
  const files = readList(value, 'files').map(readFile);
  if (type !== downloadType && files.length > 1) throw wrongValue('an upload job has at most one file');
  return {
    id: parseGuid(field(value, 'id')),
    type,
    displayName: readText(value, 'displayName', limits.displayName),
    description: readText(value, 'description', limits.description),
    state,
    priority: readInteger(value, 'priority', jobPriority.foreground, jobPriority.low),
    notifyFlags: readInteger(value, 'notifyFlags', 0, knownNotifyFlags),
    minimumRetryDelay: readInteger(value, 'minimumRetryDelay', 0, largestDword),
    noProgressTimeout: readInteger(value, 'noProgressTimeout', 0, largestDword),
    errorCount: readInteger(value, 'errorCount', 0, Number.MAX_SAFE_INTEGER),
    lastActivity: readInteger(value, 'lastActivity', 0, latestTime),
    error: failed ? error : null,
    files,
    group: readNullable(value, 'group', readGroup),
  };
}

function readGroup(value: unknown): StoredGroup {
  return {
    id: parseGuid(field(value, 'id')),
    groupJobId: readNullable(value, 'groupJobId', (id) => parseGuid(id)),
    notifyFlags: readInteger(value, 'notifyFlags', 0, largestDword),
    notifyClass: readText(value, 'notifyClass', limits.displayName),
    displayName: readText(value, 'displayName', limits.displayName),
    description: readText(value, 'description', limits.description),
  };
}

function readFile(value: unknown): StoredFile {
  const name = readName(value);
  if (!isAbsolute(name.localName)) throw wrongValue(`${JSON.stringify(name.localName)} is not a full path`);
  checkNames(name);
  const temporaryName = readNullable(value, 'temporaryName', (path) =>
    requireText(path, 'temporaryName', longestTemporaryName),
  );
  if (temporaryName !== null) requireOwnTemporaryFile(temporaryName, name.localName);
  return {
    ...name,
    total: readNullable(value, 'total', readCount),
    transferred: readCount(field(value, 'transferred')),
    version: readNullable(value, 'version', (version) => requireText(version, 'version', longestVersion)),
    temporaryName,
    temporaryTag: readNullable(value, 'temporaryTag', readTag),
    done: readBoolean(value, 'done'),
    placing: readNullable(value, 'placing', readIdentity),
    completed: readBoolean(value, 'completed'),
  };
}

function readTag(value: unknown): string {
  const tag = requireText(value, 'temporaryTag', 32);
  if (!isTemporaryTag(tag)) throw wrongValue(`${JSON.stringify(tag)} is not a tag of a temporary file`);
  return tag;
}

function readIdentity(value: unknown): FileIdentity {
  return {
    device: readCount(field(value, 'device')),
    inode: readCount(field(value, 'inode')),
    size: readCount(field(value, 'size')),
    born: readCount(field(value, 'born')),
  };
}

function readError(value: unknown): ErrorRecord {
  return {
    context: readInteger(value, 'context', errorContexts.first, errorContexts.last),
    hresult: readInteger(value, 'hresult', 0, largestDword),
    file: readNullable(value, 'file', readName),
  };
}

function readName(value: unknown): FileName {
  return {
    remoteName: readText(value, 'remoteName', limits.url),
    localName: readText(value, 'localName', limits.path),
  };
}

function field(value: unknown, name: string): unknown {
  const object = requireObject(value, `what holds ${name}`);
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

function readNullable<T>(value: unknown, name: string, read: (value: unknown) => T): T | null {
  const content = field(value, name);
  return content === null ? null : read(content);
}

function readList(value: unknown, name: string): unknown[] {
  return requireArray(field(value, name), name, 'records');
}

function readBoolean(value: unknown, name: string): boolean {
  return requireBoolean(field(value, name), name);
}

function readInteger(value: unknown, name: string, minimum: number, maximum: number): number {
  return requireInteger(field(value, name), name, minimum, maximum);
}

function readText(value: unknown, name: string, longest: number): string {
  return requireText(field(value, name), name, longest);
}

/** A 64-bit count, stored as text because a JSON number cannot hold all values. */
function readCount(value: unknown): string {
  const text = requireText(value, 'a count', 20);
  if (!/^\d+$/.test(text)) throw wrongValue(`${JSON.stringify(text)} is not a decimal number`);
  return text;
}
