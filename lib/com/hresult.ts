import { bitsResults } from './hresults/bits.js';
import { genericResults } from './hresults/generic.js';
import { httpResults } from './hresults/http.js';
import { queueManagerResults } from './hresults/queue-manager.js';
import { syncmgrResults } from './hresults/syncmgr.js';
import { win32Results } from './hresults/win32.js';
import { winsyncResults } from './hresults/winsync.js';

/** Every result that this package knows by name, as unsigned 32-bit numbers. */
export const hresults = {
  ...syncmgrResults,
  ...winsyncResults,
  ...win32Results,
  ...genericResults,
  ...queueManagerResults,
  ...httpResults,
  ...bitsResults,
} as const;

const names: ReadonlyMap<number, string> = new Map(Object.entries(hresults).map(([name, value]) => [value, name]));

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

/** The symbolic name of an HRESULT as its header spells it, or its hexadecimal form when it has none here. */
export function hresultName(hresult: number): string {
  return names.get(toUnsigned(hresult)) ?? toHexadecimal(hresult);
}
