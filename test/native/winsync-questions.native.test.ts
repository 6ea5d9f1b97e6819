import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import type { SessionEvent, SessionSettings } from '../../lib/winsync/verbs.js';
import {
  application,
  createRecordingSession,
  defaultSettings,
  destination,
  detection,
  source,
} from '../contract/winsync/recording-session.js';
import { addRef, callSlot, callSlotInThread, release } from './koffi-com.js';
import {
  hasSyncProviderLibrary,
  openNativeConnection,
  openSyncProviderLibrary,
  type SyncProviderLibrary,
} from './winsync-library.js';

/** The slots of `ISyncCallback2`, by the order in winsync.h. */
const slots = { onProgress: 3, onChange: 4, onConflict: 5, onFullEnumerationNeeded: 6, onRecoverableError: 7 };

const object = 'uint64_t object';
const partialSync = 1;
const merge = 3;
const transferAndDefer = 4;
/** The maximum number of changes, and of recoverable errors, that are queued for JavaScript. */
const longestQueue = 1024;

let connection: NativeConnection;

beforeEach(() => {
  connection = openNativeConnection();
});

afterEach(() => connection.close());

/** Calls `OnFullEnumerationNeeded` in a separate thread; `action` is set when the call has returned. */
function ask(callback: bigint) {
  const action = Uint32Array.of(77);
  // A caller references the object that it calls.
  addRef(callback);
  const answered = callSlotInThread(callback, slots.onFullEnumerationNeeded, 'uint32_t *action', action);
  return async () => {
    const hresult = await answered;
    release(callback);
    return { hresult, action: action[0] };
  };
}

describe('a question that waits for JavaScript', () => {
  it('has the first answer, and later answers are ignored', async () => {
    const session = await createRecordingSession(connection.winsync);
    const answer = ask(session.verbs.callbackPointer);
    const event = await session.take('fullEnumeration');
    event.answer(0);
    event.answer(partialSync);
    expect(await answer()).toEqual({ hresult: hresults.S_OK, action: 0 });
  });

  it('has the default when its session is closed', async () => {
    const session = await createRecordingSession(connection.winsync, { fullEnumerationAction: partialSync });
    const answer = ask(session.verbs.callbackPointer);
    const event = await session.take('fullEnumeration');
    await session.verbs.close();
    expect(await answer()).toEqual({ hresult: hresults.S_OK, action: partialSync });
    event.answer(0);
  });

  it('has the default when its connection is closed', async () => {
    const session = await createRecordingSession(connection.winsync, { fullEnumerationAction: partialSync });
    const answer = ask(session.verbs.callbackPointer);
    await session.take('fullEnumeration');
    await connection.close();
    expect(await answer()).toEqual({ hresult: hresults.S_OK, action: partialSync });
  });

  it('has the default when its session was closed before it was asked', async () => {
    const session = await createRecordingSession(connection.winsync, { fullEnumerationAction: partialSync });
    const { callbackPointer } = session.verbs;
    addRef(callbackPointer);
    await session.verbs.close();
    expect(await ask(callbackPointer)()).toEqual({ hresult: hresults.S_OK, action: partialSync });
    release(callbackPointer);
  });

  it('has the default when it is not requested', async () => {
    const session = await createRecordingSession(connection.winsync, {
      wanted: [],
      fullEnumerationAction: partialSync,
    });
    expect(await ask(session.verbs.callbackPointer)()).toEqual({ hresult: hresults.S_OK, action: partialSync });
  });

  it('does not delay another question, and each has its own answer', async () => {
    const session = await createRecordingSession(connection.winsync);
    const first = ask(session.verbs.callbackPointer);
    const firstEvent = await session.take('fullEnumeration');
    const second = ask(session.verbs.callbackPointer);
    (await session.take('fullEnumeration')).answer(partialSync);
    expect(await second()).toEqual({ hresult: hresults.S_OK, action: partialSync });
    firstEvent.answer(0);
    expect(await first()).toEqual({ hresult: hresults.S_OK, action: 0 });
  });

  it('delays neither reports nor the calls of JavaScript', async () => {
    const session = await createRecordingSession(connection.winsync);
    const answer = ask(session.verbs.callbackPointer);
    const event = await session.take('fullEnumeration');
    expect(await session.report(source, detection, 1, 2)).toMatchObject({ completedWork: 1, totalWork: 2 });
    expect(await session.verbs.isCanceled()).toBe(false);
    event.answer(0);
    await answer();
  });
});

