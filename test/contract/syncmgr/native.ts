import { execFileSync } from 'node:child_process';
import { type Connection, connect } from '../../../lib/index.js';
import { createNativeBackend } from '../../../lib/native.js';
import type { RegistryScope } from '../../../lib/syncmgr/verbs.js';
import { openSyncManagerLibrary } from '../../native/syncmgr-library.js';
import type { FamilyHost } from '../kit/host.js';
import type { InstalledServer, SyncManagerWorld } from './world.js';

/** The addon, against the servers of the reference library. */
export const syncmgrNative: FamilyHost<SyncManagerWorld> = { name: 'native', expectedFailures: {}, open: openWorld };

async function openWorld(): Promise<SyncManagerWorld> {
  const library = openSyncManagerLibrary();
  const machine = { ...library, localServer: readLocalServer };
  const connections: Connection[] = [];
  const open = async () => {
    const connection = await connect({ backend: 'native' });
    connections.push(connection);
    return connection;
  };
  const connection = await open();
  const backend = createNativeBackend();
  return {
    connection,
    verbs: backend.syncmgr,
    connect: open,
    openVerbs: async () => {
      const another = createNativeBackend();
      return { verbs: another.syncmgr, close: () => another.close() };
    },
    machine,
    drive: (promise) => promise,
    async close() {
      machine.openGate();
      await backend.close();
      for (const opened of connections.reverse()) await opened.close();
      while (library.countWorkers() > 0) await new Promise((resolve) => setImmediate(resolve));
      library.reset();
    },
  };
}

const hives: Readonly<Record<RegistryScope, string>> = { user: 'HKCU', machine: 'HKLM' };

function readLocalServer(clsid: string, scope: RegistryScope): InstalledServer | null {
  const key = `${hives[scope]}\\Software\\Classes\\CLSID\\${clsid}`;
  const description = readDefaultValue(key);
  const command = readDefaultValue(`${key}\\LocalServer32`);
  return description === null || command === null ? null : { description, command };
}

function readDefaultValue(key: string): string | null {
  try {
    const output = execFileSync('reg', ['query', key, '/ve'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /REG_SZ\s+(.*?)\r?$/m.exec(output)?.[1] ?? null;
  } catch {
    return null;
  }
}
