import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import {
  application,
  createRecordingSession,
  destination,
  detection,
  enumeration,
  type RecordingSession,
  source,
} from '../contract/winsync/recording-session.js';
import { addRef, callSlot, koffi, queryInterface, release } from './koffi-com.js';
import { openNativeConnection } from './winsync-library.js';

const unknown = '{00000000-0000-0000-C000-000000000046}';
const sessionState = '{B8A940FE-9F01-483B-9434-C37D361225D9}';
const sessionState2 = '{9E37CFA3-9E38-4C61-9CA3-FFE810B45CA2}';
const syncCallback = '{0599797F-5ED9-485C-AE36-0C5D1BF2E7A5}';

/** The slots of `ISyncSessionState2`, by the order in winsync.h. */
const slots = {
  isCanceled: 3,
  getInfo: 4,
  loadInfo: 5,
  getRangeStart: 6,
  getRangeEnd: 7,
  setRange: 8,
  onProgress: 9,
  setProviderWithError: 10,
  getSessionErrorStatus: 11,
};

const lower = Uint8Array.from({ length: 16 }, (_, index) => index);
const upper = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 + index);

const bufferParameters = 'uint8_t *bytes, uint32_t *count';
const numbers = 'int provider, int stage, uint32_t completed, uint32_t total';

/** koffi frees memory that JavaScript does not reference. */
const kept: unknown[] = [];

/** The address of a copy of the bytes. */
function memoryOf(bytes: Uint8Array): bigint {
  const memory = koffi.alloc('uint8_t', bytes.length);
  koffi.encode(memory, 'uint8_t', bytes, bytes.length);
  kept.push(memory);
  return koffi.address(memory);
}

/** A `SYNC_RANGE`. */
function rangeOf(lowerBound: bigint, upperBound: bigint): BigUint64Array {
  return BigUint64Array.of(lowerBound, upperBound);
}

function readBuffer(pointer: bigint, slot: number, capacity: number, bytes: Uint8Array | null) {
  const count = Uint32Array.of(capacity);
  const hresult = callSlot(pointer, slot, bufferParameters, bytes, count);
  return { hresult, count: count[0] };
}

