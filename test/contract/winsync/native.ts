import { connect } from '../../../lib/index.js';
import { createNativeBackend } from '../../../lib/native.js';
import { addRef, release } from '../../native/koffi-com.js';
import {
  failingProvider,
  openSyncProviderLibrary,
  reportingProvider,
  unknownProvider,
} from '../../native/winsync-library.js';
import type { FamilyHost } from '../kit/host.js';
import { createRecordingSession } from './recording-session.js';
import type { ForeignWorld, WinSyncWorld } from './world.js';

/** Sessions of the addon, in this process. */
export const winsyncNative: FamilyHost<WinSyncWorld> = { name: 'native', expectedFailures: {}, open: openWorld };

/** The same with the providers and objects of test/reference/sync-provider. */
export const winsyncReference: FamilyHost<ForeignWorld> = {
  name: 'native',
  expectedFailures: {},
  open: openForeignWorld,
};

async function openWorld(): Promise<WinSyncWorld> {
  const connection = await connect({ backend: 'native' });
  const backend = createNativeBackend();
  return {
    connection,
    verbs: backend.winsync,
    openVerbs: async () => {
      const another = createNativeBackend();
      return { verbs: another.winsync, close: () => another.close() };
    },
    createSession: (settings) => createRecordingSession(backend.winsync, settings),
    drive: (promise) => promise,
    async close() {
      await backend.close();
      await connection.close();
    },
  };
}

async function openForeignWorld(): Promise<ForeignWorld> {
  const library = openSyncProviderLibrary();
  const world = await openWorld();
  const objects: bigint[] = [];
  function keep(pointer: bigint): bigint {
    objects.push(pointer);
    return pointer;
  }
  return {
    ...world,
    provider: reportingProvider,
    scriptReports: (reports) => library.scriptReports(reports),
    failingProvider,
    scriptEndResult: (hresult) => library.scriptEndResult(hresult),
    unknownClass: unknownProvider,
    firstVersionState: () => keep(library.createState(1)),
    firstVersionCallback: () => keep(library.createCallback(1)),
    countReferences(pointer) {
      addRef(pointer);
      return release(pointer);
    },
    async close() {
      await world.close();
      for (const pointer of objects) release(pointer);
      library.reset();
    },
  };
}
