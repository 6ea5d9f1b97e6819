import { beforeEach, describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { clsid, disconnected, end, FakeConnection, report } from './fake-connection.js';
import { FakeProvider, refusal } from './fake-session.js';

let connection: FakeConnection;

beforeEach(() => {
  connection = new FakeConnection();
});

describe('openProvider()', () => {
  it('activates the class in its role and begins its session', async () => {
    const provider = new FakeProvider();
    connection.backend.session.providers.push(provider);
    const session = await connection.open();
    const opened = await session.openProvider(clsid.toLowerCase().slice(1, -1), 'destination');
    expect(connection.backend.session.called).toEqual([{ verb: 'openProvider', values: [clsid, 1] }]);
    expect(provider.called).toEqual([{ verb: 'beginSession', values: [] }]);
    expect(opened).toMatchObject({ clsid, role: 'destination' });
  });

  it('closes a provider whose session cannot begin and rejects with the cause', async () => {
    const provider = new FakeProvider();
    const error = refusal('E_FAIL', 'IKnowledgeSyncProvider.BeginSession');
    provider.refusals.set('beginSession', error);
    connection.backend.session.providers.push(provider);
    const session = await connection.open();
    expect(await caught(session.openProvider(clsid, 'source'))).toBe(error);
    expect(provider.called.map(({ verb }) => verb)).toEqual(['beginSession', 'close']);
  });

  it('begins no session if the session was closed meanwhile, and releases the provider', async () => {
    const provider = new FakeProvider();
    connection.backend.session.providers.push(provider);
    let pass = () => {};
    connection.backend.session.gates.set(
      'openProvider',
      new Promise<void>((resolve) => {
        pass = resolve;
      }),
    );
    const session = await connection.open();
    const opening = session.openProvider(clsid, 'source');
    await session.close();
    pass();
    expect(await caught(opening)).toMatchObject({ ...disconnected, operation: 'CoCreateInstance' });
    expect(provider.called.map(({ verb }) => verb)).toEqual(['close']);
  });

  it.each([
    ['a provider', 'source', RangeError],
    [clsid, 'both', RangeError],
    [clsid, 0, TypeError],
    [1, 'source', TypeError],
  ])('rejects %o as %o', async (id, role, kind) => {
    const session = await connection.open();
    expect(await caught(Reflect.apply(session.openProvider, session, [id, role]))).toBeInstanceOf(kind);
    expect(connection.backend.session.called).toEqual([]);
  });
});

describe('a provider', () => {
  it('ends the iterations with the last session that was begun', async () => {
    const session = await connection.open();
    const [first, second] = [
      await session.openProvider(clsid, 'source'),
      await session.openProvider(clsid, 'destination'),
    ];
    const reports = session.progress();
    await first.endSession();
    connection.tellProgress();
    expect((await reports.next()).value).toMatchObject(report);
    await second.endSession();
    expect(await reports.next()).toEqual(end);
  });

  it('ends the iterations when it is closed', async () => {
    const session = await connection.open();
    const provider = await session.openProvider(clsid, 'source');
    const next = session.progress().next();
    await provider.close();
    expect(await next).toEqual(end);
  });

  it('ends the iterations although its EndSession fails', async () => {
    const verbs = new FakeProvider();
    verbs.refusals.set('endSession', refusal('E_FAIL', 'IKnowledgeSyncProvider.EndSession'));
    connection.backend.session.providers.push(verbs);
    const session = await connection.open();
    const provider = await session.openProvider(clsid, 'source');
    const reports = session.progress();
    await caught(provider.endSession());
    expect(await reports.next()).toEqual(end);
  });

  it('can begin its session again', async () => {
    const session = await connection.open();
    const provider = await session.openProvider(clsid, 'source');
    await provider.endSession();
    await provider.beginSession();
    const next = session.progress().next();
    await provider.endSession();
    expect(await next).toEqual(end);
  });

  it('is closed once', async () => {
    const verbs = new FakeProvider();
    connection.backend.session.providers.push(verbs);
    const provider = await (await connection.open()).openProvider(clsid, 'source');
    await Promise.all([provider.close(), provider.close(), provider[Symbol.asyncDispose]()]);
    expect(verbs.count('close')).toBe(1);
  });

  it('rejects every call once it is closed', async () => {
    const provider = await (await connection.open()).openProvider(clsid, 'source');
    await provider.close();
    for (const [verb, operation] of [
      ['beginSession', 'IKnowledgeSyncProvider.BeginSession'],
      ['endSession', 'IKnowledgeSyncProvider.EndSession'],
      ['getIdParameters', 'ISyncProvider.GetIdParameters'],
    ] as const) {
      expect(await caught(provider[verb]())).toMatchObject({ ...disconnected, operation });
    }
  });

  it('can be closed after the connection', async () => {
    const provider = await (await connection.open()).openProvider(clsid, 'source');
    connection.calls.close();
    expect(await provider.close()).toBeUndefined();
  });
});
