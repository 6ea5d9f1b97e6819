import { describe, expect, it } from 'vitest';
import { requireResult } from '../../lib/com/arguments.js';
import {
  requireChange,
  requireConflict,
  requireRecoverableError,
  toChange,
  toConflict,
  toRecoverableError,
  type WinSyncChangeReport,
  type WinSyncRecoverableErrorReport,
} from '../../lib/winsync/records.js';
import type { ChangeRecord, RecoverableErrorRecord } from '../../lib/winsync/verbs.js';

const bare: ChangeRecord = {
  ownerReplicaId: null,
  rootItemId: null,
  changeVersion: null,
  creationVersion: null,
  flags: null,
  workEstimate: null,
};

describe('a received change', () => {
  it.each([
    [0, { deleted: false, doesNotExist: false, ghost: false }],
    [1, { deleted: true, doesNotExist: false, ghost: false }],
    [2, { deleted: false, doesNotExist: true, ghost: false }],
    [4, { deleted: false, doesNotExist: false, ghost: true }],
    [0xffffffff, { deleted: true, doesNotExist: true, ghost: true }],
    [null, { deleted: null, doesNotExist: null, ghost: null }],
  ])('has its flags %s by name', (flags, words) => {
    expect(toChange({ ...bare, flags })).toMatchObject(words);
  });

  it('keeps all other values unchanged', () => {
    const rest = {
      ownerReplicaId: Uint8Array.of(1),
      rootItemId: Uint8Array.of(2),
      changeVersion: { replicaKey: 3, tickCount: 4n },
      creationVersion: { replicaKey: 0, tickCount: 0xffffffffffffffffn },
      workEstimate: 0xffffffff,
    };
    expect(toChange({ ...rest, flags: 0 })).toMatchObject(rest);
  });

  it('is null on a side of a conflict without a change', () => {
    expect(toConflict({ destinationChange: null, sourceChange: bare })).toEqual({
      destinationChange: null,
      sourceChange: toChange(bare),
    });
  });
});

describe('a received recoverable error', () => {
  const record: RecoverableErrorRecord = {
    stage: 2,
    provider: 1,
    change: bare,
    hresult: 0x80041007,
    itemDisplayName: 'note',
    errorDescription: '',
  };

  it('has names for its numbers and an error for its result', () => {
    expect(toRecoverableError(record, 9)).toEqual({
      stage: 'changeApplication',
      provider: 'destination',
      change: toChange(bare),
      error: expect.objectContaining({ code: 'SYNC_E_ITEM_MUST_EXIST', operation: 'ISyncCallback.OnRecoverableError' }),
      itemDisplayName: 'note',
      errorDescription: '',
      folded: 9,
    });
  });

  it('keeps numbers without a name', () => {
    expect(toRecoverableError({ ...record, stage: 3, provider: 0xffffffff }, 0)).toMatchObject({
      stage: 3,
      provider: 0xffffffff,
    });
  });

  it('keeps null for missing values', () => {
    const nothing = { stage: null, provider: null, change: null, hresult: null };
    const texts = { itemDisplayName: null, errorDescription: null };
    const { hresult, ...rest } = nothing;
    expect(toRecoverableError({ ...nothing, ...texts }, 0)).toEqual({ ...rest, ...texts, error: hresult, folded: 0 });
  });
});

describe('a change to report', () => {
  it('has null for values that are omitted or null', () => {
    expect(requireChange({})).toEqual(bare);
    expect(requireChange({ ownerReplicaId: null, deleted: null, workEstimate: null })).toEqual(bare);
  });

  it.each<readonly [WinSyncChangeReport, number]>([
    [{ deleted: false }, 0],
    [{ deleted: true }, 1],
    [{ doesNotExist: true }, 2],
    [{ ghost: true }, 4],
    [{ deleted: true, doesNotExist: true, ghost: true }, 7],
  ])('with %o has the flags %d', (report, flags) => {
    expect(requireChange(report).flags).toBe(flags);
  });

  it('copies its ids', () => {
    const rootItemId = Uint8Array.of(1, 2);
    const change = requireChange({ rootItemId });
    rootItemId.fill(0);
    expect(change.rootItemId).toEqual(Uint8Array.of(1, 2));
  });

  it('can be a received change', () => {
    const record: ChangeRecord = {
      ownerReplicaId: Uint8Array.of(1),
      rootItemId: Uint8Array.of(2),
      changeVersion: { replicaKey: 3, tickCount: 4n },
      creationVersion: null,
      flags: 5,
      workEstimate: 6,
    };
    expect(requireChange(toChange(record))).toEqual(record);
  });

  it.each([
    [{ ownerReplicaId: [1] }, TypeError],
    [{ rootItemId: 'id' }, TypeError],
    [{ changeVersion: 1 }, TypeError],
    [{ changeVersion: {} }, TypeError],
    [{ changeVersion: { replicaKey: 1, tickCount: 1 } }, TypeError],
    [{ changeVersion: { replicaKey: 2 ** 32, tickCount: 1n } }, RangeError],
    [{ changeVersion: { replicaKey: 1, tickCount: -1n } }, RangeError],
    [{ creationVersion: { replicaKey: 1, tickCount: 2n ** 64n } }, RangeError],
    [{ deleted: 1 }, TypeError],
    [{ workEstimate: -1 }, RangeError],
    [{ workEstimate: 0.5 }, RangeError],
    [{ workEstimate: 2 ** 32 }, RangeError],
    ['change', TypeError],
  ])('is rejected when it is %o, also as a side of a conflict', (value, kind) => {
    expect(() => Reflect.apply(requireChange, undefined, [value])).toThrow(kind);
    expect(() => Reflect.apply(requireConflict, undefined, [{ destinationChange: value }])).toThrow(kind);
    expect(() => Reflect.apply(requireConflict, undefined, [{ sourceChange: value }])).toThrow(kind);
  });

  it('is rejected when it is null', () => {
    expect(() => Reflect.apply(requireChange, undefined, [null])).toThrow(TypeError);
  });
});

describe('a recoverable error to report', () => {
  it('has null for omitted values', () => {
    expect(requireRecoverableError({})).toEqual({
      stage: null,
      provider: null,
      change: null,
      hresult: null,
      itemDisplayName: null,
      errorDescription: null,
    });
  });

  it('has numbers for its names', () => {
    const report: WinSyncRecoverableErrorReport = { stage: 'changeEnumeration', provider: 'destination', hresult: -1 };
    expect(requireRecoverableError(report)).toMatchObject({ stage: 1, provider: 1, hresult: 0xffffffff });
  });

  it.each([
    [{ stage: 'change' }, RangeError],
    [{ stage: 1 }, TypeError],
    [{ provider: 'both' }, RangeError],
    [{ change: [] }, TypeError],
    [{ hresult: 2 ** 32 }, RangeError],
    [{ itemDisplayName: 'a\0b' }, RangeError],
    [{ errorDescription: 1 }, TypeError],
    [[], TypeError],
  ])('is rejected when it is %o', (value, kind) => {
    expect(() => Reflect.apply(requireRecoverableError, undefined, [value])).toThrow(kind);
  });
});

describe('an HRESULT to report', () => {
  it.each([
    [0x80004004, 0x80004004],
    [-2147467260, 0x80004004],
    [0, 0],
  ])('of %d is %d', (value, unsigned) => {
    expect(requireResult(value)).toBe(unsigned);
  });

  it.each([-0x80000001, 2 ** 32, 1.5, Number.NaN])('is not %d', (value) => {
    expect(() => requireResult(value)).toThrow(RangeError);
  });
});
