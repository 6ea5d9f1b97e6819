// A program that uses the package like an application. Compiled by types.test.ts against the packed tarball, under several compilers.
import {
  AddonLoadError,
  type BitsDownloadOptions,
  type BitsJob,
  type BitsJobDetails,
  type BitsJobSettings,
  type BitsTransferSnapshot,
  type BitsWatch,
  type BitsWatchOptions,
  type Connection,
  type ConnectOptions,
  type ContentTransferNotifierOptions,
  connect,
  type DiagnosticsChannels,
  type DownloadManifestFile,
  type DownloadProviderMofOptions,
  defaultBackend,
  formatDownloadProviderMof,
  HResultError,
  isArgumentError,
  type OpenSyncManagerHandlerOptions,
  parseGuid,
  parseManifest,
  type SyncManagerEvent,
  type SyncManagerEvents,
  type SyncManagerHandlerDefinition,
  type WinSyncListeners,
  type WinSyncProgress,
  type WinSyncProgressReports,
} from 'winprogress';
import { createEmulation, type Emulation, type EmulationOptions, type ScriptStep } from 'winprogress/emulation';
import { type InstrumentOptions, instrument } from 'winprogress/opentelemetry';

/** A value that may be undefined, as in a program that passes options on. */
declare function maybe<T>(value: T): T | undefined;

const signal = new AbortController().signal;

const connectOptions: ConnectOptions = { backend: maybe<'native'>('native') };
const watchOptions: BitsWatchOptions = { interval: maybe(250), callbacks: maybe(true), signal: maybe(signal) };
const downloadOptions: BitsDownloadOptions = {
  name: maybe('setup'),
  interval: maybe(100),
  signal: maybe(signal),
  onProgress: maybe((snapshot: BitsTransferSnapshot) => console.log(snapshot.fraction?.toFixed(2) ?? 'unknown')),
};
const settings: BitsJobSettings = {
  transferPolicy: maybe(['unrestricted', 'roaming'] as const),
  http: maybe({ headers: maybe({ Accept: 'text/plain' }), clientCertificate: maybe(null) }),
  credentials: [{ target: 'proxy', scheme: 'negotiate', implicit: true }],
  proxy: { servers: 'proxy', bypass: maybe('<local>') },
  notifyCommand: { program: 'C:\\a.exe', arguments: maybe(['b']), on: undefined },
  maximumDownloadSize: maybe(5n),
};
const openHandlerOptions: OpenSyncManagerHandlerOptions = {
  event: maybe<'manual'>('manual'),
  cookie: maybe(new Uint8Array()),
  onMessage: maybe(({ type }: { readonly type: string }) => console.log(type)),
};
const openNotifierOptions: ContentTransferNotifierOptions = {
  library: 'C:\\notify.dll',
  exports: maybe({ progress: maybe('SendNotifyProgressToCTM') }),
};
const listeners: WinSyncListeners = {
  onProgress: maybe((progress: WinSyncProgress) => console.log(progress.fraction)),
  onConflict: maybe(() => 'merge' as const),
};
const definition: SyncManagerHandlerDefinition = {
  clsid: '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}',
  name: 'Notes',
  items: [{ id: '{3F2504E0-4F89-41D3-9A0C-0305E82C3302}', name: 'Inbox', checked: maybe(true), lastUpdate: undefined }],
  prepare: maybe(() => {}),
  onUnused: maybe(() => {}),
  async synchronize(itemIds, session) {
    for (const id of itemIds) await session.progress(id, { value: maybe(1), max: maybe(2) });
  },
};
const emulationOptions: EmulationOptions = {
  clock: maybe<'real'>('real'),
  policy: { jobsPerUser: maybe(5), http: undefined },
  syncmgr: maybe({ syncCenter: maybe(false) }),
};
const step: ScriptStep = { after: maybe(10), conflict: { sourceChange: { flags: maybe(1) } } };

