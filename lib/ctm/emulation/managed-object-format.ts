import { requireOptions, wrongType } from '../../com/arguments.js';
import type { PartialOf } from '../../com/partial.js';
import { type DownloadProviderPolicy, readPolicy } from './registration.js';

/** Where a client's own policy is requested. */
const namespace = 'root\\ccm\\policy\\machine\\RequestedConfig';

/** The escapes that Managed Object Format has names for. */
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
 * The policy that registers a provider on a client, as text for the Managed Object Format compiler: an instance of
 * `CCM_DownloadProvider` in the requested machine policy, its source `Local`. The text is ASCII: other characters are escaped.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/ccm_downloadprovider-wmi-class.
 * @throws {TypeError | RangeError} for what the class does not allow
 */
export function formatDownloadProviderMof(
  policy: Omit<DownloadProviderPolicy, 'globalSettings'> & PartialOf<Pick<DownloadProviderPolicy, 'globalSettings'>>,
): string {
  const { clsid } = requireOptions(policy, 'policy');
  // A made-up class would register nothing.
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

/** A string literal. Characters outside of ASCII are written by their UTF-16 numbers, whatever encoding the file gets. */
function quote(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charAt(index));
  return `"${units.map(escapeUnit).join('')}"`;
}

function escapeUnit(unit: string): string {
  if (unit >= ' ' && unit <= '~') return escapes.get(unit) ?? unit;
  return escapes.get(unit) ?? `\\x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
