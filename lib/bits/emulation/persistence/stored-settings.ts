import {
  requireArray,
  requireBoolean,
  requireInteger,
  requireObject,
  requireText,
  wrongValue,
} from '../../../com/arguments.js';
import { parseGuid } from '../../../com/guid.js';
import { limits } from '../../constants.js';
import { isSecretHeader } from '../../http/custom-headers.js';
import type { ClientCertificateRecord, NotifyCommandRecord, ProxyRecord } from '../../settings-verbs.js';
import type { JobSettings } from '../job-settings.js';

/**
 * The saved settings of a job, and whether it was resumed. Credentials, helper tokens, certificate pins, write-only headers, and headers that carry
 * credentials are not saved.
 */
export interface StoredSettings {
  readonly proxy: ProxyRecord;
  readonly notifyCommand: NotifyCommandRecord | null;
  readonly fileAclFlags: number;
  readonly peerCachingFlags: number;
  readonly maximumDownloadTime: number;
  readonly costFlags: number;
  readonly notificationClsid: string;
  readonly dynamicContent: boolean;
  readonly highPerformance: boolean;
  readonly maximumDownloadSize: string;
  readonly useStoredCredentials: number;
  readonly minimumNotificationInterval: number;
  readonly onDemandMode: boolean;
  readonly clientCertificate: StoredCertificate | null;
  readonly customHeaders: string | null;
  readonly customHeadersWriteOnly: boolean;
  readonly securityFlags: number;
  readonly httpMethod: string;
  readonly helperTokenFlags: number;
  readonly resumed: boolean;
}

interface StoredCertificate {
  readonly storeLocation: number;
  readonly storeName: string;
  /** Hexadecimal. */
  readonly hash: string | null;
  readonly subjectName: string | null;
}

const largestDword = 0xffff_ffff;
const longestText = 64 * 1024;

export function storeSettings(settings: JobSettings): StoredSettings {
  const { clientCertificate } = settings;
  return {
    proxy: settings.proxy,
    notifyCommand: settings.notifyCommand,
    fileAclFlags: settings.fileAclFlags,
    peerCachingFlags: settings.peerCachingFlags,
    maximumDownloadTime: settings.maximumDownloadTime,
    costFlags: settings.costFlags,
    notificationClsid: settings.notificationClsid,
    dynamicContent: settings.dynamicContent,
    highPerformance: settings.highPerformance,
    maximumDownloadSize: String(settings.maximumDownloadSize),
    useStoredCredentials: settings.useStoredCredentials,
    minimumNotificationInterval: settings.minimumNotificationInterval,
    onDemandMode: settings.onDemandMode,
    clientCertificate:
      clientCertificate === null
        ? null
        : {
            ...clientCertificate,
            hash: clientCertificate.hash === null ? null : Buffer.from(clientCertificate.hash).toString('hex'),
          },
    customHeaders: settings.customHeadersWriteOnly ? null : withoutSecrets(settings.customHeaders),
    customHeadersWriteOnly: settings.customHeadersWriteOnly,
    securityFlags: settings.securityFlags,
    httpMethod: settings.httpMethod,
    helperTokenFlags: settings.helperTokenFlags,
    resumed: settings.resumed,
  };
}

export function restoreSettings(settings: JobSettings, stored: StoredSettings): void {
  const { clientCertificate, maximumDownloadSize, ...plain } = stored;
  Object.assign(settings, plain);
  settings.maximumDownloadSize = BigInt(maximumDownloadSize);
  settings.clientCertificate =
    clientCertificate === null ? null : { ...clientCertificate, hash: bytesOf(clientCertificate.hash) };
}

