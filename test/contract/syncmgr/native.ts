import { execFileSync } from 'node:child_process';
import { type Connection, connect } from '../../../lib/index.js';
import { createNativeBackend } from '../../../lib/native.js';
import type { SyncManagerRegistryScope } from '../../../lib/syncmgr/verbs.js';
import { koffi } from '../../native/koffi-com.js';
import { openSyncManagerLibrary } from '../../native/syncmgr-library.js';
import type { FamilyHost } from '../kit/host.js';
import type { InstalledServer, SyncManagerWorld } from './world.js';

/** The addon, against the servers of the reference library. */
export const syncmgrNative: FamilyHost<SyncManagerWorld> = { name: 'native', expectedFailures: {}, open: openWorld };

async function openWorld(): Promise<SyncManagerWorld> {
  const library = openSyncManagerLibrary();
  const machine = { ...library, localServer: readLocalServer, setLocalServer: writeLocalServer };
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

const hives = {
  user: { name: 'HKCU', handle: 0xffff_ffff_8000_0001n },
  machine: { name: 'HKLM', handle: 0xffff_ffff_8000_0002n },
} satisfies Readonly<Record<SyncManagerRegistryScope, object>>;

function classKey(clsid: string): string {
  return `Software\\Classes\\CLSID\\${clsid}`;
}

function readLocalServer(clsid: string, scope: SyncManagerRegistryScope): InstalledServer | null {
  const description = readDefaultValue(scope, classKey(clsid));
  const command = readDefaultValue(scope, `${classKey(clsid)}\\LocalServer32`);
  return description === null || command === null ? null : { description, command };
}

function writeLocalServer(clsid: string, scope: SyncManagerRegistryScope, server: InstalledServer | null): void {
  const key = `${hives[scope].name}\\${classKey(clsid)}`;
  const reg = (...args: string[]) => execFileSync('reg', args, { stdio: 'ignore' });
  if (server === null) {
    reg('delete', key, '/f');
    return;
  }
  reg('add', key, '/ve', '/d', server.description, '/f');
  reg('add', `${key}\\LocalServer32`, '/ve', '/d', server.command, '/f');
}

const regGetValue = koffi
  .load('advapi32.dll')
  .func(
    'uint32_t __stdcall RegGetValueW(uint64_t hive, const char16_t *key, const char16_t *name, uint32_t flags, uint32_t *type, uint8_t *data, uint32_t *size)',
  );

function readDefaultValue(scope: SyncManagerRegistryScope, key: string): string | null {
  const textOnly = 2;
  const data = Buffer.alloc(65_536);
  const size = new Uint32Array([data.length]);
  const result = regGetValue(hives[scope].handle, key, null, textOnly, null, data, size);
  return result === 0 ? data.toString('utf16le', 0, (size[0] ?? 0) - 2) : null;
}
