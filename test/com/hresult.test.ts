import { describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresultName, hresults, succeeded, toHexadecimal, toUnsigned } from '../../lib/com/hresult.js';
import { bitsResults } from '../../lib/com/hresults/bits.js';
import { genericResults } from '../../lib/com/hresults/generic.js';
import { httpResults } from '../../lib/com/hresults/http.js';
import { oleResults } from '../../lib/com/hresults/ole.js';
import { platformResults } from '../../lib/com/hresults/platform.js';
import { queueManagerResults } from '../../lib/com/hresults/queue-manager.js';
import { rpcResults } from '../../lib/com/hresults/rpc.js';
import { securityResults } from '../../lib/com/hresults/security.js';
import { syncmgrResults } from '../../lib/com/hresults/syncmgr.js';
import { taskSchedulerResults } from '../../lib/com/hresults/task-scheduler.js';
import { transactionResults } from '../../lib/com/hresults/transactions.js';
import { wbemResults } from '../../lib/com/hresults/wbem.js';
import { win32Results } from '../../lib/com/hresults/win32.js';
import { winhttpResults } from '../../lib/com/hresults/winhttp.js';
import { winsyncResults } from '../../lib/com/hresults/winsync.js';

const tables = {
  bitsResults,
  genericResults,
  httpResults,
  oleResults,
  platformResults,
  queueManagerResults,
  rpcResults,
  securityResults,
  syncmgrResults,
  taskSchedulerResults,
  transactionResults,
  wbemResults,
  win32Results,
  winhttpResults,
  winsyncResults,
};

/** Published values, written here independently of lib. */
const published = [
  ['S_OK', 0x00000000],
  ['S_FALSE', 0x00000001],
  ['E_PENDING', 0x8000000a],
  ['E_NOTIMPL', 0x80004001],
  ['E_NOINTERFACE', 0x80004002],
  ['E_POINTER', 0x80004003],
  ['E_ABORT', 0x80004004],
  ['E_FAIL', 0x80004005],
  ['E_UNEXPECTED', 0x8000ffff],
  ['E_ACCESSDENIED', 0x80070005],
  ['E_HANDLE', 0x80070006],
  ['E_OUTOFMEMORY', 0x8007000e],
  ['E_INVALIDARG', 0x80070057],
  ['RPC_E_CHANGED_MODE', 0x80010106],
  ['RPC_E_DISCONNECTED', 0x80010108],
  ['CLASS_E_NOAGGREGATION', 0x80040110],
  ['REGDB_E_CLASSNOTREG', 0x80040154],
  ['CO_E_NOTINITIALIZED', 0x800401f0],
  ['CO_E_OBJNOTCONNECTED', 0x800401fd],
  ['BG_S_PARTIAL_COMPLETE', 0x00200017],
  ['BG_S_UNABLE_TO_DELETE_FILES', 0x0020001a],
  ['BG_E_NOT_FOUND', 0x80200001],
  ['BG_E_INVALID_STATE', 0x80200002],
  ['BG_E_EMPTY', 0x80200003],
  ['BG_E_ERROR_INFORMATION_UNAVAILABLE', 0x8020000f],
  ['BG_E_NETWORK_DISCONNECTED', 0x80200010],
  ['BG_E_TOO_MANY_FILES', 0x8020001c],
  ['BG_E_STRING_TOO_LONG', 0x80200021],
  ['BG_E_NO_PROGRESS', 0x80200024],
  ['BG_E_TOO_MANY_JOBS_PER_USER', 0x80200049],
  ['BG_E_TOO_MANY_JOBS_PER_MACHINE', 0x80200050],
  ['BG_E_HTTP_ERROR_404', 0x80190194],
  ['BG_E_HTTP_ERROR_503', 0x801901f7],
  ['QM_E_INVALID_STATE', 0x81001001],
  ['QM_E_SERVICE_UNAVAILABLE', 0x81001002],
  ['QM_E_DOWNLOADER_UNAVAILABLE', 0x81001003],
  ['QM_E_ITEM_NOT_FOUND', 0x81001004],
  ['ERROR_SERVICE_DISABLED', 0x80070422],
  ['ERROR_NOT_LOGGED_ON', 0x800704dd],
  ['RPC_S_SERVER_UNAVAILABLE', 0x800706ba],
  ['RPC_X_NULL_REF_POINTER', 0x800706f4],
  ['ERROR_WINHTTP_CANNOT_CONNECT', 0x80072efd],
  ['E_BOUNDS', 0x8000000b],
  ['CO_E_ELEVATION_DISABLED', 0x80080017],
  ['SCHED_E_SERVICE_NOT_RUNNING', 0x80041315],
  ['XACT_E_NOTRANSACTION', 0x8004d00e],
  ['NTE_BAD_SIGNATURE', 0x80090006],
  ['SEC_E_UNTRUSTED_ROOT', 0x80090325],
  ['RPC_S_INTERNAL_ERROR', 0x800706e6],
  ['RPC_X_SS_IN_NULL_CONTEXT', 0x800706ef],
  ['ERROR_FILE_TOO_LARGE', 0x800700df],
  ['ERROR_WINHTTP_SECURE_CHANNEL_ERROR', 0x80072f7d],
  ['ERROR_INTERNET_DISCONNECTED', 0x80072f83],
  ['DRAGDROP_S_DROP', 0x00040100],
] as const;

