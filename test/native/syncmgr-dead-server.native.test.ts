import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Connection,
  connect,
  HResultError,
  type SyncManagerEvent,
  type SyncManagerHandler,
} from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { goneCode, HandlerProcess } from './handler-process.js';
import { hasSyncManagerLibrary } from './syncmgr-library.js';

describe.runIf(hasSyncManagerLibrary)('a handler whose process is killed', () => {
  let connection: Connection;
  let server: HandlerProcess;
  let handler: SyncManagerHandler;

  beforeEach(async () => {
    connection = await connect({ backend: 'native' });
    server = await HandlerProcess.start(connection);
    handler = await connection.syncmgr.openHandler(server.clsid);
  });

  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await connection.close();
  });

  it('ends the iterator of its synchronisation with a result of RPC', async () => {
    const seen: SyncManagerEvent[] = [];
    const failure = await caught(
      (async () => {
        for await (const event of handler.synchronize([HandlerProcess.item])) {
          seen.push(event);
          server.kill();
        }
      })(),
    );
    expect(seen.map(({ type }) => type)).toEqual(['progress']);
    expect(failure).toBeInstanceOf(HResultError);
    expect(failure).toMatchObject({ code: expect.stringMatching(goneCode) });
  });

  it('can be closed', async () => {
    await server.killed();
    await handler.close();
  });
});
