import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect, hresults } from '../../lib/index.js';
import { runProgram } from '../lifecycle/run-program.js';
import { driveHandler } from './syncmgr-client.js';
import { hasSyncManagerLibrary, numberedItem, servedHandler } from './syncmgr-library.js';

const itemCount = 1000;
const limit = 240_000;

describe.runIf(hasSyncManagerLibrary)('a served handler', () => {
  let connection: Connection;
  let answers: Map<string | number, number>;
  let aborted: boolean;

  beforeEach(async () => {
    answers = new Map();
    aborted = false;
    connection = await connect({ backend: 'native' });
    await connection.syncmgr.registration.installClass({
      clsid: servedHandler,
      description: 'A handler of the tests',
      // Never started: the class object exists before any client.
      executable: process.execPath,
      scope: 'machine',
    });
    await connection.syncmgr.serveHandler({
      clsid: servedHandler,
      name: 'Written in JavaScript',
      items: Array.from({ length: itemCount }, (_, index) => ({
        id: numberedItem(index + 1),
        name: `Item ${index + 1}`,
      })),
      async synchronize(itemIds, session) {
        session.signal.addEventListener('abort', () => {
          aborted = true;
        });
        for (const itemId of itemIds) {
          const answer = await session.progress(itemId, { max: 1 });
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
          if (answer === 'cancelAll') {
            await session.progress(itemId, { status: 'stopped' });
            return;
          }
          if (answer === 'cancelItem') {
            await session.progress(itemId, { status: 'skipped' });
            continue;
          }
          await session.progress(itemId, {
            value: 1,
            max: 1,
            statusText: `done with ${itemId}`,
            status: 'succeeded',
          });
        }
      },
    });
  });

  afterEach(async () => {
    await connection.syncmgr.registration.uninstallClass(servedHandler, { scope: 'machine' });
    await connection.close();
  });

  it('is driven by a C++ client: a thousand items, two reports each', async () => {
    const record = await driveHandler(servedHandler);
    expect(record).toMatchObject({
      failure: hresults.S_OK,
      initialize: hresults.S_OK,
      name: 'Written in JavaScript',
      items: itemCount,
      firstItem: 'Item 1',
      prepareCompleted: hresults.S_OK,
      completed: hresults.S_OK,
      reports: 2 * itemCount,
      strangers: 0,
      succeeded: itemCount,
      unreported: 0,
      lastText: `done with ${numberedItem(itemCount)}`,
    });
    expect(answers).toEqual(new Map([['continue', itemCount]]));
  });

  it('receives the cancellation of an item with its next report and continues with the next item', async () => {
    const record = await driveHandler(servedHandler, { answer: 'cancelItem', after: 500 });
    expect(record).toMatchObject({ succeeded: itemCount - 1, skipped: 1, reportsAfterCancel: 1, unreported: 0 });
    expect(answers).toEqual(
      new Map([
        ['continue', itemCount - 1],
        ['cancelItem', 1],
      ]),
    );
  });

  it('receives the cancellation of all items with its next report and ends', async () => {
    const record = await driveHandler(servedHandler, { answer: 'cancelAll', after: 500 });
    expect(record).toMatchObject({ succeeded: 250, stopped: 1, reportsAfterCancel: 1, unreported: itemCount - 251 });
    expect(answers).toEqual(
      new Map([
        ['continue', 250],
        ['cancelAll', 1],
      ]),
    );
    expect(aborted).toBe(true);
  });

  it('is driven by a manager in another Node process', async () => {
    const { marker, errors } = await runProgram('../../native/programs/manage-handler.mjs', [servedHandler], limit);
    expect(errors).toBe('');
    expect(marker).toEqual({
      name: 'Written in JavaScript',
      items: itemCount,
      completed: 'S_OK',
      succeeded: itemCount,
      stopped: 0,
    });
  });

  it('is cancelled by a manager in another Node process', async () => {
    const program = '../../native/programs/manage-handler.mjs';
    const { marker, errors } = await runProgram(program, [servedHandler, 'cancelAll'], limit);
    expect(errors).toBe('');
    expect(marker).toMatchObject({ items: itemCount, stopped: 1 });
    expect(answers.get('cancelAll')).toBe(1);
    expect(aborted).toBe(true);
  });
});
