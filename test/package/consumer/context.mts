// What the code blocks of the pages use without making it: a machine in real time, with a server, a provider and a handler on it.
// documentation.test.ts compiles and runs it with each block that names one of these values.
import { type BitsJob, type Connection, connect, downloadFlags, type SyncManagerHandlerDefinition } from 'winprogress';
import {
  type AlternateDownloadProvider,
  createEmulation,
  createReplica,
  type DownloadContentRequest,
  type Emulation,
  formatManifest,
  runReplicas,
} from 'winprogress/emulation';

export const emulation: Emulation = createEmulation({ clock: 'real' });
export const connection: Connection = await connect({ backend: emulation });

for (const name of ['setup.bin', 'update.cab', 'first.cab', 'second.cab'])
  emulation.network.serve(`https://example.org/${name}`, { size: 4_000_000, bytesPerSecond: 20_000_000 });

/** The class of a provider of Windows Sync, and of a handler of Sync Manager. */
export const clsid = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';
/** An item of the handler. */
export const inbox = '{00000001-0000-4000-8000-000000000000}';

const run = runReplicas({ source: createReplica({ items: { note: 'text' } }), destination: createReplica() });
const registered = emulation.winsync.registerProvider({ clsid, name: 'Notes', run });

/** Resolves when the provider has done its work. */
export const settled = (): Promise<unknown> => registered.settled();

await emulation.syncmgr.registerHandler({
  clsid,
  name: 'Notes',
  items: [{ id: inbox, name: 'Inbox' }],
  async synchronize(itemIds, session) {
    for (const id of itemIds) await session.progress(id, { value: 1, max: 1, status: 'succeeded' });
  },
});
emulation.syncmgr.center.registerHandler({
  id: 'Contoso.Notes',
  items: ['inbox', 'archive'],
  synchronize: async () => ({ status: 'succeeded', errors: 0, conflicts: 0 }),
});

/** A job that transfers two files. */
export const job: BitsJob = await connection.bits.createJob({
  name: 'content',
  files: ['first.cab', 'second.cab'].map((name) => ({
    url: `https://example.org/${name}`,
    path: `C:\\cache\\${name}`,
  })),
});
await job.resume();

/** The library of Configuration Manager, as a client has it. */
export const library = 'C:\\Program Files\\Provider\\ctm-notify.dll';
emulation.ctm.addLibrary(library);
const notifier = await connection.ctm.openNotifier({ library });

export { notifier };

/** What DownloadContent receives. */
export const request: DownloadContentRequest = {
  contentId: 'ABC00001',
  contentVersion: '1',
  remotePath: 'https://example.org/',
  localPath: 'C:\\cache',
  notifyEndpoint: 'CTMNotify',
  notifyData: 'data',
  priority: 'foreground',
  timeoutSeconds: 3600,
  chunkSize: 65_536,
  flags: downloadFlags.notifyProgress,
  locationOptions: '',
  fileManifest: formatManifest({ files: [{ source: 'first.cab', destination: 'first.cab' }] }),
  ownerSid: 'S-1-5-18',
  deleteJobOnError: false,
  providerData: '',
  packageData: '',
};

/** Makes a provider that does nothing. */
export function createProvider({ library }: { readonly library: string }): AlternateDownloadProvider {
  const accept = async (): Promise<void> => {
    if (library === '') throw new Error('the library has a path');
  };
  return {
    downloadContent: async () => '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}',
    cancelJob: accept,
    modifyJobSource: accept,
    modifyJobPriority: accept,
    modifyJobTimeout: accept,
    resume: accept,
    suspend: accept,
  };
}

/** The session state of other native code, and what a provider applies to it. */
export const { pointer } = await connection.winsync.createSession();
export const items = ['one', 'two'];
export const apply = async (item: string): Promise<void> => console.log(item);

/** The data of a handler. */
export const store = {
  folders: async () => [{ guid: inbox, title: 'Inbox' }],
  save: async (id: string, signal: AbortSignal): Promise<void> => console.log(id, signal.aborted),
};

export const definition: SyncManagerHandlerDefinition = {
  clsid: '{6C1B6B0E-2F0C-4E57-9E0B-6B2A1D3C4E5F}',
  name: 'Notes',
  items: [{ id: inbox, name: 'Inbox' }],
  async synchronize(itemIds, session) {
    for (const id of itemIds) await session.progress(id, { status: 'succeeded' });
  },
};
