import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulation, type Emulation, runScript } from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';
import { all, clsid, definition, first } from '../emulation/syncmgr/support.js';
import { RecordedMessages, sinkChannels } from '../support/recorded-messages.js';

const url = 'http://files.example/a';
let emulation: Emulation;
let connection: Connection;
let recorded: RecordedMessages;

beforeEach(async () => {
  emulation = createEmulation();
  connection = await connect({ backend: emulation });
  emulation.network.serve(url, { size: 4000, bytesPerSecond: 1000, latency: 0 });
  recorded = new RecordedMessages(...sinkChannels);
});

afterEach(async () => {
  recorded[Symbol.dispose]();
  await connection.close();
});

describe('the channels of sinks', () => {
  it('report the callback of a job, which all listeners share, once', async () => {
    const job = await connection.bits.createJob({ name: 'a' });
    const sink = { interface: 'IBackgroundCopyCallback', owner: job.id };
    const subscriptions = [await job.listen({ onError() {} }), await job.listen({ onTransferred() {} })];
    expect(recorded.of('registered')).toEqual([sink]);
    await subscriptions[0]?.close();
    expect(recorded.of('revoked')).toEqual([]);
    await subscriptions[1]?.close();
    expect(recorded.of('revoked')).toEqual([sink]);
  });

  it('report the events that BITS delivers', async () => {
    const job = await connection.bits.createJob({ name: 'a', files: [{ url, path: 'C:\\a' }] });
    await job.listen({ onTransferred() {} });
    await job.resume();
    await emulation.clock.tickAsync(10_000);
    const delivered = recorded.of('delivered');
    expect(delivered.length).toBeGreaterThan(0);
    for (const { owner, events } of delivered) {
      expect(owner).toBe(job.id);
      expect(events).toBeGreaterThan(0);
    }
  });

  it('report a callback as revoked when its connection closes', async () => {
    const job = await connection.bits.createJob({ name: 'a' });
    await job.listen({ onError() {} });
    await connection.close();
    expect(recorded.events).toEqual(['registered', 'revoked']);
  });

  it('report the class of a group callback until it is closed', async () => {
    const served = await connection.bits.serveGroupCallback(clsid, { onStatus() {} });
    const group = await connection.bits.createGroup();
    await group.setProperty('notifyFlags', 4);
    await group.setProperty('notifyClsid', clsid);
    const job = await group.createJob();
    await job.addFile(url, 'C:\\a');
    await group.resume();
    await emulation.clock.tickAsync(10_000);
    await served.close();
    const sink = { interface: 'IBackgroundCopyCallback1', owner: clsid };
    expect(recorded.of('registered')).toEqual([sink]);
    expect(recorded.of('delivered')).toEqual([{ ...sink, events: 1 }]);
    expect(recorded.of('revoked')).toEqual([sink]);
  });

  it('report the class of a group callback as revoked when its connection closes', async () => {
    await connection.bits.serveGroupCallback(clsid, { onStatus() {} });
    await connection.close();
    expect(recorded.events).toEqual(['registered', 'revoked']);
  });

  it('report the callback of a session of Windows Sync until it is closed', async () => {
    const run = runScript([{ progress: { stage: 'changeDetection', completedWork: 1, totalWork: 2 } }]);
    emulation.winsync.registerProvider({ clsid, run });
    const session = await connection.winsync.createSession({ onProgress() {} });
    const provider = await session.openProvider(clsid, 'destination');
    await emulation.clock.runAllAsync();
    await provider.close();
    await session.close();
    const sink = { interface: 'ISyncCallback', owner: null };
    expect(recorded.of('registered')).toEqual([sink]);
    expect(recorded.of('delivered')).toEqual([{ ...sink, events: 1 }]);
    expect(recorded.of('revoked')).toEqual([sink]);
  });

  it('report the callback of a handler until it is closed', async () => {
    const synchronize = async () => {};
    await emulation.syncmgr.registerHandler(definition({ synchronize }));
    const handler = await connection.syncmgr.openHandler(clsid);
    await all(handler.synchronize([first]));
    await handler.close();
    const sink = { interface: 'ISyncMgrSynchronizeCallback', owner: clsid };
    expect(recorded.of('registered')).toEqual([sink]);
    expect(recorded.of('delivered').length).toBeGreaterThan(0);
    expect(recorded.of('revoked')).toEqual([sink]);
  });
});
