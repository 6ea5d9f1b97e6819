import { bitsResults } from './hresults/bits.js';
import { genericResults } from './hresults/generic.js';
import { httpResults } from './hresults/http.js';
import { queueManagerResults } from './hresults/queue-manager.js';
import { syncmgrResults } from './hresults/syncmgr.js';
import { wbemResults } from './hresults/wbem.js';
import { win32Results } from './hresults/win32.js';
import { winsyncResults } from './hresults/winsync.js';

/** Every result that this package compares with, as unsigned 32-bit numbers. */
export const hresults = {
  ...syncmgrResults,
  ...winsyncResults,
  ...win32Results,
  ...genericResults,
  ...queueManagerResults,
  ...httpResults,
  ...bitsResults,
} as const;

/** The families of interfaces that have result codes of their own: numbers of `FACILITY_ITF` mean what the interface says that returns them. */
export type HResultFamily = 'bits' | 'winsync' | 'syncmgr' | 'ctm';

const sharedNames = toNames(win32Results, genericResults, queueManagerResults, httpResults, bitsResults);

const familyNames: Readonly<Record<HResultFamily, ReadonlyMap<number, string>>> = {
  bits: new Map(),
  winsync: toNames(winsyncResults),
  syncmgr: toNames(syncmgrResults),
  ctm: toNames(wbemResults),
};

/** The interfaces and functions of each family, by how their names begin. */
const operations: readonly (readonly [RegExp, HResultFamily])[] = [
  [/^IBackgroundCopy/, 'bits'],
  [/^(?:ISyncMgr|IEnumSyncMgr)/, 'syncmgr'],
  [/^(?:ISync|IKnowledgeSync|IRegisteredSync|SyncSession)/, 'winsync'],
  [/^(?:SendNotify|ICcm)/, 'ctm'],
];

/** An HRESULT as the unsigned 32-bit number that `HResultError.hresult` carries, whatever sign it came with. */
export function toUnsigned(hresult: number): number {
  return hresult >>> 0;
}

/** Whether the severity bit is clear: `SUCCEEDED(hresult)`. */
export function succeeded(hresult: number): boolean {
  return (hresult & 0x80000000) === 0;
}

/** `0x` and eight upper-case hexadecimal digits. */
export function toHexadecimal(hresult: number): string {
  return `0x${toUnsigned(hresult).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** The family that an operation such as `'ISyncMgrSynchronize.Synchronize'` belongs to; undefined for COM's own, such as `'CoCreateInstance'`. */
export function familyOf(operation: string): HResultFamily | undefined {
  return operations.find(([pattern]) => pattern.test(operation))?.[1];
}

/**
 * The symbolic name of an HRESULT as the Windows SDK spells it, or its hexadecimal form when it has none here.
 * @param family the family that returned it. Left out: a name that only one family has for the number
 */
export function hresultName(hresult: number, family?: HResultFamily): string {
  const code = toUnsigned(hresult);
  const own = family === undefined ? onlyNameOf(code) : familyNames[family].get(code);
  return own ?? sharedNames.get(code) ?? toHexadecimal(code);
}

function onlyNameOf(code: number): string | undefined {
  const found = Object.values(familyNames).flatMap((names) => names.get(code) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function toNames(...tables: readonly Readonly<Record<string, number>>[]): ReadonlyMap<number, string> {
  return new Map(
    tables.flatMap((table) => Object.entries(table).map(([name, value]): [number, string] => [value, name])),
  );
}
