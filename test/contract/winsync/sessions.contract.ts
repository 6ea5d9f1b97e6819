import { expect } from 'vitest';
import { HResultError, type WinSyncSession } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { WinSyncWorld } from './world.js';

const report = {
  provider: 'source',
  stage: 'changeDetection',
  completedWork: 1,
  totalWork: 4,
} as const;

/** Sessions in the public API, and invalid arguments. */
export function sessionsContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('the information of the change applier', () => {
    test('is transferred from one session to another', async ({ connection }) => {
      await using first = await connection.winsync.createSession();
      await using second = await connection.winsync.createSession();
      const range = { lowerBound: new Uint8Array(16).fill(1), upperBound: new Uint8Array(16).fill(9) };
      await first.setForgottenKnowledgeRecoveryRange(range);
      await first.onProgress({ ...report, stage: 'changeApplication', completedWork: 5, totalWork: 5 });
      await second.loadInfoFromChangeApplication(await first.getInfoForChangeApplication());
      expect(await second.getForgottenKnowledgeRecoveryRange()).toEqual(range);
      const reports = second.progress();
      await second.onProgress({ ...report, stage: 'changeApplication', completedWork: 1, totalWork: 4 });
      expect((await reports.next()).value).toMatchObject({ completedWork: 6, totalWork: 10 });
    });

    test('has no range at first', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      expect(await session.getForgottenKnowledgeRecoveryRange()).toBeNull();
    });
  });

  group('a second run on one session', () => {
    const application = { provider: 'destination', stage: 'changeApplication' } as const;

    test('starts with a sum of 0 for change application', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      await session.begin();
      await session.onProgress({ ...application, completedWork: 5, totalWork: 0 });
      await session.end();
      await session.begin();
      const reports = session.progress();
      await session.onProgress({ ...application, completedWork: 1, totalWork: 9 });
      expect((await reports.next()).value).toMatchObject({ completedWork: 1, totalWork: 10, fraction: 0.1 });
    });

    test('starts without an error, a provider at fault or a recovery range', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const bound = new Uint8Array(16).fill(1);
      await session.begin();
      await session.setSessionErrorStatus(0x80004005);
      await session.setProviderWithError(true);
      await session.setForgottenKnowledgeRecoveryRange({ lowerBound: bound, upperBound: bound });
      await session.end();
      expect(await session.getSessionErrorStatus()).toBe(0x80004005);
      await session.begin();
      expect(await session.getSessionErrorStatus()).toBe(0);
      expect(await session.getProviderWithError()).toBeNull();
      expect(await session.getForgottenKnowledgeRecoveryRange()).toBeNull();
    });

    test('keeps what was loaded and set since the end of the first run', async ({ connection }) => {
      await using other = await connection.winsync.createSession();
      await other.onProgress({ ...application, completedWork: 7, totalWork: 0 });
      await using session = await connection.winsync.createSession();
      await session.begin();
      await session.onProgress({ ...application, completedWork: 5, totalWork: 0 });
      await session.end();
      await session.loadInfoFromChangeApplication(await other.getInfoForChangeApplication());
      await session.setSessionErrorStatus(0x800704c7);
      await session.begin();
      const reports = session.progress();
      await session.onProgress({ ...application, completedWork: 1, totalWork: 2 });
      expect((await reports.next()).value).toMatchObject({ completedWork: 8, totalWork: 10 });
      expect(await session.getSessionErrorStatus()).toBe(0x800704c7);
    });

    test('of a cancelled session stays cancelled', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      await session.begin();
      await session.setSessionErrorStatus(0x80004005);
      await session.cancel();
      await session.end();
      await session.begin();
      expect(await session.isCanceled()).toBe(true);
      expect(await session.getSessionErrorStatus()).toBe(0x80004004);
    });
  });

  group('a session', () => {
    test('has no addresses once it is closed', async ({ connection }) => {
      const session = await connection.winsync.createSession();
      expect(session.pointer).not.toBe(0n);
      await session.close();
      expect([session.pointer, session.callbackPointer]).toEqual([0n, 0n]);
    });

    test('is not running at first, and runs from begin() to end()', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      const refused = { code: 'SYNC_E_INVALID_OPERATION', operation: 'ISyncSessionState2.SetProviderWithError' };
      expect(await caught(session.setProviderWithError(true))).toMatchObject(refused);
      await session.begin();
      await session.setProviderWithError(false);
      expect(await session.getProviderWithError()).toBe('source');
      await session.end();
      expect(await caught(session.setProviderWithError(true))).toMatchObject(refused);
    });

    test('has the error status that was set', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      expect(await session.getSessionErrorStatus()).toBe(0);
      await session.setSessionErrorStatus(-2147023673);
      expect(await session.getSessionErrorStatus()).toBe(0x800704c7);
    });

    test('rejects every call with RPC_E_DISCONNECTED once it is closed', async ({ connection }) => {
      const session = await connection.winsync.createSession();
      await session.close();
      await session.close();
      const error = await caught(session.isCanceled());
      expect(error).toBeInstanceOf(HResultError);
      expect(error).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: 'ISyncSessionState.IsCanceled' });
    });

    test('rejects a class that is not registered', async ({ connection }) => {
      await using session = await connection.winsync.createSession();
      expect(await caught(session.openProvider('{00000000-1111-2222-3333-444444444444}', 'source'))).toMatchObject({
        code: 'REGDB_E_CLASSNOTREG',
        context: expect.stringMatching(/^class \{[0-9A-F-]{36}\}$/),
        operation: 'CoCreateInstance',
      });
    });

    each<readonly [string, (session: WinSyncSession) => Promise<unknown>, ErrorConstructor]>(
      [
        [
          'an unknown provider',
          (session) => session.onProgress({ ...report, ...JSON.parse('{"provider":"both"}') }),
          RangeError,
        ],
        [
          'work that is not a whole number',
          (session) => session.onProgress({ ...report, completedWork: 1.5 }),
          RangeError,
        ],
        ['work beyond a DWORD', (session) => session.onProgress({ ...report, totalWork: 2 ** 32 }), RangeError],
        [
          'an unknown role',
          (session) => session.openProvider('{00000000-1111-2222-3333-444444444444}', JSON.parse('"both"')),
          RangeError,
        ],
        ['a class that is not a GUID', (session) => session.openProvider('provider', 'source'), RangeError],
        [
          'information that is not a byte array',
          (session) => session.loadInfoFromChangeApplication(JSON.parse('"bytes"')),
          TypeError,
        ],
      ],
      'rejects %s before a call',
      async ({ connection }, _, call, kind) => {
        await using session = await connection.winsync.createSession();
        expect(await caught(call(session))).toBeInstanceOf(kind);
      },
    );

    each<readonly [string, object, ErrorConstructor]>(
      [
        ['an unknown work accounting', { workAccounting: 'sum' }, RangeError],
        ['ids of 0 bytes', { itemIdFormat: { variable: false, size: 0 } }, RangeError],
        ['a callback that is not a function', { onConflict: 'defer' }, TypeError],
        ['a timeout of 0', { answerTimeout: 0 }, RangeError],
        ['an unknown default action', { conflict: 'guess' }, RangeError],
      ],
      'is not created with %s',
      async ({ connection }, _, options, kind) => {
        expect(await caught(connection.winsync.createSession(options))).toBeInstanceOf(kind);
      },
    );
  });

  group('a closed connection', () => {
    test('ends iterations with RPC_E_DISCONNECTED', async ({ connection }) => {
      const session = await connection.winsync.createSession();
      const next = session.progress().next();
      const late = caught(next);
      await connection.close();
      expect(await late).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      expect(await caught(session.progress().next())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      await session.close();
    });
  });
}
