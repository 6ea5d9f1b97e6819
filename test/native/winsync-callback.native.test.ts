import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import type { CallbackVerbs, ChangeRecord, ConflictRecord, RecoverableErrorRecord } from '../../lib/winsync/verbs.js';
import { createRecordingSession, type RecordingSession } from '../contract/winsync/recording-session.js';
import { caught } from '../support/caught.js';
import { collectUntil } from '../support/collect-until.js';
import { openNativeConnection } from './in-process-group.js';
import { addRef, release } from './koffi-com.js';
import { hasSyncProviderLibrary, openSyncProviderLibrary, type SyncProviderLibrary } from './winsync-library.js';

function countReferences(pointer: bigint): number {
  addRef(pointer);
  return release(pointer);
}

/** A change without values: each of its methods fails. */
const silent: ChangeRecord = {
  ownerReplicaId: null,
  rootItemId: null,
  changeVersion: null,
  creationVersion: null,
  flags: null,
  workEstimate: null,
};

const full: ChangeRecord = {
  ownerReplicaId: Uint8Array.of(1, 2, 3),
  rootItemId: Uint8Array.of(),
  changeVersion: { replicaKey: 0, tickCount: 0n },
  creationVersion: { replicaKey: 0xffffffff, tickCount: 0xffffffffffffffffn },
  flags: 7,
  workEstimate: 0,
};

const conflict: ConflictRecord = { destinationChange: full, sourceChange: silent };

const largestSize = 0x10000;

describe('a callback of another connection', () => {
  let application: NativeConnection;
  let applier: NativeConnection;
  let session: RecordingSession;
  let callback: CallbackVerbs;

  beforeEach(async () => {
    application = openNativeConnection();
    applier = openNativeConnection();
    session = await createRecordingSession(application.winsync);
    callback = await applier.winsync.attachCallback(session.verbs.callbackPointer);
  });

  afterEach(async () => {
    await application.close();
    await applier.close();
  });

  it('receives null for values that a change refuses', async () => {
    await callback.onChange(silent);
    expect(await session.take('change')).toEqual({ type: 'change', change: silent, folded: 0 });
  });

  it('receives zeros and empty ids unchanged', async () => {
    await callback.onChange(full);
    expect(await session.take('change')).toEqual({ type: 'change', change: full, folded: 0 });
  });

  it('receives an id of 64 KiB, and not a larger one', async () => {
    const id = new Uint8Array(largestSize).fill(0xa5);
    await callback.onChange({ ...silent, ownerReplicaId: id, rootItemId: new Uint8Array(largestSize + 1) });
    const { change } = await session.take('change');
    expect(Buffer.from(change.ownerReplicaId ?? []).equals(id)).toBe(true);
    expect(change.rootItemId).toBeNull();
  });

  it('receives both changes of a conflict and returns the action', async () => {
    const action = callback.onConflict(conflict);
    const question = await session.take('conflict');
    expect(question.conflict).toEqual(conflict);
    question.answer(3);
    expect(await action).toBe(3);
  });

  it('receives a conflict without changes', async () => {
    const nothing: ConflictRecord = { destinationChange: null, sourceChange: null };
    const action = callback.onConflict(nothing);
    const question = await session.take('conflict');
    expect(question.conflict).toEqual(nothing);
    question.answer(1);
    expect(await action).toBe(1);
  });

  it('receives an error without information about the item', async () => {
    const error: RecoverableErrorRecord = {
      stage: null,
      provider: 1,
      change: null,
      hresult: hresults.E_FAIL,
      itemDisplayName: null,
      errorDescription: '',
    };
    await callback.onRecoverableError(error);
    expect(await session.take('recoverableError')).toEqual({ type: 'recoverableError', error, folded: 0 });
  });

  it('receives the texts of an error without an HRESULT', async () => {
    const error: RecoverableErrorRecord = {
      stage: 0,
      provider: 0,
      change: silent,
      hresult: null,
      itemDisplayName: 'item',
      errorDescription: 'reason',
    };
    await callback.onRecoverableError(error);
    const { error: recorded } = await session.take('recoverableError');
    expect(recorded).toEqual(error);
  });

  it('has one reference to the object until it is closed', async () => {
    const pointer = session.verbs.callbackPointer;
    const before = countReferences(pointer);
    const second = await applier.winsync.attachCallback(pointer);
    expect(countReferences(pointer)).toBe(before + 1);
    await second.close();
    await expect.poll(() => countReferences(pointer)).toBe(before);
  });

  it('can be closed twice', async () => {
    await callback.close();
    await callback.close();
  });

  it('releases its reference when it is collected', async () => {
    const pointer = session.verbs.callbackPointer;
    const before = countReferences(pointer);
    for (let count = 0; count < 10; count += 1) await applier.winsync.attachCallback(pointer);
    expect(countReferences(pointer)).toBe(before + 10);
    await collectUntil(() => countReferences(pointer) <= before);
  });

  it('does not delay another callback while one waits for a decision', async () => {
    const other = await applier.winsync.attachCallback(session.verbs.callbackPointer);
    const action = callback.onConflict(conflict);
    const { answer } = await session.take('conflict');
    await other.onChangeApplied(1, 2);
    expect(await session.take('changeApplied')).toMatchObject({ changesApplied: 1, changesFailed: 2 });
    answer(2);
    expect(await action).toBe(2);
  });

  it('does not delay the close of its connection while it waits for a decision', async () => {
    const action = caught(callback.onConflict(conflict));
    const { answer } = await session.take('conflict');
    await applier.close();
    expect(await action).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: 'ISyncCallback.OnConflict' });
    answer(2);
  });

  it('has no reference once its connection has been closed', async () => {
    const pointer = session.verbs.callbackPointer;
    const before = countReferences(pointer);
    await applier.close();
    expect(countReferences(pointer)).toBe(before - 1);
    expect(await caught(callback.onProgress(0, 0, 1, 1))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('is rejected with RPC_E_DISCONNECTED on a closed connection', async () => {
    await applier.close();
    expect(await caught(applier.winsync.attachCallback(session.verbs.callbackPointer))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncCallback.QueryInterface',
    });
  });
});