/** Reads the settings of a file; undefined if the file was written by a version without them. @throws {TypeError | RangeError} */
export function readStoredSettings(value: unknown): StoredSettings | undefined {
  if (value === undefined) return undefined;
  return {
    proxy: readProxy(field(value, 'proxy')),
    notifyCommand: nullable(field(value, 'notifyCommand'), readCommand),
    fileAclFlags: readNumber(value, 'fileAclFlags', 0xf),
    peerCachingFlags: readNumber(value, 'peerCachingFlags', 0x7),
    maximumDownloadTime: readNumber(value, 'maximumDownloadTime'),
    costFlags: readNumber(value, 'costFlags'),
    notificationClsid: parseGuid(field(value, 'notificationClsid')),
    dynamicContent: requireBoolean(field(value, 'dynamicContent'), 'dynamicContent'),
    highPerformance: requireBoolean(field(value, 'highPerformance'), 'highPerformance'),
    maximumDownloadSize: readCount(field(value, 'maximumDownloadSize')),
    useStoredCredentials: readNumber(value, 'useStoredCredentials', 2),
    minimumNotificationInterval: readNumber(value, 'minimumNotificationInterval'),
    onDemandMode: requireBoolean(field(value, 'onDemandMode'), 'onDemandMode'),
    clientCertificate: nullable(field(value, 'clientCertificate'), readCertificate),
    customHeaders: nullable(field(value, 'customHeaders'), (text) => requireText(text, 'customHeaders', longestText)),
    customHeadersWriteOnly: requireBoolean(field(value, 'customHeadersWriteOnly'), 'customHeadersWriteOnly'),
    securityFlags: readNumber(value, 'securityFlags'),
    httpMethod: requireText(field(value, 'httpMethod'), 'httpMethod', longestText),
    helperTokenFlags: readNumber(value, 'helperTokenFlags', 0x3),
    resumed: requireBoolean(field(value, 'resumed'), 'resumed'),
  };
}

function readProxy(value: unknown): ProxyRecord {
  return {
    usage: readNumber(value, 'usage', 3),
    list: nullable(field(value, 'list'), (text) => requireText(text, 'list', longestText)),
    bypass: nullable(field(value, 'bypass'), (text) => requireText(text, 'bypass', longestText)),
  };
}

function readCommand(value: unknown): NotifyCommandRecord {
  return {
    program: requireText(field(value, 'program'), 'program', limits.path),
    parameters: nullable(field(value, 'parameters'), (text) => requireText(text, 'parameters', longestText)),
  };
}

function readCertificate(value: unknown): StoredCertificate {
  return {
    storeLocation: readNumber(value, 'storeLocation', 7),
    storeName: requireText(field(value, 'storeName'), 'storeName', longestText),
    hash: nullable(field(value, 'hash'), (hash) => {
      const text = requireText(hash, 'hash', 40);
      if (!/^[0-9a-f]{40}$/.test(text)) throw wrongValue('hash must be 40 hexadecimal digits');
      return text;
    }),
    subjectName: nullable(field(value, 'subjectName'), (text) => requireText(text, 'subjectName', longestText)),
  };
}

/** Reads pairs of numbers as text. */
export function readPairs(value: unknown, name: string): (readonly [string, string])[] {
  return requireArray(value, name, 'pairs').map((pair) => {
    const [first, second] = requireArray(pair, name, 'numbers');
    return [readCount(first), readCount(second)] as const;
  });
}

/** Reads a 64-bit count as decimal text. @throws {TypeError | RangeError} */
export function readCount(value: unknown): string {
  const text = requireText(value, 'a count', 20);
  if (!/^\d+$/.test(text)) throw wrongValue(`${JSON.stringify(text)} is not a decimal number`);
  return text;
}

function withoutSecrets(headers: string | null): string | null {
  const lines = headers?.split(/(?<=\n)/).filter((line) => !isSecretHeader(/^[^\s:]*/.exec(line)?.[0] ?? ''));
  return lines === undefined || lines.length === 0 ? null : lines.join('');
}

function bytesOf(hash: string | null): ClientCertificateRecord['hash'] {
  return hash === null ? null : Uint8Array.from(Buffer.from(hash, 'hex'));
}

function field(value: unknown, name: string): unknown {
  const object = requireObject(value, `what holds ${name}`);
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

function nullable<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}

function readNumber(value: unknown, name: string, maximum = largestDword): number {
  return requireInteger(field(value, name), name, 0, maximum);
}