describe('the tables of results', () => {
  it.each(published)('have %s with its published value', (name, value) => {
    expect({ name: hresultName(value), value: hresults[name] }).toEqual({ name, value });
  });

  it('have unique names across all tables', () => {
    const names = Object.values(tables).flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(hresults).sort()).toEqual([...names].sort());
  });

  it('have unique values, except that those of WMI and of Windows Sync overlap', () => {
    const { wbemResults: ofWmi, ...others } = tables;
    for (const values of [
      Object.values<number>(ofWmi),
      Object.values(others).flatMap((table) => Object.values<number>(table)),
    ])
      expect(new Set(values).size).toBe(values.length);
  });

  it('contain unsigned 32-bit numbers only', () => {
    const wrong = Object.entries(hresults).filter(([, value]) => value !== toUnsigned(value));
    expect(wrong).toEqual([]);
  });

  it('have the severity of their names, success for _S_ and failure for _E_', () => {
    const wrong = Object.entries(hresults).filter(([name, value]) => {
      if (/^(S_|[A-Z0-9]+_S_)/.test(name) && !name.startsWith('RPC_S_')) return !succeeded(value);
      return succeeded(value);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the results of BITS', () => {
  const numbers = new Set(Object.values<number>(bitsResults).map((value) => value & 0xffff));

  it('are in FACILITY_BACKGROUNDCOPY', () => {
    const facilities = new Set(Object.values<number>(bitsResults).map((value) => (value >>> 16) & 0x1fff));
    expect([...facilities]).toEqual([0x20]);
  });

  it('are those of BitsMsg.h, from 1 to 0x76 with its gaps', () => {
    const gaps = Array.from({ length: 0x76 }, (_, index) => index + 1).filter((number) => !numbers.has(number));
    const unused = [
      ...Array.from({ length: 0x3e - 0x2f }, (_, index) => 0x2f + index),
      ...[0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
      ...[0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f],
    ];
    expect(gaps).toEqual(unused);
  });

  it('are 91: five successes and 86 failures', () => {
    const values = Object.values<number>(bitsResults);
    expect([values.filter(succeeded).length, values.length]).toEqual([5, 91]);
  });
});

describe('the results of HTTP', () => {
  it('are 0x80190000 and the status', () => {
    const wrong = Object.entries<number>(httpResults).filter(
      ([name, value]) => value !== 0x80190000 + Number(name.slice('BG_E_HTTP_ERROR_'.length)),
    );
    expect(wrong).toEqual([]);
  });

  it('are the 41 statuses that BITS defines', () => {
    expect(Object.keys(httpResults)).toHaveLength(41);
  });
});

describe('the name of an HTTP status', () => {
  it.each([308, 418, 421, 425, 429, 431, 451, 507, 511, 520, 599, 999])(
    '%i is BG_E_HTTP_ERROR_nnn without a constant',
    (status) => {
      expect(hresultName(0x80190000 + status)).toBe(`BG_E_HTTP_ERROR_${status}`);
    },
  );

  it.each([0x80190000, 0x80190063, 0x801903e8, 0x8019ffff])(
    '%i is hexadecimal if no status has that number',
    (value) => {
      expect(hresultName(value)).toBe(toHexadecimal(value));
    },
  );
});

describe('the results of RPC, WinHTTP and Win32', () => {
  it('are in FACILITY_WIN32', () => {
    const values = Object.values<number>({ ...rpcResults, ...winhttpResults });
    expect(values.filter((value) => value >>> 16 !== 0x8007)).toEqual([]);
  });
});

describe('the results of Win32', () => {
  it('are in FACILITY_WIN32', () => {
    expect(Object.entries<number>(win32Results).filter(([, value]) => value >>> 16 !== 0x8007)).toEqual([]);
  });
});

describe('the name of a result', () => {
  it('is its hexadecimal form if it has none', () => {
    expect(hresultName(0x8abc0def)).toBe('0x8ABC0DEF');
  });

  it('is the same for a signed and an unsigned number', () => {
    expect(hresultName(-2147467263)).toBe('E_NOTIMPL');
    expect(toUnsigned(-2147467263)).toBe(0x80004001);
  });

  it.each([
    [0, '0x00000000'],
    [0x0020001a, '0x0020001A'],
    [-1, '0xFFFFFFFF'],
  ])('of %d in hexadecimal is %s', (value, text) => {
    expect(toHexadecimal(value)).toBe(text);
  });
});

describe('success', () => {
  it.each([0, 1, 0x00200017, 0x7fffffff])('is %d', (value) => {
    expect(succeeded(value)).toBe(true);
  });

  it.each([0x80004001, -2147467263, 0xffffffff])('is not %d', (value) => {
    expect(succeeded(value)).toBe(false);
  });
});

describe('a number with different names in the families', () => {
  it('is named by the family that returns it', () => {
    expect(hresultName(0x80041001, 'ctm')).toBe('WBEM_E_FAILED');
    expect(hresultName(0x80041001, 'winsync')).toBe('SYNC_E_INVALID_OPERATION');
    expect(hresultName(0x80041001, 'syncmgr')).toBe('0x80041001');
    expect(hresultName(0x80041001, 'bits')).toBe('0x80041001');
  });

  it('has no name if the family is unknown', () => {
    expect(hresultName(0x80041001)).toBe('0x80041001');
    expect(hresultName(hresults.S_SYNCMGR_CANCELALL)).toBe('S_SYNCMGR_CANCELALL');
  });

  it.each([
    ['SendNotifyErrorToCTM', 'WBEM_E_FAILED'],
    ['ICcmAlternateDownloadProvider.DownloadContent', 'WBEM_E_FAILED'],
    ['IKnowledgeSyncProvider.EndSession', 'SYNC_E_INVALID_OPERATION'],
    ['ISyncSessionState2.SetProviderWithError', 'SYNC_E_INVALID_OPERATION'],
    ['WinSyncSession.begin', 'SYNC_E_INVALID_OPERATION'],
    ['ISyncMgrSynchronize.Synchronize', '0x80041001'],
    ['IBackgroundCopyJob.Resume', '0x80041001'],
  ])('is named by the family of the operation %s', (operation, code) => {
    expect(new HResultError(0x80041001, operation).code).toBe(code);
  });

  it.each(['bits', 'winsync', 'syncmgr', 'ctm'] as const)('has its name of COM itself in %s', (family) => {
    expect(hresultName(hresults.E_ACCESSDENIED, family)).toBe('E_ACCESSDENIED');
  });
});
