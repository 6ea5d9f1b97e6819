import { win32 } from 'node:path';
import { type Connection, connect } from '../../../lib/index.js';
import { libraryPath, openReferenceLibrary } from '../../native/ctm-library.js';
import { repository } from '../../support/built-library.mjs';
import type { FamilyHost } from '../kit/host.js';
import { toNotification } from './recorded-call.js';
import type { CtmWorld } from './world.js';

/** The reference library, loaded by the addon. */
export const ctmNative: FamilyHost<CtmWorld> = { name: 'native', expectedFailures: {}, open: openWorld };

async function openWorld(): Promise<CtmWorld> {
  const library = openReferenceLibrary();
  const connections: Connection[] = [];
  const open = async () => {
    const connection = await connect({ backend: 'native' });
    connections.push(connection);
    return connection;
  };
  return {
    connection: await open(),
    connect: open,
    library: library.path,
    renamedLibrary: libraryPath('renamed'),
    incompleteLibrary: libraryPath('without_error'),
    noLibrary: win32.join(repository, 'package.json'),
    missingLibrary: win32.join(win32.dirname(library.path), 'missing.dll'),
    recorded: () => library.calls().map(toNotification),
    scriptResult: (hresult) => library.scriptResult(hresult),
    drive: (promise) => promise,
    async close() {
      for (const connection of connections) await connection.close();
    },
  };
}
