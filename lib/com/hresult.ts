import { bitsResults } from './hresults/bits.js';
import { genericResults } from './hresults/generic.js';
import { httpResults } from './hresults/http.js';
import { oleResults } from './hresults/ole.js';
import { platformResults } from './hresults/platform.js';
import { queueManagerResults } from './hresults/queue-manager.js';
import { rpcResults } from './hresults/rpc.js';
import { securityResults } from './hresults/security.js';
import { syncmgrResults } from './hresults/syncmgr.js';
import { taskSchedulerResults } from './hresults/task-scheduler.js';
import { transactionResults } from './hresults/transactions.js';
import { win32Results } from './hresults/win32.js';
import { winhttpResults } from './hresults/winhttp.js';
import { winsyncResults } from './hresults/winsync.js';

/** Every result that this package knows by name, as unsigned 32-bit numbers. */
export const hresults = {
  ...platformResults,
  ...oleResults,
  ...transactionResults,
  ...taskSchedulerResults,
  ...securityResults,
  ...rpcResults,
  ...winhttpResults,
  ...syncmgrResults,
  ...winsyncResults,
  ...win32Results,
  ...genericResults,
  ...queueManagerResults,
  ...httpResults,
  ...bitsResults,
} as const;

/** `MAKE_HRESULT(SEVERITY_ERROR, FACILITY_HTTP, 0)`. */
const httpError = 0x80190000;

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

/**
 * The symbolic name of an HRESULT as the Windows SDK spells it, or its hexadecimal form when it has none here. BITS reports every HTTP
 * status as 0x80190000 + status, so a status without a constant in BitsMsg.h (308, 429, 451, …) gets its name by the same pattern.
 */
export function hresultName(hresult: number): string {
  return names.get(toUnsigned(hresult)) ?? httpStatusName(hresult) ?? toHexadecimal(hresult);
}

function httpStatusName(hresult: number): string | undefined {
  const status = toUnsigned(hresult) - httpError;
  return status >= 100 && status <= 999 ? `BG_E_HTTP_ERROR_${status}` : undefined;
}
