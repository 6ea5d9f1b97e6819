import {
  maximumDword,
  requireInteger,
  requireOptions,
  requireText,
  wrongType,
  wrongValue,
} from '../../com/arguments.js';
import { createGuid, parseGuid } from '../../com/guid.js';
import type { PartialOf } from '../../com/partial.js';

/**
 * The policy that registers a provider: `CCM_DownloadProvider`.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/ccm_downloadprovider-wmi-class.
 */
export interface DownloadProviderPolicy {
  /** The key; the same name as on the server. */
  readonly logicalName: string;
  /** The COM class that implements `ICcmAlternateDownloadProvider`. */
  readonly clsid: string;
  /** From 1, which is called first, to 2^32-1. */
  readonly priority: number;
  /** Client-wide configuration, passed to every `DownloadContent`; may be empty. */
  readonly globalSettings: string;
}

/** The registration of a provider. By default it has a new CLSID and no settings. */
export type DownloadProviderOptions = Pick<DownloadProviderPolicy, 'logicalName' | 'priority'> &
  PartialOf<DownloadProviderPolicy>;

/** The policy to write; without `globalSettings` there is no client-wide configuration. */
export type DownloadProviderMofOptions = Omit<DownloadProviderPolicy, 'globalSettings'> &
  PartialOf<Pick<DownloadProviderPolicy, 'globalSettings'>>;

/** Reads a policy and fills in the defaults. @throws {TypeError | RangeError} for a value that the class does not allow */
export function readPolicy(options: DownloadProviderOptions): DownloadProviderPolicy {
  const { logicalName, clsid = createGuid(), priority, globalSettings = '' } = requireOptions(options);
  return {
    logicalName: requireProviderName(logicalName, 'logicalName'),
    clsid: parseGuid(clsid, 'clsid'),
    priority: requireInteger(priority, 'priority', 1, maximumDword),
    globalSettings: requireText(globalSettings, 'globalSettings'),
  };
}

/** Checks the logical name of a provider in policy, server settings and requests. @throws {TypeError | RangeError} */
export function requireProviderName(value: unknown, name: string): string {
  const text = requireText(value, name);
  if (text.trim() === '') throw wrongValue(`${name} must not be empty`);
  if (/\p{Cc}|\p{Cs}/u.test(text))
    throw wrongValue(`${name} must not contain control characters or unpaired surrogates`);
  return text;
}

/** The WMI namespace of the requested machine policy. */
const namespace = 'root\\ccm\\policy\\machine\\RequestedConfig';

/** The named escapes of Managed Object Format. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

/**
 * Writes the policy that registers an alternate content provider on a client, as text for the Managed Object Format compiler (`mofcomp`): an
 * instance of `CCM_DownloadProvider` in the requested machine policy, with the source `Local`. The text is ASCII: other characters are escaped.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/ccm_downloadprovider-wmi-class.
 * @throws {TypeError | RangeError} for a value that the class does not allow
 */
export function formatDownloadProviderMof(policy: DownloadProviderMofOptions): string {
  const { clsid } = requireOptions(policy, 'policy');
  // A generated CLSID would register no class.
  if (clsid === undefined) throw wrongType('clsid must be a GUID string, not undefined');
  const { logicalName, clsid: classId, priority, globalSettings } = readPolicy(policy);
  return [
    `#pragma namespace(${quote(`\\\\.\\${namespace}`)})`,
    '',
    'instance of CCM_DownloadProvider',
    '{',
    `    PolicySource = ${quote('Local')};`,
    `    LogicalName = ${quote(logicalName)};`,
    `    CLSID = ${quote(classId)};`,
    `    Priority = ${priority};`,
    `    GlobalSettings = ${quote(globalSettings)};`,
    '};',
    '',
  ].join('\r\n');
}

/** Returns a string literal. Characters outside ASCII are written as UTF-16 code units, so that the text does not depend on an encoding. */
function quote(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charAt(index));
  return `"${units.map(escapeUnit).join('')}"`;
}

function escapeUnit(unit: string): string {
  if (unit >= ' ' && unit <= '~') return escapes.get(unit) ?? unit;
  return escapes.get(unit) ?? `\\x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