async function transfer(connection: Connection): Promise<void> {
  const job: BitsJob = await connection.bits.createJob({ name: 'a', description: maybe('b') });
  await job.configure(settings);
  const details: BitsJobDetails = await job.details();
  for (const file of await job.openFiles())
    console.log(file.url, (await file.getResponseHeaders()).headers.get('etag'));
  console.log(details.times?.created.getTime(), details.http.headerNames?.length);
  for await (const { added } of connection.bits.watch({ name: /a/, states: maybe(['error'] as const) }))
    console.log(added.length);
  const watch: BitsWatch = job.watch(watchOptions);
  for await (const snapshot of watch) {
    const bytes: bigint = snapshot.bytesTransferred;
    const total: bigint | null = snapshot.bytesTotal;
    if (snapshot.state === 'transferred') await job.complete();
    console.log(bytes, total, snapshot.error?.code);
  }
  await connection.bits.download('http://files.test/a', 'C:\\a', downloadOptions);
}

async function synchronise(connection: Connection): Promise<void> {
  const session = await connection.winsync.createSession(listeners);
  const reports: WinSyncProgressReports = session.progress();
  for await (const { stage, fraction } of reports) console.log(stage, fraction);
  const { callbackPointer } = session;
  const callback = await connection.winsync.attachCallback(callbackPointer);
  await callback.onRecoverableError({ stage: null, hresult: null, itemDisplayName: maybe<string | null>(null) });
  const handler = await connection.syncmgr.openHandler(definition.clsid, openHandlerOptions);
  await handler.showProperties(maybe<string | null>(null));
  const events: SyncManagerEvents = handler.synchronize();
  for await (const event of events) show(event);
  await connection.syncmgr.serveHandler(definition);
  const notifier = await connection.ctm.openNotifier(openNotifierOptions);
  const job = await connection.bits.getJob(definition.clsid);
  const report = notifier.job({ endpoint: '', id: job.id, clientData: '', wantsProgress: true });
  await report.follow(job, { complete: maybe(() => {}) });
}

function show(event: SyncManagerEvent): void {
  if (event.type === 'progress') console.log(event.itemId, event.item.fraction);
  if (event.type === 'completed') console.log(event.code);
}

export async function main(): Promise<void> {
  const emulation: Emulation = createEmulation(emulationOptions);
  const connection = await connect({ backend: emulation });
  try {
    await transfer(connection);
    await synchronise(connection);
  } catch (error) {
    if (error instanceof AddonLoadError) console.log(error.tried.map(({ what }) => what));
    if (error instanceof HResultError) console.log(error.hresult, error.context?.length, error.file?.url.length);
    if (isArgumentError(error)) console.log(error.code);
  } finally {
    await connection[Symbol.asyncDispose]();
    await connect(connectOptions);
  }
}

const instrumentOptions: InstrumentOptions = { meterProvider: undefined, tracerProvider: undefined };

export function observe(): Disposable {
  return instrument(instrumentOptions);
}

export function report(message: DiagnosticsChannels['winprogress:transfer:ended']): string {
  return `${message.jobId} ${message.outcome} ${message.error?.code ?? ''}`;
}

export const steps: readonly ScriptStep[] = [step];

const provider: DownloadProviderMofOptions = {
  logicalName: 'Provider',
  clsid: parseGuid('3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
  priority: 1,
  globalSettings: maybe(''),
};
export const registration: string = formatDownloadProviderMof(provider);
export const backend: 'native' | 'emulation' = defaultBackend();
export const readFiles = async (xml: string): Promise<readonly DownloadManifestFile[]> =>
  (await parseManifest(xml)).files;

// Uses that must be errors.
// @ts-expect-error a backend that does not exist
void connect({ backend: 'wine' });
// @ts-expect-error a connection is created by connect() and has no public constructor
void ((backend: Parameters<typeof connect>[0]) => new AddonLoadError(backend));
