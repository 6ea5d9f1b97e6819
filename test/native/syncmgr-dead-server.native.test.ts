import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGuid } from '../../lib/com/guid.js';
import { type Connection, connect, HResultError, type SyncEvent, type SyncHandler } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { hasSyncManagerLibrary, numberedItem } from './syncmgr-library.js';

const program = fileURLToPath(new URL('programs/serve-handler.mjs', import.meta.url));
const item = numberedItem(1);

/** What a proxy returns whose process has ended. */
const gone = [
  'RPC_S_SERVER_UNAVAILABLE',
  'RPC_S_CALL_FAILED',
  'RPC_S_CALL_FAILED_DNE',
  'RPC_E_DISCONNECTED',
  'RPC_E_SERVER_DIED',
  'RPC_E_SERVER_DIED_DNE',
  'CO_E_OBJNOTCONNECTED',
];

describe.runIf(hasSyncManagerLibrary)('a handler whose process is killed', () => {
  let connection: Connection;
  let server: ChildProcess;
  let handler: SyncHandler;
  let clsid: string;

  beforeEach(async () => {
    connection = await connect({ backend: 'native' });
    // Wine keeps the registration of a class whose process was killed: each test has a class of its own.
    clsid = createGuid();
    await connection.syncmgr.registration.installClass({
      clsid,
      description: 'A handler of the tests',
      // Never started: the class object is there before any client.
      executable: process.execPath,
      scope: 'machine',
    });
    server = spawn(process.execPath, [program, clsid, item], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (server.stdout !== null) await once(server.stdout, 'data');
    handler = await connection.syncmgr.openHandler(clsid);
  });

  afterEach(async () => {
    server.kill('SIGKILL');
    await connection.syncmgr.registration.uninstallClass(clsid, { scope: 'machine' });
    await connection.close();
  });

  it('ends the iterator of its synchronisation with a result of RPC', async () => {
    const seen: SyncEvent[] = [];
    const failure = await caught(
      (async () => {
        for await (const event of handler.synchronize([item])) {
          seen.push(event);
          server.kill('SIGKILL');
        }
      })(),
    );
    expect(seen.map(({ type }) => type)).toEqual(['progress']);
    expect(failure).toBeInstanceOf(HResultError);
    expect(failure).toMatchObject({ code: expect.stringMatching(new RegExp(`^(?:${gone.join('|')})$`)) });
  });

  it('can be closed', async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
    await handler.close();
  });
});
