import { loadAddon, type NativeConnection } from '../../lib/native.js';
import { loadWithKoffi } from './ctm-library.js';

/** A provider whose worker threads report what is scripted; registered with `ThreadingModel=Both`, as all but the last. */
export const reportingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A01}';
/** `BeginSession` fails with `SYNC_E_REPLICA_NOT_FOUND`, or what is scripted. */
export const failingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A02}';
/** `BeginSession` waits at the gate. */
export const hangingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A03}';
/** Keeps the session state after `EndSession`, until it is told to let it go. */
export const outlivingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A04}';
/** Registered with `ThreadingModel=Apartment`. */
export const apartmentProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A05}';
/** Nobody has registered this one. */
export const unknownProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1AFF}';

/** `ISyncSessionState::OnProgress`: role, stage, completed work, total work. */
export type Report = readonly [provider: number, stage: number, completedWork: number, totalWork: number];

/** A call that the library got, or made, with all arguments as unsigned numbers. */
export interface LogEntry {
  /** Interface and method, such as `ISyncSessionState.OnProgress`. */
  readonly call: string;
  readonly arguments: readonly number[];
  /** The HRESULT, unsigned. */
  readonly result: number;
  readonly thread: number;
}

/** What the objects of the library that record are to answer. */
export interface RecorderScript {
  /** Of all methods, when it is a failure. */
  readonly hresult?: number;
  readonly canceled?: boolean;
  readonly sessionError?: number;
  readonly resolveAction?: number;
  readonly fullEnumerationAction?: number;
}

/** What a flood of reports cost. */
export interface FloodResult {
  /** Nanoseconds for one report, by blocks of 64. */
  readonly median: number;
  readonly percentile99: number;
  readonly maximum: number;
  /** Reports that were answered with a failure. */
  readonly failures: number;
}

/** The reference provider's library, loaded beside the addon in the same process. */
export interface SyncProviderLibrary {
  readonly path: string;
  /** Forgets log and scripts, opens the gate, lets kept states go, and serves no registration any more. */
  reset(): void;
  /** What each worker thread of a provider reports from its next session on; a run of all stages at first. */
  scriptReports(reports: readonly Report[]): void;
  /** How many worker threads a session has (one at first), and whether each report waits for the gate. */
  scriptWorkers(threads: number, gated?: boolean): void;
  scriptBeginResult(hresult: number): void;
  /** What `EndSession` returns after it has ended the session. */
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
  /** Has the latest kept state asked for `IsCanceled`, then reports to it: the HRESULT of the report. */
  reportToKeptState(...report: Report): number;
  /** An `ISyncSessionState` that records; the reference is the caller's, as with the others. */
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
  /** Reports (source, enumeration, 1 to `count`, `count`) from a thread of its own, as fast as it can. */
  startFlood(state: bigint, count: number): void;
  /** Null while the flood is under way. */
  readFlood(): FloodResult | null;
  /** Serves `ISyncProviderRegistration` in this process, with two providers that are registered. */
  serveRegistration(): void;
  withdrawRegistration(): void;
}

/** Whether this run has the reference library: on Linux it always has. */
export const hasSyncProviderLibrary = process.env.WINPROGRESS_TEST_WINSYNC !== undefined;

/** Loads the library and resets it. */
export function openSyncProviderLibrary(): SyncProviderLibrary {
  const path = process.env.WINPROGRESS_TEST_WINSYNC;
  if (path === undefined) throw new Error('WINPROGRESS_TEST_WINSYNC does not say where sync_provider.dll is');
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

/** A class that this thread serves is seen by the threads of the same apartment: those of the addon are in the multithreaded one. */
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
  if (Number(result) !== 0) throw new Error(`the library gave 0x${Number(result).toString(16)}`);
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