describe('the vtable of a session state, called by its slots', () => {
  let connection: NativeConnection;
  let session: RecordingSession;
  let state: bigint;

  beforeEach(async () => {
    connection = openNativeConnection();
    session = await createRecordingSession(connection.winsync);
    state = session.verbs.pointer;
  });

  afterEach(() => connection.close());

  it.each([
    ['IUnknown', unknown],
    ['ISyncSessionState', sessionState],
    ['ISyncSessionState2', sessionState2],
  ])('slot 0 returns %s, with a reference to the same object', (_name, interfaceId) => {
    const before = addRef(state) - 1;
    release(state);
    const { hresult, pointer } = queryInterface(state, interfaceId);
    expect(hresult).toBe(hresults.S_OK);
    expect(pointer).toBe(state);
    expect(release(pointer)).toBe(before);
  });

  it('slot 0 returns null for a callback and for unrelated interfaces', () => {
    expect(queryInterface(state, syncCallback)).toEqual({ hresult: hresults.E_NOINTERFACE, pointer: 0n });
    const foreign = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1AFF}';
    expect(queryInterface(state, foreign)).toEqual({ hresult: hresults.E_NOINTERFACE, pointer: 0n });
  });

  it('slot 0 returns E_POINTER for a null result pointer', () => {
    const iid = new Uint8Array(16);
    expect(callSlot(state, 0, 'const uint8_t *iid, uint64_t *out', iid, null)).toBe(hresults.E_POINTER);
  });

  it('refuses a null pointer for the interface id', () => {
    const out = new BigUint64Array([0xdeadn]);
    expect(callSlot(state, 0, 'const uint8_t *iid, uint64_t *out', null, out)).toBe(hresults.E_POINTER);
    expect(out[0]).toBe(0n);
  });

  it('slots 1 and 2 count up and down', () => {
    const one = addRef(state);
    expect(addRef(state)).toBe(one + 1);
    expect(release(state)).toBe(one);
    expect(release(state)).toBe(one - 1);
  });

  it('slot 3 returns whether the session is cancelled', async () => {
    const canceled = Uint32Array.of(77);
    expect(callSlot(state, slots.isCanceled, 'uint32_t *canceled', canceled)).toBe(hresults.S_OK);
    expect(canceled[0]).toBe(0);
    await session.verbs.cancel();
    expect(callSlot(state, slots.isCanceled, 'uint32_t *canceled', canceled)).toBe(hresults.S_OK);
    expect(canceled[0]).toBe(1);
  });

  it.each([
    ['IsCanceled', slots.isCanceled, 'uint32_t *canceled', [null]],
    ['GetInfoForChangeApplication', slots.getInfo, bufferParameters, [new Uint8Array(64), null]],
    ['LoadInfoFromChangeApplication', slots.loadInfo, 'const uint8_t *bytes, uint32_t count', [null, 32]],
    ['LoadInfoFromChangeApplication of 0 bytes', slots.loadInfo, 'const uint8_t *bytes, uint32_t count', [null, 0]],
    ['GetForgottenKnowledgeRecoveryRangeStart', slots.getRangeStart, bufferParameters, [new Uint8Array(16), null]],
    ['GetForgottenKnowledgeRecoveryRangeEnd', slots.getRangeEnd, bufferParameters, [new Uint8Array(16), null]],
    ['SetForgottenKnowledgeRecoveryRange', slots.setRange, 'uint64_t *range', [null]],
    ['SetForgottenKnowledgeRecoveryRange of null bounds', slots.setRange, 'uint64_t *range', [rangeOf(0n, 0n)]],
    ['GetSessionErrorStatus', slots.getSessionErrorStatus, 'uint32_t *status', [null]],
  ])('%s returns E_POINTER for a null pointer', (_name, slot, parameters, values) => {
    expect(callSlot(state, slot, parameters, ...values)).toBe(hresults.E_POINTER);
  });

  it.each([
    ['GetInfoForChangeApplication', slots.getInfo, 64],
    ['GetForgottenKnowledgeRecoveryRangeStart', slots.getRangeStart, 16],
    ['GetForgottenKnowledgeRecoveryRangeEnd', slots.getRangeEnd, 16],
  ])('%s returns the required size and writes no byte beyond it', async (_name, slot, needed) => {
    await session.verbs.setForgottenKnowledgeRecoveryRange(lower, upper);
    const more = { hresult: hresults.ERROR_MORE_DATA, count: needed };
    expect(readBuffer(state, slot, 0, null)).toEqual(more);
    const bytes = new Uint8Array(needed + 8).fill(0xcc);
    expect(readBuffer(state, slot, needed - 1, bytes)).toEqual(more);
    expect(bytes).toEqual(new Uint8Array(needed + 8).fill(0xcc));
    expect(readBuffer(state, slot, needed + 8, bytes)).toEqual({ hresult: hresults.S_OK, count: needed });
    expect(bytes.subarray(needed)).toEqual(new Uint8Array(8).fill(0xcc));
    expect(bytes.subarray(0, needed)).not.toEqual(new Uint8Array(needed).fill(0xcc));
  });

  it('a range without bounds needs no memory', () => {
    expect(readBuffer(state, slots.getRangeStart, 0, null)).toEqual({ hresult: hresults.S_OK, count: 0 });
    expect(readBuffer(state, slots.getRangeEnd, 0, null)).toEqual({ hresult: hresults.S_OK, count: 0 });
  });

  it('slot 5 accepts the bytes of slot 4 and refuses others', async () => {
    callSlot(state, slots.onProgress, numbers, destination, application, 7, 3);
    const bytes = new Uint8Array(32);
    expect(readBuffer(state, slots.getInfo, 32, bytes)).toEqual({ hresult: hresults.S_OK, count: 32 });
    const other = await createRecordingSession(connection.winsync);
    const load = (given: Uint8Array, count: number) =>
      callSlot(other.verbs.pointer, slots.loadInfo, 'const uint8_t *bytes, uint32_t count', given, count);
    expect(load(bytes, 0)).toBe(hresults.E_INVALIDARG);
    expect(load(bytes.toReversed(), 32)).toBe(hresults.SYNC_E_DESERIALIZATION);
    expect(load(bytes, 32)).toBe(hresults.S_OK);
    expect(await other.report(destination, application, 1, 2)).toMatchObject({ completedWork: 8, totalWork: 10 });
  });

  it('slot 8 copies both bounds', () => {
    const bounds = [lower, upper].map((bound) => memoryOf(bound));
    const [from = 0n, to = 0n] = bounds;
    expect(callSlot(state, slots.setRange, 'uint64_t *range', rangeOf(from, to))).toBe(hresults.S_OK);
    for (const memory of kept.splice(0)) koffi.encode(memory, 'uint8_t', new Uint8Array(16), 16);
    const bytes = new Uint8Array(16);
    readBuffer(state, slots.getRangeStart, 16, bytes);
    expect(bytes).toEqual(lower);
    readBuffer(state, slots.getRangeEnd, 16, bytes);
    expect(bytes).toEqual(upper);
  });

  it('slot 8 refuses a bound of another format than that of the session', async () => {
    const other = await createRecordingSession(connection.winsync, { itemIdFormat: { variable: true, size: 4 } });
    const setRange = (from: Uint8Array, to: Uint8Array) =>
      callSlot(other.verbs.pointer, slots.setRange, 'uint64_t *range', rangeOf(memoryOf(from), memoryOf(to)));
    const [short, long] = [Uint8Array.of(4, 0, 1, 2, 3, 4), Uint8Array.of(5, 0, 1, 2, 3, 4, 5)];
    expect(setRange(short, long)).toBe(hresults.SYNC_E_ID_FORMAT_MISMATCH);
    expect(setRange(long, short)).toBe(hresults.SYNC_E_ID_FORMAT_MISMATCH);
    expect(setRange(short, short)).toBe(hresults.S_OK);
  });

  it('slot 9 reports to JavaScript: work is summed for change application and unchanged for other stages', async () => {
    const report = (...values: number[]) => callSlot(state, slots.onProgress, numbers, ...values);
    expect(report(source, detection, 1, 4)).toBe(hresults.S_OK);
    expect(await session.take('progress')).toMatchObject({ provider: source, completedWork: 1, totalWork: 4 });
    expect(report(source, enumeration, 2, 5)).toBe(hresults.S_OK);
    expect(await session.take('progress')).toMatchObject({ stage: enumeration, completedWork: 2, totalWork: 5 });
    expect(report(destination, application, 2, 8)).toBe(hresults.S_OK);
    expect(await session.take('progress')).toMatchObject({ stage: application, completedWork: 2, totalWork: 10 });
    expect(report(destination, application, 3, 5)).toBe(hresults.S_OK);
    expect(await session.take('progress')).toMatchObject({ completedWork: 5, totalWork: 10, folded: 0 });
  });

  it('slot 9 treats DWORDs as unsigned and adds them modulo 2^32', async () => {
    callSlot(state, slots.onProgress, numbers, destination, application, 0xffff_ffff, 2);
    expect(await session.take('progress')).toMatchObject({ completedWork: 0xffff_ffff, totalWork: 1 });
  });

  it.each([
    [-1, 0],
    [2, 0],
    [0, -1],
    [0, 3],
  ])('slot 9 returns E_INVALIDARG for role %i and stage %i, and reports nothing', async (role, stage) => {
    expect(callSlot(state, slots.onProgress, numbers, role, stage, 5, 5)).toBe(hresults.E_INVALIDARG);
    expect(await session.report(source, detection, 1, 2)).toMatchObject({ completedWork: 1, totalWork: 2, folded: 0 });
  });

  it('slot 9 returns E_ABORT once the session is cancelled, except for an unknown role', async () => {
    await session.verbs.cancel();
    expect(callSlot(state, slots.onProgress, numbers, 0, 0, 1, 2)).toBe(hresults.E_ABORT);
    expect(callSlot(state, slots.onProgress, numbers, 2, 0, 1, 2)).toBe(hresults.E_INVALIDARG);
  });

  it('slot 10 names the caller, or the other provider, in a running session', async () => {
    const name = (self: number) => callSlot(state, slots.setProviderWithError, 'int self', self);
    expect(name(1)).toBe(hresults.SYNC_E_INVALID_OPERATION);
    await session.verbs.begin();
    expect(name(1)).toBe(hresults.S_OK);
    expect(await session.verbs.getProviderWithError()).toBe(destination);
    expect(name(0)).toBe(hresults.S_OK);
    expect(await session.verbs.getProviderWithError()).toBe(source);
  });

  it('slot 11 returns the error status', async () => {
    const status = Uint32Array.of(77);
    const read = () => callSlot(state, slots.getSessionErrorStatus, 'uint32_t *status', status);
    expect(read()).toBe(hresults.S_OK);
    expect(status[0]).toBe(hresults.S_OK);
    await session.verbs.setSessionErrorStatus(hresults.E_FAIL);
    expect(read()).toBe(hresults.S_OK);
    expect(status[0]).toBe(hresults.E_FAIL);
  });
});
