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
import { wbemResults } from './hresults/wbem.js';
import { win32Results } from './hresults/win32.js';
import { winhttpResults } from './hresults/winhttp.js';
import { winsyncResults } from './hresults/winsync.js';

/**
 * HRESULTs by their symbolic names, as unsigned 32-bit numbers: those of COM, RPC, Win32 and HTTP, and of the four families. `isHResult()` accepts
 * the same names. Source: https://learn.microsoft.com/windows/win32/seccrypto/common-hresult-values, and the pages of the families.
 *
 * The build writes all of these tables as one JSON text (scripts/result-tables.mjs).
 */
export const hresults = {
  ...wbemResults,
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
};
/** The families of interfaces with their own result codes: the meaning of a `FACILITY_ITF` code depends on the interface that returns it. */
export type HResultFamily = 'bits' | 'winsync' | 'syncmgr' | 'ctm';

interface NameTables {
  readonly shared: ReadonlyMap<number, string>;
  readonly families: Readonly<Record<HResultFamily, ReadonlyMap<number, string>>>;
}

/** The prefixes of names that only one family has. */
const familyNames = { winsync: /^SYNC_E_/, syncmgr: /^S_SYNCMGR_/, ctm: /^WBEM_/ };

let tables: NameTables | undefined;

/** Returns the tables of names. They are made at the first lookup: most programs never need one, and the tables cost several milliseconds. */
function nameTables(): NameTables {
  const { winsync, syncmgr, ctm } = familyNames;
  const ofFamilies = Object.values(familyNames);
  tables ??= {
    shared: toNames((name) => !ofFamilies.some((pattern) => pattern.test(name))),
    families: {
      bits: new Map(),
      winsync: toNames((name) => winsync.test(name)),
      syncmgr: toNames((name) => syncmgr.test(name)),
      ctm: toNames((name) => ctm.test(name)),
    },
  };
  return tables;
}

/** `MAKE_HRESULT(SEVERITY_ERROR, FACILITY_HTTP, 0)`. */
const httpError = 0x80190000;

/** The interfaces and functions of each family, by the beginning of their names. */
const operations: readonly (readonly [RegExp, HResultFamily])[] = [
  [/^(?:IBackgroundCopy|HttpDownload)/, 'bits'],
  [/^(?:ISyncMgr|IEnumSyncMgr)/, 'syncmgr'],
  [/^(?:ISync|IKnowledgeSync|IRegisteredSync|WinSyncSession)/, 'winsync'],
  [/^(?:SendNotify|ICcm)/, 'ctm'],
];

/** Returns an HRESULT, signed or unsigned, as the unsigned 32-bit number that `HResultError.hresult` contains. */
export function toUnsigned(hresult: number): number {
  return hresult >>> 0;
}

/** Whether the severity bit is clear: `SUCCEEDED(hresult)`. */
export function succeeded(hresult: number): boolean {
  return (hresult & 0x80000000) === 0;
}

/** Returns an HRESULT as `0x` and eight upper-case hexadecimal digits. */
export function toHexadecimal(hresult: number): string {
  return `0x${toUnsigned(hresult).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Returns the family of an operation such as `'ISyncMgrSynchronize.Synchronize'`; undefined for COM's own, such as `'CoCreateInstance'`. */
export function familyOf(operation: string): HResultFamily | undefined {
  return operations.find(([pattern]) => pattern.test(operation))?.[1];
}

/**
 * Returns the symbolic name of an HRESULT as the Windows SDK spells it, or its hexadecimal form if it is not in the tables. BITS reports every HTTP
 * status as 0x80190000 + status, so a status without a constant in BitsMsg.h (308, 429, 451, …) gets its name by the same pattern.
 * @param family the family that returned it. If omitted: a name that only one family has for the number
 */
export function hresultName(hresult: number, family?: HResultFamily): string {
  const code = toUnsigned(hresult);
  const { shared, families } = nameTables();
  const own = family === undefined ? onlyNameOf(code) : families[family].get(code);
  return own ?? shared.get(code) ?? httpStatusName(code) ?? toHexadecimal(code);
}

/** Returns the HTTP status in an HRESULT of BITS (0x80190000 + status), or null for every other HRESULT. */
export function httpStatusOf(hresult: number): number | null {
  const status = toUnsigned(hresult) - httpError;
  return status >= 100 && status <= 999 ? status : null;
}

function httpStatusName(code: number): string | undefined {
  const status = httpStatusOf(code);
  return status === null ? undefined : `BG_E_HTTP_ERROR_${status}`;
}

function onlyNameOf(code: number): string | undefined {
  const found = Object.values(nameTables().families).flatMap((names) => names.get(code) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function toNames(accepts: (name: string) => boolean): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(hresults)
      .filter(([name]) => accepts(name))
      .map(([name, value]): [number, string] => [value, name]),
  );
}
