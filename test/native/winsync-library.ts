import { loadAddon, type NativeConnection } from '../../lib/native.js';
import { loadWithKoffi } from './ctm-library.js';

/** A provider whose worker threads make the scripted reports; registered with `ThreadingModel=Both`, as all but the last. */
export const reportingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A01}';
/** `BeginSession` fails with `SYNC_E_REPLICA_NOT_FOUND`, or with the scripted result. */
export const failingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A02}';
/** `BeginSession` waits at the gate. */
export const hangingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A03}';
/** Keeps the session state after `EndSession` until a call releases it. */
export const outlivingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A04}';
/** Registered with `ThreadingModel=Apartment`. */
export const apartmentProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A05}';
/** Not registered. */
export const unknownProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1AFF}';

/** `ISyncSessionState::OnProgress`: role, stage, completed work, total work. */
export type Report = readonly [provider: number, stage: number, completedWork: number, totalWork: number];

/** A call that the library received or made, with all arguments as unsigned numbers. */
export interface LogEntry {
  /** Interface and method, such as `ISyncSessionState.OnProgress`. */
  readonly call: string;
  readonly arguments: readonly number[];
  /** The HRESULT, unsigned. */
  readonly result: number;
  readonly thread: number;
}

/** Sets the results of the recording objects of the library. */
export interface RecorderScript {
  /** A failure that all methods return. */
  readonly hresult?: number;
  readonly canceled?: boolean;
  readonly sessionError?: number;
  readonly resolveAction?: number;
  readonly fullEnumerationAction?: number;
}

/** The cost of a flood of reports. */
export interface FloodResult {
  /** Nanoseconds for one report, by blocks of 64. */
  readonly median: number;
  readonly percentile99: number;
  readonly maximum: number;
  /** Reports that returned a failure. */
  readonly failures: number;
}

/** The reference provider's library, loaded beside the addon in the same process. */
export interface SyncProviderLibrary {
  readonly path: string;
  /** Clears log and scripts, opens the gate, releases kept states, and stops serving registrations. */
  reset(): void;
  /** Sets the reports of each worker thread of a provider from its next session on (default: a run of all stages). */
  scriptReports(reports: readonly Report[]): void;
  /** Sets the number of worker threads of a session (default: 1), and whether each report waits for the gate. */
  scriptWorkers(threads: number, gated?: boolean): void;
  scriptBeginResult(hresult: number): void;
  /** Sets the result of `EndSession` after it has ended the session. */
  scriptEndResult(hresult: number): void;
  scriptRecorders(script: RecorderScript): void;
  openGate(): void;
  closeGate(): void;
  /** Threads that wait at the gate. */
  countWaiting(): number;
  log(): LogEntry[];
  /** References to all objects of the library. */
  countReferences(): number;
  /** Threads of the library that have not ended. */
  countWorkers(): number;
  /** Session states that outliving providers have kept. */
  countKeptStates(): number;
  releaseKeptStates(): void;
  /** Calls `IsCanceled` of the latest kept state, then reports to it, and returns the HRESULT of the report. */
  reportToKeptState(...report: Report): number;
  /** An `ISyncSessionState` that records; the caller owns the reference, as for the others. */
  createState(version: 1 | 2): bigint;
  /** An `ISyncCallback` that records. */
  createCallback(version: 1 | 2): bigint;
  /** An `ISyncChange` whose values follow from the seed: owner id of these bytes, item id of bytes 128 above. */
  createChange(seed: number): bigint;
  /** An `IChangeConflict` of change 1 of the source and change 2 of the destination. */
  createConflict(): bigint;
  /** An `IRecoverableError`: change 3, `E_ACCESSDENIED`, "item" for "reason", at the destination's application. */
  createRecoverableError(): bigint;
  /** The `SYNC_RESOLVE_ACTION` that was set in a conflict. */
  conflictAction(conflict: bigint): number;
  /** Reports (source, enumeration, 1 to `count`, `count`) from a separate thread at full speed. */
  startFlood(state: bigint, count: number): void;
  /** Null while the flood is running. */
  readFlood(): FloodResult | null;
  /** Serves `ISyncProviderRegistration` in this process, with two providers that are registered. */
  serveRegistration(): void;
  withdrawRegistration(): void;
}

/** Whether this run has the reference library; always true on Linux. */
export const hasSyncProviderLibrary = process.env.WINPROGRESS_TEST_WINSYNC !== undefined;

