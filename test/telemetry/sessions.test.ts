import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { createEmulation, type Emulation, runScript } from '../../lib/emulation.js';
import { type Connection, connect, HResultError } from '../../lib/index.js';
import { counts, World } from '../ctm/world.js';
import { all, clsid, definition, first } from '../emulation/syncmgr/support.js';
import { caught } from '../support/caught.js';
import { RecordedMessages, sessionChannels } from '../support/recorded-messages.js';

let emulation: Emulation;
let connection: Connection;
let recorded: RecordedMessages;

beforeEach(async () => {
  emulation = createEmulation();
  connection = await connect({ backend: emulation });
  recorded = new RecordedMessages(...sessionChannels);
});

afterEach(async () => {
  recorded[Symbol.dispose]();
  await connection.close();
});

/** The messages of one side of a synchronisation, by the last part of their channels. */
function of(event: string, role: string) {
  return recorded.of(event).filter((message) => message.role === role);
}

describe('a session of Windows Sync', () => {
  const step = { after: 500, progress: { stage: 'changeApplication', completedWork: 1, totalWork: 1 } } as const;

  beforeEach(() => {
    emulation.winsync.registerProvider({
      clsid,
      run: runScript([step, { ...step, progress: { ...step.progress, totalWork: 0 } }]),
    });
  });

  it('is reported from the first begun provider to the end of the last', async () => {
    const session = await connection.winsync.createSession();
    expect(recorded.events).toEqual([]);
    const provider = await session.openProvider(clsid, 'destination');
    expect(recorded.events).toEqual(['opened']);
    await emulation.clock.tickAsync(1000);
    await provider.close();
    expect(recorded.of('opened')).toMatchObject([{ family: 'winsync', role: 'application', owner: null }]);
    expect(recorded.of('progress')).toMatchObject([
      { part: 'destination changeApplication', completed: 1n, total: 2n },
      { part: 'destination changeApplication', completed: 2n, total: 2n },
    ]);
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'ended', seconds: 1, error: null }]);
    await session.close();
    expect(recorded.of('ended')).toHaveLength(1);
  });

  it('is reported as cancelled after cancel()', async () => {
    const session = await connection.winsync.createSession();
    await session.openProvider(clsid, 'destination');
    await session.cancel();
    await session.close();
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'canceled' }]);
  });

  it('is reported as cancelled after a full enumeration that is aborted', async () => {
    const session = await connection.winsync.createSession();
    await session.begin();
    const callback = await connection.winsync.attachCallback(session.callbackPointer);
    await callback.onFullEnumerationNeeded();
    await session.close();
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'canceled' }]);
  });

  it('is reported as closed when its connection closes', async () => {
    const session = await connection.winsync.createSession();
    await session.begin();
    await connection.close();
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'closed' }]);
  });

  it('has another number for another run', async () => {
    const session = await connection.winsync.createSession();
    for (let run = 0; run < 2; run += 1) {
      await session.begin();
      await session.end();
    }
    const [one, two] = recorded.of('opened').map(({ sessionId }) => sessionId);
    expect(two).toBe(Number(one) + 1);
    expect(recorded.of('ended').map(({ sessionId }) => sessionId)).toEqual([one, two]);
  });
});

describe('a synchronisation of Sync Manager', () => {
  it('is reported by its manager and by its handler', async () => {
    await emulation.syncmgr.registerHandler(
      definition({
        async synchronize(itemIds, session) {
          for (const id of itemIds) await session.progress(id, { value: 1, max: 4 });
        },
      }),
    );
    const handler = await connection.syncmgr.openHandler(clsid);
    await all(handler.synchronize([first]));
    for (const role of ['manager', 'handler']) {
      expect(of('opened', role)).toMatchObject([{ family: 'syncmgr', owner: clsid }]);
      expect(of('progress', role)).toMatchObject([{ part: first, completed: 1n, total: 4n }]);
      expect(of('ended', role)).toMatchObject([{ outcome: 'succeeded', error: null }]);
    }
  });

  it('is reported with the values of a report that the handler changes during the call', async () => {
    const answers: unknown[] = [];
    await emulation.syncmgr.registerHandler(
      definition({
        async synchronize(_itemIds, session) {
          const report = { value: 1, max: 4 };
          const answer = session.progress(first, report);
          report.value = 1.5;
          answers.push(await answer);
        },
      }),
    );
    const handler = await connection.syncmgr.openHandler(clsid);
    await all(handler.synchronize([first]));
    expect(answers).toEqual(['continue']);
    expect(of('progress', 'handler')).toMatchObject([{ part: first, completed: 1n, total: 4n }]);
  });

  it('is reported as failed with the result of the handler', async () => {
    const synchronize = async () => {
      throw new HResultError(hresults.E_ACCESSDENIED, 'Handler.Read');
    };
    await emulation.syncmgr.registerHandler(definition({ synchronize }));
    const handler = await connection.syncmgr.openHandler(clsid);
    await all(handler.synchronize([first]));
    expect(of('ended', 'manager')).toMatchObject([{ outcome: 'failed', error: { code: 'E_ACCESSDENIED' } }]);
    expect(of('ended', 'handler')).toMatchObject([{ outcome: 'failed', error: { code: 'E_ACCESSDENIED' } }]);
  });

  it('is reported as cancelled after its signal is aborted', async () => {
    const aborting = new AbortController();
    await emulation.syncmgr.registerHandler(
      definition({
        async synchronize(itemIds, session) {
          aborting.abort();
          for (const id of itemIds) await session.progress(id, { value: 1 });
        },
      }),
    );
    const handler = await connection.syncmgr.openHandler(clsid);
    await caught(all(handler.synchronize([first], { signal: aborting.signal })));
    expect(of('ended', 'manager')).toMatchObject([{ outcome: 'canceled' }]);
    expect(of('ended', 'handler')).toMatchObject([{ outcome: 'canceled' }]);
  });
});

describe('a content transfer job', () => {
  it('is reported with its bytes until success has been sent', async () => {
    const world = new World();
    const job = world.job();
    expect(recorded.of('opened')).toMatchObject([{ family: 'ctm', role: 'provider', owner: job.id }]);
    await job.status('DownloadingData', counts(0n, 300n));
    await world.clock.advance(2000);
    await job.progress(counts(300n, 300n, 1));
    await job.succeed();
    expect(recorded.of('progress')).toMatchObject([
      { completed: 0n, total: 300n },
      { part: 'DownloadingData', completed: 300n, total: 300n },
    ]);
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'succeeded', seconds: 2 }]);
  });

  it('is reported as failed with the error that was sent', async () => {
    await new World().job().fail({ hresult: hresults.E_FAIL, message: 'a secret' });
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'failed', error: { code: 'E_FAIL' } }]);
    expect(JSON.stringify(recorded.all.map(({ message }) => message))).not.toContain('secret');
  });

  it('is reported as closed when its notifier closes before the final report', async () => {
    const world = new World();
    world.job();
    await world.notifier.close();
    expect(recorded.of('ended')).toMatchObject([{ outcome: 'closed' }]);
  });
});
