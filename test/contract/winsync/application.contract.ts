import { expect } from 'vitest';
import { hresults, type WinSyncProgress, type WinSyncRecoverableError } from '../../../lib/index.js';
import type { FamilyContract } from '../kit/describe.js';
import { deferred } from './deferred.js';
import type { WinSyncWorld } from './world.js';

const report = {
  provider: 'source',
  stage: 'changeDetection',
  completedWork: 1,
  totalWork: 4,
} as const;

/** Events and questions for the listeners of an application. */
export function applicationContract({ group, test }: FamilyContract<WinSyncWorld>): void {
  group('the listeners of a session', () => {
    test('receive in onProgress what the iterations yield', async ({ connection }) => {
      const received = deferred<WinSyncProgress>();
      await using session = await connection.winsync.createSession({ onProgress: received.put });
      await session.onProgress(report);
      expect(await received.promise).toMatchObject({ ...report, fraction: 0.25 });
    });

    test('receive names in place of numbers in onChange, onChangeApplied, onChangeFailed and onRecoverableError', async ({
      connection,
    }) => {
      const calls: unknown[] = [];
      const last = deferred<void>();
      await using session = await connection.winsync.createSession({
        onChange: (change) => calls.push(change),
        onChangeApplied: (totals) => calls.push(totals),
        onChangeFailed: (totals) => calls.push(totals),
        onRecoverableError: (error) => {
          calls.push(error);
          last.put();
        },
      });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      const rootItemId = Uint8Array.of(1, 2, 3);
      await callback.onChange({
        rootItemId,
        changeVersion: { replicaKey: 1, tickCount: 2n ** 63n },
        deleted: true,
        workEstimate: 7,
      });
      await callback.onChangeApplied({ changesApplied: 3, changesFailed: 1 });
      await callback.onChangeFailed({ changesApplied: 3, changesFailed: 2 });
      await callback.onRecoverableError({
        stage: 'changeApplication',
        provider: 'destination',
        hresult: 0x80070020,
        itemDisplayName: 'letter.txt',
        errorDescription: 'It is open elsewhere.',
      });
      await last.promise;
      expect(calls).toMatchObject([
        {
          ownerReplicaId: null,
          rootItemId,
          changeVersion: { replicaKey: 1, tickCount: 2n ** 63n },
          creationVersion: null,
          deleted: true,
          ghost: false,
          workEstimate: 7,
        },
        { changesApplied: 3, changesFailed: 1, folded: 0 },
        { changesApplied: 3, changesFailed: 2, folded: 0 },
        {
          stage: 'changeApplication',
          provider: 'destination',
          change: null,
          error: { code: 'ERROR_SHARING_VIOLATION', hresult: 0x80070020 },
          itemDisplayName: 'letter.txt',
          errorDescription: 'It is open elsewhere.',
          folded: 0,
        },
      ]);
    });

    test('receive the texts of a recoverable error that has no result, and no error for S_OK', async ({
      connection,
    }) => {
      const errors: WinSyncRecoverableError[] = [];
      const last = deferred<void>();
      await using session = await connection.winsync.createSession({
        onRecoverableError: (error) => {
          if (errors.push(error) === 3) last.put();
        },
      });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      await callback.onRecoverableError({ itemDisplayName: 'letter.txt' });
      await callback.onRecoverableError({ errorDescription: 'It is open elsewhere.' });
      await callback.onRecoverableError({ hresult: hresults.S_OK });
      await last.promise;
      expect(errors).toMatchObject([
        { error: null, itemDisplayName: 'letter.txt', errorDescription: null },
        { error: null, itemDisplayName: null, errorDescription: 'It is open elsewhere.' },
        { error: null, itemDisplayName: null, errorDescription: null },
      ]);
    });

    test('may return a promise from onConflict, which is awaited', async ({ connection }) => {
      await using session = await connection.winsync.createSession({
        async onConflict({ sourceChange }) {
          await Promise.resolve();
          return sourceChange?.deleted === true ? 'acceptSourceProvider' : 'merge';
        },
      });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      expect(await callback.onConflict({ sourceChange: { deleted: true } })).toBe('acceptSourceProvider');
      expect(await callback.onConflict({ sourceChange: { deleted: false } })).toBe('merge');
    });

    test('are optional: a conflict without onConflict is deferred, or resolved by the default of the session', async ({
      connection,
    }) => {
      await using session = await connection.winsync.createSession();
      await using other = await connection.winsync.createSession({ conflict: 'acceptDestinationProvider' });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      await using otherCallback = await connection.winsync.attachCallback(other.callbackPointer);
      expect(await callback.onConflict({})).toBe('defer');
      expect(await otherCallback.onConflict({})).toBe('acceptDestinationProvider');
    });

    test('are those at the time of the call: a later change of the options has no effect', async ({ connection }) => {
      const received = deferred<string>();
      const options = {
        name: 'options',
        onProgress(): void {
          received.put(this.name);
        },
        onConflict: () => 'merge' as const,
      };
      await using session = await connection.winsync.createSession(options);
      Object.assign(options, { onProgress: 'nothing', onConflict: undefined });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      await session.onProgress(report);
      expect(await received.promise).toBe('options');
      expect(await callback.onConflict({})).toBe('merge');
    });

    test('are reported to onError when they throw, and the default is used', async ({ connection }) => {
      const received = deferred<unknown>();
      const fault = new Error('no idea');
      await using session = await connection.winsync.createSession({
        conflict: 'transferAndDefer',
        onConflict() {
          throw fault;
        },
        onError: received.put,
      });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      expect(await callback.onConflict({})).toBe('transferAndDefer');
      expect(await received.promise).toBe(fault);
    });

    test('are reported to onError when they return an unknown action, and the default is used', async (world) => {
      const received = deferred<unknown>();
      const wrong: { onConflict(): never } = JSON.parse('{}');
      Object.assign(wrong, { onConflict: () => 'whatever' });
      await using session = await world.connection.winsync.createSession({
        ...wrong,
        onError: received.put,
      });
      await using callback = await world.connection.winsync.attachCallback(session.callbackPointer);
      expect(await callback.onConflict({})).toBe('defer');
      expect(await received.promise).toBeInstanceOf(RangeError);
    });

    test('are reported to onError when they exceed the time limit, and the default is used', async ({ connection }) => {
      const received = deferred<unknown>();
      await using session = await connection.winsync.createSession({
        answerTimeout: 20,
        fullEnumeration: 'partialSync',
        onFullEnumerationNeeded: () => new Promise(() => {}),
        onError: received.put,
      });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      expect(await callback.onFullEnumerationNeeded()).toBe('partialSync');
      expect(await received.promise).toMatchObject({ name: 'AnswerTimeoutError' });
      expect(await session.isCanceled()).toBe(false);
    });

    test('are optional: without onFullEnumerationNeeded full enumeration is aborted, which cancels the session', async ({
      connection,
    }) => {
      await using session = await connection.winsync.createSession();
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      expect(await callback.onFullEnumerationNeeded()).toBe('abort');
      expect(await session.isCanceled()).toBe(true);
    });

    test('are superseded by the default when the session is closed', async ({ connection }) => {
      const asked = deferred<void>();
      const session = await connection.winsync.createSession({
        conflict: 'merge',
        onConflict: () => {
          asked.put();
          return new Promise(() => {});
        },
      });
      await using callback = await connection.winsync.attachCallback(session.callbackPointer);
      const answer = callback.onConflict({});
      await asked.promise;
      await session.close();
      expect(await answer).toBe('merge');
    });
  });
}
