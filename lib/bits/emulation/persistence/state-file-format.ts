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
import { longestVersion } from '../../http/remote-file.js';
import { protocolOf } from '../../http/transfer-failure.js';
import { downloadType } from '../../http/transfer-terms.js';
import type { ErrorRecord, FileName } from '../../verbs.js';
import { checkNames, checkRemoteName, toRemoteName } from '../file-names.js';
import { parseSession } from '../http/upload-session.js';
import { isFinal, isJobState, jobPriority, jobState, lastJobType } from '../job-enumerations.js';
import type { StoredFile } from '../job-file.js';
import type { StoredAccess } from '../random-access.js';
import { knownNotifyFlags } from '../settings.js';
import type { FileIdentity } from './file-identity.js';
import type { StoredGroup, StoredJob, StoredReply } from './job-store.js';
import { readCount, readPairs, readStoredSettings } from './stored-settings.js';
import { isTemporaryTag, requireOwnTemporaryFile } from './temporary-name.js';

const largestDword = 0xffff_ffff;

/** The maximum time of a `Date`, in milliseconds since the epoch. */
const latestTime = 8.64e15;

/** The first and the last value of `BG_ERROR_CONTEXT`. */
const errorContexts = { first: 0, last: 8 } as const;

/** The maximum length of a temporary file's path: the folder of a local name, and a name. */
const longestTemporaryName = limits.path + 128;

/** The maximum length of the head of a response, in characters. */
const longestHead = 512 * 1024;

/**
 * Reads a job from the content of a file, which may have been written by another program: only what the service itself could have written is
 * accepted.
 * @throws {TypeError | RangeError} for a part that is not accepted, which the message names
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
    settings: readStoredSettings(field(value, 'settings')),
    owner: readOptional(value, 'owner', readSid),
    created: readOptional(value, 'created', (time) => requireInteger(time, 'created', 0, latestTime)),
    transferCompletion: readOptional(value, 'transferCompletion', (time) =>
      time === null ? null : requireInteger(time, 'transferCompletion', 0, latestTime),
    ),
    reply: readOptional(value, 'reply', readReply),
  };
}

function readReply(value: unknown): StoredReply {
  return {
    fileName: readNullable(value, 'fileName', (name) => requireText(name, 'fileName', limits.path)),
    file: readNullable(value, 'file', readFile),
  };
}

function readSid(value: unknown): string {
  const sid = requireText(value, 'owner', 256);
  if (!/^S-1-[0-9]+(?:-[0-9]+)+$/.test(sid)) throw wrongValue(`${JSON.stringify(sid)} is not a security identifier`);
  return sid;
}

/** Reads a part that files of earlier versions do not have; undefined if it is absent. */
function readOptional<T>(value: unknown, name: string, read: (value: unknown) => T): T | undefined {
  const content = field(value, name);
  return content === undefined ? undefined : read(content);
}

function readAccess(value: unknown): StoredAccess {
  return {
    filled: readPairs(field(value, 'filled'), 'filled'),
    requested: readPairs(field(value, 'requested'), 'requested'),
    position: readCount(field(value, 'position')),
    onDemand: readBoolean(value, 'onDemand'),
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
    givenName: readOptional(value, 'givenName', readGivenName),
    total: readNullable(value, 'total', readCount),
    transferred: readCount(field(value, 'transferred')),
    version: readNullable(value, 'version', (version) => requireText(version, 'version', longestVersion)),
    temporaryName,
    temporaryTag: readNullable(value, 'temporaryTag', readTag),
    done: readBoolean(value, 'done'),
    placing: readNullable(value, 'placing', readIdentity),
    completed: readBoolean(value, 'completed'),
    ranges: readOptional(value, 'ranges', (ranges) => (ranges === null ? null : readPairs(ranges, 'ranges'))) ?? null,
    access: readOptional(value, 'access', (access) => (access === null ? null : readAccess(access))) ?? null,
    validated: readOptional(value, 'validated', (validated) => requireBoolean(validated, 'validated')) ?? false,
    responseHeaders:
      readOptional(value, 'responseHeaders', (head) => requireText(head, 'responseHeaders', longestHead)) ?? '',
    uploadSession: readOptional(value, 'uploadSession', readSession) ?? null,
    replyUrl: readOptional(value, 'replyUrl', readUrl) ?? null,
    direct: readOptional(value, 'direct', (direct) => requireBoolean(direct, 'direct')) ?? false,
  };
}

function readGivenName(value: unknown): string {
  const name = requireText(value, 'givenName', limits.url);
  checkRemoteName(name);
  return name;
}

function readSession(value: unknown): string | null {
  const text = value === null ? null : requireText(value, 'uploadSession', longestVersion);
  if (text !== null && parseSession(text) === null) throw wrongValue('uploadSession is not a session');
  return text;
}

function readUrl(value: unknown): string | null {
  const url = value === null ? null : requireText(value, 'replyUrl', limits.url);
  if (url !== null && toRemoteName(url) !== url) throw wrongValue('replyUrl is not a URL of HTTP');
  return url;
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
  const file = readNullable(value, 'file', readName);
  return {
    context: readInteger(value, 'context', errorContexts.first, errorContexts.last),
    hresult: readInteger(value, 'hresult', 0, largestDword),
    file,
    protocol: file === null ? null : protocolOf(file.remoteName),
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
