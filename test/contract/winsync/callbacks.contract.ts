import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import type {
  CallbackVerbs,
  ChangeRecord,
  ConflictRecord,
  RecoverableErrorRecord,
  SessionSettings,
} from '../../../lib/winsync/verbs.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import {
  defaultSettings,
  destination,
  detection,
  enumeration,
  type RecordingSession,
  source,
} from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const change: ChangeRecord = {
  ownerReplicaId: Uint8Array.from({ length: 16 }, (_, index) => index),
  rootItemId: Uint8Array.from({ length: 16 }, (_, index) => 0xff - index),
  changeVersion: { replicaKey: 0xffffffff, tickCount: 0xffffffffffffffffn },
  creationVersion: { replicaKey: 1, tickCount: 2n },
  flags: 1,
  workEstimate: 0xffffffff,
};

const otherChange: ChangeRecord = {
  ...change,
  creationVersion: { replicaKey: 0, tickCount: 0n },
  flags: 0,
  workEstimate: 3,
};

const error: RecoverableErrorRecord = {
  stage: 2,
  provider: destination,
  change,
  hresult: hresults.SYNC_E_REPLICA_NOT_FOUND,
  itemDisplayName: 'Grüße an 世界.txt',
  errorDescription: '',
};

const conflicts: readonly [string, ConflictRecord][] = [
  ['a change of both sides', { destinationChange: change, sourceChange: otherChange }],
  ['a change of the destination alone', { destinationChange: change, sourceChange: null }],
  ['a change of the source alone', { destinationChange: null, sourceChange: change }],
];

const resolveActions: readonly [string, number][] = [
  ['SRA_DEFER', 0],
  ['SRA_ACCEPT_DESTINATION_PROVIDER', 1],
  ['SRA_ACCEPT_SOURCE_PROVIDER', 2],
  ['SRA_MERGE', 3],
  ['SRA_TRANSFER_AND_DEFER', 4],
];

const fullEnumerationActions: readonly [string, number, boolean][] = [
  ['SFEA_FULL_ENUMERATION', 0, false],
  ['SFEA_PARTIAL_SYNC', 1, false],
  ['SFEA_ABORT', 2, true],
];

interface WithCallback {
  readonly session: RecordingSession;
  readonly callback: CallbackVerbs;
}

async function open(world: WinSyncWorld, settings?: Partial<SessionSettings>): Promise<WithCallback> {
  const session = await world.createSession(settings);
  return { session, callback: await world.verbs.attachCallback(session.verbs.callbackPointer) };
}

