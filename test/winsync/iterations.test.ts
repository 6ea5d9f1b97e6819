import { beforeEach, describe, expect, it, vi } from 'vitest';
import { caught } from '../support/caught.js';
import { disconnected, end, FakeConnection, report } from './fake-connection.js';
import { refusal } from './fake-session.js';

let connection: FakeConnection;

beforeEach(() => {
  connection = new FakeConnection();
});

describe('an iteration over progress', () => {
  it('yields the reports since its beginning', async () => {
    const session = await connection.open();
    connection.tellProgress(1);
    const reports = session.progress();
    connection.tellProgress(2);
    expect((await reports.next()).value).toMatchObject({ ...report, completedWork: 2, folded: 0 });
  });

  it('yields all reports in each of several iterations', async () => {
    const session = await connection.open();
    const iterations = [session.progress(), session.progress()];
    connection.tellProgress();
    for (const reports of iterations) expect((await reports.next()).value).toMatchObject(report);
  });

  it.each(['end', 'cancel', 'close'] as const)('ends by %s() after the earlier reports', async (verb) => {
    const session = await connection.open();
    const reports = session.progress();
    connection.tellProgress();
    await session[verb]();
    expect((await reports.next()).value).toMatchObject(report);
    expect(await reports.next()).toEqual(end);
  });

  it.each(['end', 'cancel'] as const)('continues when %s() is refused', async (verb) => {
    connection.backend.session.refusals.set(verb, refusal('SYNC_E_INVALID_OPERATION', verb));
    const session = await connection.open();
    const reports = session.progress();
    await caught(session[verb]());
    connection.tellProgress();
    expect((await reports.next()).value).toMatchObject(report);
  });

  it('is done at once in a cancelled session', async () => {
    const session = await connection.open();
    await session.cancel();
    expect(await session.progress().next()).toEqual(end);
  });

  it('can begin again in a session that has ended', async () => {
    const session = await connection.open();
    await session.end();
    const reports = session.progress();
    connection.tellProgress();
    expect((await reports.next()).value).toMatchObject(report);
  });

  it('rejects once in a closed session', async () => {
    const session = await connection.open();
    await session.close();
    const reports = session.progress();
    expect(await caught(reports.next())).toMatchObject(disconnected);
    expect(await reports.next()).toEqual(end);
  });

  it('rejects when the connection is closed', async () => {
    const session = await connection.open();
    const next = session.progress().next();
    connection.calls.close();
    expect(await caught(next)).toMatchObject(disconnected);
  });

  it('rejects when the connection was closed before', async () => {
    const session = await connection.open();
    connection.calls.close();
    expect(await caught(session.progress().next())).toMatchObject(disconnected);
  });

  it('rejects with the reason of its signal, and no other iteration does', async () => {
    const session = await connection.open();
    const controller = new AbortController();
    const [aborted, kept] = [session.progress({ signal: controller.signal }).next(), session.progress().next()];
    const reason = new Error('enough');
    controller.abort(reason);
    connection.tellProgress();
    expect(await caught(aborted)).toBe(reason);
    expect((await kept).value).toMatchObject(report);
  });

  it('rejects with the reason of a signal that was aborted before', async () => {
    const session = await connection.open();
    const reason = new Error('enough');
    expect(await caught(session.progress({ signal: AbortSignal.abort(reason) }).next())).toBe(reason);
  });

  it('leaves no listener on its signal', async () => {
    const session = await connection.open();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await session.progress({ signal }).return?.();
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });

  it.each([[null], [{ signal: {} }], ['signal']])('rejects %j', async (options) => {
    const session = await connection.open();
    expect(() => Reflect.apply(session.progress, session, [options])).toThrow(TypeError);
  });
});