describe.runIf(hasSyncProviderLibrary)('a foreign callback', () => {
  let library: SyncProviderLibrary;
  let connection: NativeConnection;
  let callback: CallbackVerbs;
  let pointer: bigint;

  beforeEach(async () => {
    library = openSyncProviderLibrary();
    connection = openNativeConnection();
    pointer = library.createCallback(2);
    callback = await connection.winsync.attachCallback(pointer);
  });

  afterEach(async () => {
    await connection.close();
    release(pointer);
    await expect.poll(() => library.countReferences()).toBe(0);
  });

  const first: ChangeRecord = {
    ownerReplicaId: new Uint8Array(16).fill(0x11),
    rootItemId: new Uint8Array(16).fill(0x22),
    changeVersion: { replicaKey: 0xfffffff1, tickCount: 0x33n },
    creationVersion: null,
    flags: 2,
    workEstimate: 0xfffffff2,
  };
  const second: ChangeRecord = { ...first, flags: 4, workEstimate: 0 };
  const reportedOfFirst = [0x11, 0x22, 0xfffffff1, 0x33, 2, 0xfffffff2];
  const reportedOfSecond = [0x11, 0x22, 0xfffffff1, 0x33, 4, 0];

  function lastCall() {
    return library.log().at(-1);
  }

  it('receives the errors of a change without values', async () => {
    expect(await caught(callback.onChange(silent))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'ISyncCallback.OnChange',
    });
  });

  it('reads both changes of a conflict, whose action is returned', async () => {
    library.scriptRecorders({ resolveAction: 4 });
    expect(await callback.onConflict({ destinationChange: first, sourceChange: second })).toBe(4);
    expect(lastCall()).toMatchObject({ arguments: [...reportedOfFirst, ...reportedOfSecond] });
  });

  it('finds no change if a conflict has none', async () => {
    expect(await callback.onConflict({ destinationChange: null, sourceChange: second })).toBe(0);
    expect(lastCall()).toMatchObject({ arguments: reportedOfSecond });
  });

  it.each([-1, 5])('receives an error for the action %i', async (resolveAction) => {
    library.scriptRecorders({ resolveAction });
    const refused = { code: 'E_INVALIDARG', operation: 'ISyncCallback.OnConflict' };
    expect(await caught(callback.onConflict({ destinationChange: null, sourceChange: null }))).toMatchObject(refused);
  });

  it('returns its failures', async () => {
    library.scriptRecorders({ hresult: hresults.E_ACCESSDENIED });
    const failure = { code: 'E_ACCESSDENIED', operation: 'ISyncCallback2.OnChangeApplied' };
    expect(await caught(callback.onChangeApplied(1, 1))).toMatchObject(failure);
    expect(await caught(callback.onChange(first))).toMatchObject({ operation: 'ISyncCallback.OnChange' });
  });
});