/** Loads the library and resets it. */
export function openSyncProviderLibrary(): SyncProviderLibrary {
  const path = process.env.WINPROGRESS_TEST_WINSYNC;
  if (path === undefined) throw new Error('WINPROGRESS_TEST_WINSYNC must be the path of sync_provider.dll');
  const library = loadWithKoffi(path);
  enterMultithreadedApartment();
  const reset = library.func('void ResetLibrary()');
  const scriptReports = library.func('void ScriptReports(const uint32_t *values, uint32_t count)');
  const scriptWorkers = library.func('void ScriptWorkers(unsigned int threads, int gated)');
  const scriptBeginResult = library.func('void ScriptBeginResult(int result)');
  const scriptEndResult = library.func('void ScriptEndResult(int result)');
  const scriptRecorders = library.func(
    'void ScriptRecorders(int result, int canceled, int error, int resolve, int enumeration)',
  );
  const openGate = library.func('void OpenGate()');
  const closeGate = library.func('void CloseGate()');
  const countWaiting = library.func('unsigned int CountWaiting()');
  const logText = library.func('const char *LogText()');
  const countReferences = library.func('int CountReferences()');
  const countWorkers = library.func('int CountWorkers()');
  const countKeptStates = library.func('unsigned int CountKeptStates()');
  const releaseKeptStates = library.func('void ReleaseKeptStates()');
  const reportToKeptState = library.func(
    'uint32_t ReportToKeptState(int provider, int stage, uint32_t completed, uint32_t total)',
  );
  const createState = library.func('uint64_t CreateState(int second)');
  const createCallback = library.func('uint64_t CreateCallback(int second)');
  const createChange = library.func('uint64_t CreateChange(int seed)');
  const createConflict = library.func('uint64_t CreateConflict()');
  const createRecoverableError = library.func('uint64_t CreateRecoverableError()');
  const conflictAction = library.func('int ConflictAction(uint64_t conflict)');
  const startFlood = library.func('uint32_t StartFlood(uint64_t state, uint32_t count)');
  const readFlood = library.func('int ReadFlood(double *values)');
  const serveRegistration = library.func('uint32_t ServeRegistration()');
  const withdrawRegistration = library.func('uint32_t WithdrawRegistration()');
  reset();
  return {
    path,
    reset: () => void reset(),
    scriptReports: (reports) => void scriptReports(Uint32Array.from(reports.flat()), reports.length),
    scriptWorkers: (threads, gated = false) => void scriptWorkers(threads, Number(gated)),
    scriptBeginResult: (hresult) => void scriptBeginResult(hresult | 0),
    scriptEndResult: (hresult) => void scriptEndResult(hresult | 0),
    scriptRecorders({ hresult = 0, canceled = false, sessionError = 0, resolveAction = 0, fullEnumerationAction = 0 }) {
      scriptRecorders(hresult | 0, Number(canceled), sessionError | 0, resolveAction, fullEnumerationAction);
    },
    openGate: () => void openGate(),
    closeGate: () => void closeGate(),
    countWaiting: () => Number(countWaiting()),
    log: () => readLog(logText()),
    countReferences: () => Number(countReferences()),
    countWorkers: () => Number(countWorkers()),
    countKeptStates: () => Number(countKeptStates()),
    releaseKeptStates: () => void releaseKeptStates(),
    reportToKeptState: (...report) => Number(reportToKeptState(...report)),
    createState: (version) => toAddress(createState(Number(version === 2))),
    createCallback: (version) => toAddress(createCallback(Number(version === 2))),
    createChange: (seed) => toAddress(createChange(seed)),
    createConflict: () => toAddress(createConflict()),
    createRecoverableError: () => toAddress(createRecoverableError()),
    conflictAction: (conflict) => Number(conflictAction(conflict)),
    startFlood: (state, count) => succeed(startFlood(state, count)),
    readFlood() {
      const values = new Float64Array(4);
      return Number(readFlood(values)) === 0 ? null : toFloodResult(values);
    },
    serveRegistration: () => succeed(serveRegistration()),
    withdrawRegistration: () => succeed(withdrawRegistration()),
  };
}

/** A connection of the addon, below the seam. */
export function openNativeConnection(): NativeConnection {
  return loadAddon().connect();
}

/** A class that this thread serves is visible to threads of the same apartment: those of the addon are in the multi-threaded one. */
function enterMultithreadedApartment(): void {
  const multithreaded = 0;
  loadWithKoffi('ole32.dll').func('int32_t __stdcall CoInitializeEx(void *reserved, uint32_t flags)')(
    null,
    multithreaded,
  );
}

function toFloodResult(values: Float64Array): FloodResult {
  const [median = 0, percentile99 = 0, maximum = 0, failures = 0] = values;
  return { median, percentile99, maximum, failures };
}

function succeed(result: unknown): void {
  if (Number(result) !== 0) throw new Error(`the library returned 0x${Number(result).toString(16)}`);
}

function toAddress(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number') return BigInt(value);
  throw new TypeError(`not an address: ${String(value)}`);
}

function isLogEntry(value: unknown): value is LogEntry {
  return typeof value === 'object' && value !== null && 'call' in value && 'arguments' in value && 'result' in value;
}

function readLog(text: unknown): LogEntry[] {
  const entries: unknown = JSON.parse(String(text));
  if (!Array.isArray(entries)) throw new TypeError('not a log');
  return entries.map((entry: unknown) => {
    if (!isLogEntry(entry)) throw new TypeError('not an entry of a log');
    return entry;
  });
}
