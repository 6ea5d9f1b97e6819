import { beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import { WinSyncSessionState } from '../../lib/winsync/session-state.js';
import { caught } from '../support/caught.js';
import { FakeState, refusal } from './fake-session.js';

const report = { provider: 'destination', stage: 'changeApplication', completedWork: 3, totalWork: 9 } as const;
const range = { lowerBound: new Uint8Array(16).fill(1), upperBound: new Uint8Array(16).fill(2) };

let calls: Calls;
let verbs: FakeState;
let state: WinSyncSessionState;

beforeEach(() => {
  calls = new Calls();
  verbs = new FakeState();
  state = new WinSyncSessionState(calls, verbs);
});

describe('onProgress()', () => {
  it('reports with the numbers of COM', async () => {
    await state.onProgress(report);
    expect(verbs.called).toEqual([{ verb: 'onProgress', values: [1, 2, 3, 9] }]);
  });

  it('accepts every DWORD and does not compare', async () => {
    await state.onProgress({ ...report, completedWork: 0xffffffff, totalWork: null });
    expect(verbs.called).toEqual([{ verb: 'onProgress', values: [1, 2, 0xffffffff, 0] }]);
  });

  it.each([
    [undefined, TypeError],
    [null, TypeError],
    [{}, TypeError],
    [{ ...report, provider: 'both' }, RangeError],
    [{ ...report, provider: 1 }, TypeError],
    [{ ...report, stage: 'change' }, RangeError],
    [{ ...report, stage: 2 }, TypeError],
    [{ ...report, completedWork: -1 }, RangeError],
    [{ ...report, completedWork: 2 ** 32 }, RangeError],
    [{ ...report, completedWork: 1n }, TypeError],
    [{ ...report, totalWork: 0.5 }, RangeError],
    [{ ...report, totalWork: Number.NaN }, RangeError],
  ])('rejects %o before COM is called', async (value, kind) => {
    expect(await caught(Reflect.apply(state.onProgress, state, [value]))).toBeInstanceOf(kind);
    expect(verbs.called).toEqual([]);
  });

  it('rejects with the error of COM', async () => {
    const error = refusal('E_ABORT', 'ISyncSessionState.OnProgress');
    verbs.refusals.set('onProgress', error);
    expect(await caught(state.onProgress(report))).toBe(error);
  });
});

describe('the change applier’s information', () => {
  it('is read completely', async () => {
    verbs.info = Uint8Array.of(1, 2, 3);
    expect(await state.getInfoForChangeApplication()).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('is loaded as a copy', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const loading = state.loadInfoFromChangeApplication(bytes);
    bytes.fill(0);
    await loading;
    expect(verbs.called).toEqual([{ verb: 'loadInfoFromChangeApplication', values: [Uint8Array.of(1, 2, 3)] }]);
  });

  it('can be 0 bytes, which COM refuses', async () => {
    await state.loadInfoFromChangeApplication(new Uint8Array());
    expect(verbs.called).toEqual([{ verb: 'loadInfoFromChangeApplication', values: [new Uint8Array()] }]);
  });

  it.each([[undefined], [null], [[1, 2]], ['text'], [new ArrayBuffer(4)]])('is not %o', async (value) => {
    expect(await caught(Reflect.apply(state.loadInfoFromChangeApplication, state, [value]))).toBeInstanceOf(TypeError);
    expect(verbs.called).toEqual([]);
  });
});

describe('the recovery range of forgotten knowledge', () => {
  it('is null if there is none', async () => {
    expect(await state.getForgottenKnowledgeRecoveryRange()).toBeNull();
  });

  it('has both bounds', async () => {
    Object.assign(verbs, range);
    expect(await state.getForgottenKnowledgeRecoveryRange()).toEqual(range);
  });

  it('is set as a copy', async () => {
    const lowerBound = range.lowerBound.slice();
    const setting = state.setForgottenKnowledgeRecoveryRange({ lowerBound, upperBound: range.upperBound });
    lowerBound.fill(0);
    await setting;
    expect(verbs.called).toEqual([
      { verb: 'setForgottenKnowledgeRecoveryRange', values: [range.lowerBound, range.upperBound] },
    ]);
  });

  it.each([[null], [[]], [{}], [{ lowerBound: range.lowerBound }], [{ ...range, upperBound: '2' }]])(
    'is not %o',
    async (value) => {
      const set = Reflect.apply(state.setForgottenKnowledgeRecoveryRange, state, [value]);
      expect(await caught(set)).toBeInstanceOf(TypeError);
      expect(verbs.called).toEqual([]);
    },
  );
});

describe('setProviderWithError()', () => {
  it.each([true, false])('passes %s', async (self) => {
    await state.setProviderWithError(self);
    expect(verbs.called).toEqual([{ verb: 'setProviderWithError', values: [self] }]);
  });

  it.each([undefined, null, 1, 'true'])('rejects %o', async (self) => {
    expect(await caught(Reflect.apply(state.setProviderWithError, state, [self]))).toBeInstanceOf(TypeError);
    expect(verbs.called).toEqual([]);
  });
});

describe('the values of a session state', () => {
  it('include whether the session was cancelled', async () => {
    verbs.canceled = true;
    expect(await state.isCanceled()).toBe(true);
  });

  it('include the error status', async () => {
    verbs.errorStatus = 0x80004004;
    expect(await state.getSessionErrorStatus()).toBe(0x80004004);
  });
});

const methods: readonly [string, (state: WinSyncSessionState) => Promise<unknown>][] = [
  ['ISyncSessionState.OnProgress', (state) => state.onProgress(report)],
  ['ISyncSessionState.IsCanceled', (state) => state.isCanceled()],
  ['ISyncSessionState.GetInfoForChangeApplication', (state) => state.getInfoForChangeApplication()],
  [
    'ISyncSessionState.LoadInfoFromChangeApplication',
    (state) => state.loadInfoFromChangeApplication(new Uint8Array(32)),
  ],
  ['ISyncSessionState.GetForgottenKnowledgeRecoveryRangeStart', (state) => state.getForgottenKnowledgeRecoveryRange()],
  ['ISyncSessionState.SetForgottenKnowledgeRecoveryRange', (state) => state.setForgottenKnowledgeRecoveryRange(range)],
  ['ISyncSessionState2.SetProviderWithError', (state) => state.setProviderWithError(true)],
  ['ISyncSessionState2.GetSessionErrorStatus', (state) => state.getSessionErrorStatus()],
];

describe('a state that is closed', () => {
  it.each(methods)('rejects %s', async (operation, call) => {
    await state.close();
    expect(await caught(call(state))).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(verbs.called.map(({ verb }) => verb)).toEqual(['close']);
  });

  it('was closed once', async () => {
    await Promise.all([state.close(), state.close(), state[Symbol.asyncDispose]()]);
    expect(verbs.count('close')).toBe(1);
  });

  it('rejects with the failure of its release', async () => {
    const error = refusal('E_FAIL', 'ISyncSessionState.Release');
    verbs.refusals.set('close', error);
    expect(await caught(state.close())).toBe(error);
  });
});

describe('a state of a connection that is closed', () => {
  it.each(methods)('rejects %s', async (operation, call) => {
    calls.close();
    expect(await caught(call(state))).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(verbs.called).toEqual([]);
  });

  it('can be closed', async () => {
    calls.close();
    expect(await state.close()).toBeUndefined();
  });
});
