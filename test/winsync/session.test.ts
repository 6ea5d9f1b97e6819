import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CreateWinSyncSessionOptions } from '../../lib/winsync/open.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { clsid, disconnected, end, FakeConnection } from './fake-connection.js';
import { FakeProvider, refusal } from './fake-session.js';

let connection: FakeConnection;

beforeEach(() => {
  connection = new FakeConnection();
});

describe('closing a session', () => {
  it('closes its providers first', async () => {
    const log: string[] = [];
    const provider = new FakeProvider();
    vi.spyOn(provider, 'close').mockImplementation(async () => void log.push('provider'));
    vi.spyOn(connection.backend.session, 'close').mockImplementation(async () => void log.push('session'));
    connection.backend.session.providers.push(provider);
    const session = await connection.open();
    await session.openProvider(clsid, 'source');
    await session.close();
    expect(log).toEqual(['provider', 'session']);
  });

  it('closes all of it when a provider cannot be closed, and rejects with the cause', async () => {
    const [failing, other] = [new FakeProvider(), new FakeProvider()];
    const error = refusal('E_FAIL', 'IKnowledgeSyncProvider.EndSession');
    failing.refusals.set('close', error);
    connection.backend.session.providers.push(failing, other);
    const session = await connection.open();
    await session.openProvider(clsid, 'source');
    await session.openProvider(clsid, 'destination');
    const next = session.progress().next();
    expect(await caught(session.close())).toBe(error);
    expect([other.count('close'), connection.backend.session.count('close')]).toEqual([1, 1]);
    expect(await next).toEqual(end);
  });

  it('is done once', async () => {
    const session = await connection.open();
    await Promise.all([session.close(), session.close(), session[Symbol.asyncDispose]()]);
    expect(connection.backend.session.count('close')).toBe(1);
  });

  it('resolves after the connection was closed', async () => {
    const session = await connection.open();
    connection.calls.close();
    expect(await session.close()).toBeUndefined();
  });

  it('makes the methods of the session beyond its state reject', async () => {
    const session = await connection.open();
    await session.close();
    const refused = [
      session.cancel(),
      session.begin(),
      session.end(),
      session.setSessionErrorStatus(0),
      session.getProviderWithError(),
      session.openProvider(clsid, 'source'),
    ];
    const operations = [
      'WinSyncSession.cancel',
      'WinSyncSession.begin',
      'WinSyncSession.end',
      'WinSyncSession.setSessionErrorStatus',
      'WinSyncSession.getProviderWithError',
      'CoCreateInstance',
    ];
    const errors = await Promise.all(refused.map(caught));
    expect(errors).toMatchObject(operations.map((operation) => ({ ...disconnected, operation })));
  });
});

describe('the process', () => {
  it('is not kept running by a session alone', async () => {
    await connection.open({ onError() {} });
    expect(connection.backend.session.alive).toBe(false);
  });

  it.each<readonly [string, CreateWinSyncSessionOptions]>([
    ['onProgress', { onProgress() {} }],
    ['onConflict', { onConflict: () => 'merge' }],
  ])('is kept running by %s', async (_, options) => {
    await connection.open(options);
    expect(connection.backend.session.alive).toBe(true);
  });

  it('is kept running while an iteration waits', async () => {
    const session = await connection.open();
    const reports = session.progress();
    expect(connection.backend.session.alive).toBe(false);
    const next = reports.next();
    expect(connection.backend.session.alive).toBe(true);
    connection.tellProgress();
    await next;
    expect(connection.backend.session.alive).toBe(false);
  });

  it('is kept running until the last of several iterations ends', async () => {
    const session = await connection.open();
    const [first, second] = [session.progress(), session.progress()];
    const waiting = [first.next(), second.next()];
    await first.return?.();
    expect(connection.backend.session.alive).toBe(true);
    await second.return?.();
    expect(connection.backend.session.alive).toBe(false);
    await Promise.all(waiting);
  });

  it('is kept running while the session of a provider is begun', async () => {
    const session = await connection.open();
    const provider = await session.openProvider(clsid, 'source');
    expect(connection.backend.session.alive).toBe(true);
    await provider.endSession();
    expect(connection.backend.session.alive).toBe(false);
  });
});

describe('the provider at fault', () => {
  it.each([
    [0, 'source'],
    [1, 'destination'],
    [null, null],
  ])('for role %s is %s', async (role, word) => {
    connection.backend.session.providerWithError = role;
    expect(await (await connection.open()).getProviderWithError()).toBe(word);
  });
});

describe('the session error status', () => {
  it('is set as an unsigned number', async () => {
    await (await connection.open()).setSessionErrorStatus(-2147467260);
    expect(connection.backend.session.called).toEqual([{ verb: 'setSessionErrorStatus', values: [0x80004004] }]);
  });

  it.each([
    ['E_ABORT', TypeError],
    [2 ** 32, RangeError],
  ])('is not %s', async (status, kind) => {
    const session = await connection.open();
    expect(await caught(Reflect.apply(session.setSessionErrorStatus, session, [status]))).toBeInstanceOf(kind);
    expect(connection.backend.session.called).toEqual([]);
  });
});

describe('the pointers of a session', () => {
  it('are those of the backend', async () => {
    expect(await connection.open()).toMatchObject({ pointer: 0x1000n, callbackPointer: 0x2000n });
  });
});

describe('the references of the backend to a session', () => {
  it('deliver earlier events to the functions of a closed session', async () => {
    const onProgress = vi.fn();
    const session = await connection.open({ onProgress });
    const closing = session.close();
    connection.tellProgress();
    await closing;
    await settled();
    expect(onProgress).toHaveBeenCalledTimes(1);
  });
});
