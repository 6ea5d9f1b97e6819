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
import { createToldSession } from './told-session.js';
import type { ForeignWorld } from './world.js';

/** Sessions of the addon, with the providers of test/reference/sync-provider, in this process. */
export const winsyncNative: FamilyHost<ForeignWorld> = { name: 'native', expectedFailures: {}, open: openWorld };

async function openWorld(): Promise<ForeignWorld> {
  const library = openSyncProviderLibrary();
  const connection = await connect({ backend: 'native' });
  const backend = createNativeBackend();
  const objects: bigint[] = [];
  function keep(pointer: bigint): bigint {
    objects.push(pointer);
    return pointer;
  }
  return {
    connection,
    verbs: backend.winsync,
    openVerbs: async () => {
      const another = createNativeBackend();
      return { verbs: another.winsync, close: () => another.close() };
    },
    createSession: (settings) => createToldSession(backend.winsync, settings),
    provider: reportingProvider,
    scriptReports: (reports) => library.scriptReports(reports),
    failingProvider,
    unknownClass: unknownProvider,
    firstVersionState: () => keep(library.createState(1)),
    firstVersionCallback: () => keep(library.createCallback(1)),
    countReferences(pointer) {
      addRef(pointer);
      return release(pointer);
    },
    drive: (promise) => promise,
    async close() {
      await backend.close();
      await connection.close();
      for (const pointer of objects) release(pointer);
      library.reset();
    },
  };
}