/** Calls of a provider to the application's callback. */
export function callbacksContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('the callback', () => {
    test('reports progress unchanged', async (world) => {
      const { session, callback } = await open(world);
      await callback.onProgress(destination, 2, 3, 10);
      const recorded = {
        type: 'progress',
        provider: destination,
        stage: 2,
        completedWork: 3,
        totalWork: 10,
        folded: 0,
      };
      expect(await session.take('progress')).toEqual(recorded);
    });

    test('reports a change with all its fields', async (world) => {
      const { session, callback } = await open(world);
      await callback.onChange(change);
      expect(await session.take('change')).toEqual({ type: 'change', change, folded: 0 });
    });

    test('reports changes in order', async (world) => {
      const { session, callback } = await open(world);
      for (let workEstimate = 0; workEstimate < 10; workEstimate += 1) {
        await callback.onChange({ ...change, workEstimate });
      }
      for (let workEstimate = 0; workEstimate < 10; workEstimate += 1) {
        expect((await session.take('change')).change.workEstimate).toBe(workEstimate);
      }
    });

    test('reports running totals of applied changes and of failed changes', async (world) => {
      const { session, callback } = await open(world);
      await callback.onChangeApplied(7, 1);
      expect(await session.take('changeApplied')).toMatchObject({ changesApplied: 7, changesFailed: 1, folded: 0 });
      await callback.onChangeFailed(7, 0xffffffff);
      const failed = { changesApplied: 7, changesFailed: 0xffffffff, folded: 0 };
      expect(await session.take('changeFailed')).toMatchObject(failed);
    });

    test('reports a recoverable error with its change', async (world) => {
      const { session, callback } = await open(world);
      await callback.onRecoverableError(error);
      expect(await session.take('recoverableError')).toEqual({ type: 'recoverableError', error, folded: 0 });
    });

    test('reports text with unpaired surrogates unchanged', async (world) => {
      const { session, callback } = await open(world);
      const text = { itemDisplayName: '\ud800 and \udc00', errorDescription: '\udbff' };
      await callback.onRecoverableError({ ...error, ...text });
      expect((await session.take('recoverableError')).error).toMatchObject(text);
    });

    test('reports events of the callback and of the state in the order of the calls', async (world) => {
      const { session, callback } = await open(world);
      await session.verbs.onProgress(source, detection, 1, 1);
      await callback.onChange(change);
      await session.verbs.onProgress(source, enumeration, 1, 1);
      await callback.onChangeApplied(1, 0);
      expect(await session.take('progress')).toMatchObject({ stage: detection });
      await session.take('change');
      expect(await session.take('progress')).toMatchObject({ stage: enumeration });
      await session.take('changeApplied');
    });

    test('reports no event that was not requested', async (world) => {
      const { session, callback } = await open(world, { wanted: [] });
      await callback.onChange(change);
      await callback.onChangeApplied(1, 0);
      await callback.onChangeFailed(1, 0);
      await callback.onRecoverableError(error);
      await callback.onProgress(source, detection, 1, 2);
      await session.take('progress');
    });
  });

  group('a conflict', () => {
    each(conflicts, 'reports %s', async (world, _name, conflict) => {
      const { session, callback } = await open(world);
      const action = callback.onConflict(conflict);
      const question = await session.take('conflict');
      expect(question.conflict).toEqual(conflict);
      question.answer(0);
      await action;
    });

    each(resolveActions, 'is resolved by %s', async (world, _name, action) => {
      const { session, callback } = await open(world, { resolveAction: action === 4 ? 0 : 4 });
      const resolving = callback.onConflict({ destinationChange: change, sourceChange: otherChange });
      (await session.take('conflict')).answer(action);
      expect(await resolving).toBe(action);
    });

    test('uses the first answer', async (world) => {
      const { session, callback } = await open(world);
      const resolving = callback.onConflict({ destinationChange: change, sourceChange: otherChange });
      const { answer } = await session.take('conflict');
      answer(2);
      answer(1);
      expect(await resolving).toBe(2);
      answer(3);
    });

    test('uses the default when conflicts are not requested', async (world) => {
      const { callback } = await open(world, { wanted: [] });
      const conflict = { destinationChange: change, sourceChange: otherChange };
      expect(await callback.onConflict(conflict)).toBe(defaultSettings.resolveAction);
    });

    test('uses the default when the session is closed while it is pending', async (world) => {
      const { session, callback } = await open(world);
      const resolving = callback.onConflict({ destinationChange: change, sourceChange: otherChange });
      const { answer } = await session.take('conflict');
      await session.verbs.close();
      expect(await resolving).toBe(defaultSettings.resolveAction);
      answer(1);
    });

    test('uses the default after the session was closed', async (world) => {
      const { session, callback } = await open(world);
      await session.verbs.close();
      const conflict = { destinationChange: change, sourceChange: otherChange };
      expect(await callback.onConflict(conflict)).toBe(defaultSettings.resolveAction);
    });

    test('delays neither reports nor IsCanceled while it is pending', async (world) => {
      const { session, callback } = await open(world);
      const resolving = callback.onConflict({ destinationChange: change, sourceChange: otherChange });
      const { answer } = await session.take('conflict');
      expect(await session.verbs.isCanceled()).toBe(false);
      expect(await session.report(source, detection, 1, 2)).toMatchObject({ completedWork: 1 });
      answer(3);
      expect(await resolving).toBe(3);
    });
  });

  group('a full enumeration', () => {
    each(fullEnumerationActions, 'is decided by %s', async (world, _name, action, canceled) => {
      const { session, callback } = await open(world, { fullEnumerationAction: action === 1 ? 0 : 1 });
      const deciding = callback.onFullEnumerationNeeded();
      (await session.take('fullEnumeration')).answer(action);
      expect(await deciding).toBe(action);
      expect(await session.verbs.isCanceled()).toBe(canceled);
    });

    each(
      fullEnumerationActions,
      'uses the default %s when it is not requested',
      async (world, _name, action, canceled) => {
        const { session, callback } = await open(world, { wanted: [], fullEnumerationAction: action });
        expect(await callback.onFullEnumerationNeeded()).toBe(action);
        expect(await session.verbs.isCanceled()).toBe(canceled);
      },
    );

    test('that is aborted is followed by the event of the cancellation', async (world) => {
      const { session, callback } = await open(world, { wanted: [], fullEnumerationAction: 2 });
      await callback.onProgress(source, detection, 1, 2);
      await callback.onFullEnumerationNeeded();
      await session.take('progress');
      expect(await session.take('canceled')).toEqual({ type: 'canceled' });
    });

    test('that is aborted sets the error status to E_ABORT', async (world) => {
      const { session, callback } = await open(world, { wanted: [], fullEnumerationAction: 2 });
      await callback.onFullEnumerationNeeded();
      expect(await session.verbs.getSessionErrorStatus()).toBe(hresults.E_ABORT);
    });

    test('uses the default when the session is closed while it is pending', async (world) => {
      const { session, callback } = await open(world);
      const deciding = callback.onFullEnumerationNeeded();
      await session.take('fullEnumeration');
      await session.verbs.close();
      expect(await deciding).toBe(defaultSettings.fullEnumerationAction);
    });
  });

  group('an attached callback', () => {
    test('is rejected with E_POINTER for a null address', async ({ verbs }) => {
      const refused = { code: 'E_POINTER', operation: 'ISyncCallback.QueryInterface' };
      expect(await caught(verbs.attachCallback(0x10n))).toMatchObject(refused);
    });

    test('is rejected with E_NOINTERFACE for a session state', async ({ createSession, verbs }) => {
      const session = await createSession();
      const refused = { code: 'E_NOINTERFACE', operation: 'ISyncCallback.QueryInterface' };
      expect(await caught(verbs.attachCallback(session.verbs.pointer))).toMatchObject(refused);
    });

    test('reports nothing after the session was closed', async (world) => {
      const { session, callback } = await open(world);
      await session.verbs.close();
      await callback.onChange(change);
      await callback.onProgress(source, detection, 1, 2);
    });

    test('rejects with RPC_E_DISCONNECTED once it is closed', async (world) => {
      const { callback } = await open(world);
      await callback.close();
      expect(await caught(callback.onChange(change))).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: 'ISyncCallback.OnChange',
      });
    });
  });
}
