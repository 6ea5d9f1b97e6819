import { parseGuid } from '../../../com/guid.js';
import type { ErrorRecord, FileName } from '../../verbs.js';
import type { StoredFile } from '../job-file.js';
import { isJobState } from '../states.js';
import type { StoredGroup, StoredJob } from './store.js';

/**
 * Reads what a file holds of a job.
 * @throws {TypeError | RangeError} when it is something else
 */
export function readStoredJob(value: unknown): StoredJob {
  const state = readNumber(value, 'state');
  if (!isJobState(state)) throw new RangeError(`state ${state} does not exist`);
  return {
    id: parseGuid(field(value, 'id')),
    type: readNumber(value, 'type'),
    displayName: readText(value, 'displayName'),
    description: readText(value, 'description'),
    state,
    priority: readNumber(value, 'priority'),
    notifyFlags: readNumber(value, 'notifyFlags'),
    minimumRetryDelay: readNumber(value, 'minimumRetryDelay'),
    noProgressTimeout: readNumber(value, 'noProgressTimeout'),
    errorCount: readNumber(value, 'errorCount'),
    lastActivity: readNumber(value, 'lastActivity'),
    error: readNullable(value, 'error', readError),
    files: readList(value, 'files').map(readFile),
    group: readNullable(value, 'group', readGroup),
  };
}

function readGroup(value: unknown): StoredGroup {
  return {
    id: parseGuid(field(value, 'id')),
    groupJobId: readNullable(value, 'groupJobId', (id) => parseGuid(id)),
    notifyFlags: readNumber(value, 'notifyFlags'),
    notifyClass: readText(value, 'notifyClass'),
    displayName: readText(value, 'displayName'),
    description: readText(value, 'description'),
  };
}

function readFile(value: unknown): StoredFile {
  const done = field(value, 'done');
  if (typeof done !== 'boolean') throw new TypeError('done must be a boolean');
  return {
    ...readName(value),
    total: readNullable(value, 'total', readBytes),
    transferred: readBytes(field(value, 'transferred')),
    version: readNullable(value, 'version', requireString),
    temporaryName: readNullable(value, 'temporaryName', requireString),
    done,
  };
}

function readError(value: unknown): ErrorRecord {
  return {
    context: readNumber(value, 'context'),
    hresult: readNumber(value, 'hresult'),
    file: readNullable(value, 'file', readName),
  };
}

function readName(value: unknown): FileName {
  return { remoteName: readText(value, 'remoteName'), localName: readText(value, 'localName') };
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${name} has no object around it`);
  return Reflect.get(value, name);
}

function readNullable<T>(value: unknown, name: string, read: (value: unknown) => T): T | null {
  const content = field(value, name);
  return content === null ? null : read(content);
}

function readList(value: unknown, name: string): unknown[] {
  const content = field(value, name);
  if (!Array.isArray(content)) throw new TypeError(`${name} must be a list`);
  return content;
}

function readNumber(value: unknown, name: string): number {
  const content = field(value, name);
  if (typeof content !== 'number') throw new TypeError(`${name} must be a number`);
  return content;
}

function readText(value: unknown, name: string): string {
  return requireString(field(value, name));
}

function requireString(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('text must be a string');
  return value;
}

/** A count of bytes, which JSON has as text: a number there would not hold all of them. */
function readBytes(value: unknown): string {
  const text = requireString(value);
  if (!/^\d+$/.test(text)) throw new RangeError(`${text} is no count of bytes`);
  return text;
}