describe.runIf(hasSyncProviderLibrary)('the queue of events while JavaScript is busy', () => {
  let library: SyncProviderLibrary;
  const objects: bigint[] = [];

  beforeEach(() => {
    library = openSyncProviderLibrary();
  });

  afterEach(async () => {
    await connection.close();
    for (const pointer of objects.splice(0)) release(pointer);
    await expect.poll(() => library.countReferences()).toBe(0);
  });

  function keep(pointer: bigint): bigint {
    objects.push(pointer);
    return pointer;
  }

  /** A session, and the next events of its listener in one batch. */
  async function makeSession(settings: Partial<SessionSettings> = {}) {
    let deliver: (events: readonly SessionEvent[]) => void = () => undefined;
    const next = new Promise<readonly SessionEvent[]>((resolve) => {
      deliver = resolve;
    });
    const session = await connection.winsync.createSession({ ...defaultSettings, ...settings }, deliver);
    return { callback: session.callbackPointer, session, next };
  }

  function report(callback: bigint, ...numbers: readonly number[]): void {
    callSlot(callback, slots.onProgress, 'int provider, int stage, uint32_t completed, uint32_t total', ...numbers);
  }

  it('keeps the latest of each provider and stage, in the order of the latest', async () => {
    const { callback, next } = await makeSession();
    report(callback, source, detection, 1, 9);
    report(callback, destination, application, 1, 9);
    report(callback, source, detection, 2, 9);
    report(callback, destination, detection, 3, 9);
    report(callback, source, detection, 4, 9);
    expect(await next).toEqual([
      { type: 'progress', provider: destination, stage: application, completedWork: 1, totalWork: 9, folded: 0 },
      { type: 'progress', provider: destination, stage: detection, completedWork: 3, totalWork: 9, folded: 0 },
      { type: 'progress', provider: source, stage: detection, completedWork: 4, totalWork: 9, folded: 2 },
    ]);
  });

  it('keeps a change in its position between reports', async () => {
    const { callback, next } = await makeSession();
    report(callback, source, detection, 1, 1);
    callSlot(callback, slots.onChange, object, keep(library.createChange(1)));
    report(callback, destination, application, 1, 1);
    expect((await next).map(({ type }) => type)).toEqual(['progress', 'change', 'progress']);
  });

  it('keeps the latest 1024 changes and adds the number of dropped ones to the oldest', async () => {
    const { callback, next } = await makeSession();
    const [early, late] = [keep(library.createChange(1)), keep(library.createChange(2))];
    for (let index = 0; index < 500; index++) callSlot(callback, slots.onChange, object, early);
    for (let index = 0; index < longestQueue; index++) callSlot(callback, slots.onChange, object, late);
    const events = (await next).map((event) => (event.type === 'change' ? event : undefined));
    expect(events.map((event) => event?.folded)).toEqual([500, ...Array<number>(longestQueue - 1).fill(0)]);
    expect(new Set(events.map((event) => event?.change.changeVersion?.replicaKey))).toEqual(new Set([2]));
  });

  it('keeps at most 1024 recoverable errors', async () => {
    const { callback, next } = await makeSession();
    const error = keep(library.createRecoverableError());
    for (let index = 0; index <= longestQueue; index++) callSlot(callback, slots.onRecoverableError, object, error);
    const events = (await next).map((event) => (event.type === 'recoverableError' ? event.folded : undefined));
    expect(events).toEqual([1, ...Array<number>(longestQueue - 1).fill(0)]);
  });

  it('is empty once the session is closed', async () => {
    const events: SessionEvent[] = [];
    const session = await connection.winsync.createSession(defaultSettings, (recorded) => events.push(...recorded));
    const { callbackPointer } = session;
    addRef(callbackPointer);
    await session.close();
    report(callbackPointer, source, detection, 1, 2);
    await connection.winsync.createSession(defaultSettings, () => undefined);
    expect(events).toEqual([]);
    release(callbackPointer);
  });

  it('sets the default in a conflict that is pending when the session is closed', async () => {
    const session = await createRecordingSession(connection.winsync, { resolveAction: transferAndDefer });
    const conflict = keep(library.createConflict());
    const { callbackPointer } = session.verbs;
    addRef(callbackPointer);
    const answered = callSlotInThread(callbackPointer, slots.onConflict, object, conflict);
    const event = await session.take('conflict');
    await session.verbs.close();
    expect(await answered).toBe(hresults.S_OK);
    event.answer(merge);
    expect(library.conflictAction(conflict)).toBe(transferAndDefer);
    release(callbackPointer);
  });
});
