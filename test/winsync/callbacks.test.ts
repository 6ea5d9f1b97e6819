import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerTimeoutError } from '../../lib/com/questions.js';
import { requireListeners, SessionDispatcher, type WinSyncListeners, wantedBy } from '../../lib/winsync/callbacks.js';
import { ProgressQueue } from '../../lib/winsync/progress-queue.js';
import type { ChangeRecord, ConflictRecord, ProgressEvent } from '../../lib/winsync/verbs.js';
import { FakeClock, settled } from '../bits/fake-clock.js';

const progress: ProgressEvent = {
  type: 'progress',
  provider: 1,
  stage: 2,
  completedWork: 2,
  totalWork: 10,
  folded: 3,
};

const change: ChangeRecord = {
  ownerReplicaId: Uint8Array.of(1),
  rootItemId: Uint8Array.of(2),
  changeVersion: { replicaKey: 1, tickCount: 2n },
  creationVersion: null,
  flags: 1,
  workEstimate: 4,
};

const conflict: ConflictRecord = { destinationChange: change, sourceChange: null };

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

function dispatcherOf(callbacks: WinSyncListeners): SessionDispatcher {
  return new SessionDispatcher(clock, callbacks, { fullEnumerationAction: 2, resolveAction: 4, answerTimeout: 500 });
}

const quiet = { onWaiting() {}, onEnd() {} };

describe('an event of the callback', () => {
  it('reaches iterations before listeners', () => {
    const log: string[] = [];
    const dispatcher = dispatcherOf({ onProgress: () => log.push('function') });
    const queue = new ProgressQueue(quiet);
    vi.spyOn(queue, 'put').mockImplementation(() => log.push('iteration'));
    dispatcher.add(queue);
    dispatcher.take([progress]);
    expect(log).toEqual(['iteration', 'function']);
  });

  it('reaches every iteration, without those that were removed', async () => {
    const dispatcher = dispatcherOf({});
    const [first, second, gone] = [new ProgressQueue(quiet), new ProgressQueue(quiet), new ProgressQueue(quiet)];
    for (const queue of [first, second, gone]) dispatcher.add(queue);
    dispatcher.remove(gone);
    dispatcher.take([progress]);
    dispatcher.end();
    gone.end();
    expect((await first.next()).value).toMatchObject({
      provider: 'destination',
      stage: 'changeApplication',
      folded: 3,
    });
    expect((await second.next()).value).toMatchObject({ completedWork: 2, totalWork: 10, fraction: 0.2 });
    expect((await gone.next()).done).toBe(true);
  });

  it('is delivered in the order of occurrence', () => {
    const log: string[] = [];
    const dispatcher = dispatcherOf({
      onProgress: () => log.push('progress'),
      onChange: () => log.push('change'),
      onChangeApplied: () => log.push('applied'),
      onChangeFailed: () => log.push('failed'),
      onRecoverableError: () => log.push('error'),
    });
    const totals = { changesApplied: 1, changesFailed: 1, folded: 0 };
    const error = { stage: 0, provider: 0, change, hresult: 1, itemDisplayName: null, errorDescription: null };
    dispatcher.take([
      { type: 'change', change, folded: 0 },
      progress,
      { type: 'recoverableError', error, folded: 0 },
      { type: 'changeFailed', ...totals },
      { type: 'changeApplied', ...totals },
      progress,
    ]);
    expect(log).toEqual(['change', 'progress', 'error', 'failed', 'applied', 'progress']);
  });

  it('can be a change with named flags and the number of dropped changes', () => {
    const onChange = vi.fn();
    dispatcherOf({ onChange }).take([{ type: 'change', change, folded: 6 }]);
    const { flags, ...rest } = change;
    expect(onChange.mock.calls).toEqual([[{ ...rest, deleted: true, doesNotExist: false, ghost: false }, 6]]);
  });

  it('can be the totals of changes with the number of merged events', () => {
    const onChangeApplied = vi.fn();
    const totals = { changesApplied: 8, changesFailed: 2, folded: 5 };
    dispatcherOf({ onChangeApplied }).take([{ type: 'changeApplied', ...totals }]);
    expect(onChangeApplied.mock.calls).toEqual([[totals]]);
  });

  it('reaches the other listeners when one throws; the first error is thrown at the end', () => {
    const first = new Error('first');
    const errors = [first, new Error('second')];
    const onChange = vi.fn();
    const onProgress = () => {
      throw errors.shift();
    };
    const dispatcher = dispatcherOf({ onProgress, onChange });
    expect(() => dispatcher.take([progress, progress, { type: 'change', change, folded: 0 }])).toThrow(first);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('is ignored without a listener', () => {
    expect(() => dispatcherOf({}).take([{ type: 'change', change, folded: 0 }])).not.toThrow();
  });
});

describe('a question', () => {
  it.each([
    ['defer', 0],
    ['acceptDestinationProvider', 1],
    ['acceptSourceProvider', 2],
    ['merge', 3],
    ['transferAndDefer', 4],
  ] as const)('about a conflict has the answer %s', async (word, action) => {
    const answer = vi.fn();
    const onConflict = vi.fn(() => word);
    dispatcherOf({ onConflict }).take([{ type: 'conflict', conflict, answer }]);
    await settled();
    expect(answer.mock.calls).toEqual([[action]]);
    expect(onConflict.mock.calls).toMatchObject([[{ destinationChange: { deleted: true }, sourceChange: null }]]);
  });

  it.each([
    ['fullEnumeration', 0],
    ['partialSync', 1],
    ['abort', 2],
  ] as const)('about full enumeration has the answer %s', async (word, action) => {
    const answer = vi.fn();
    dispatcherOf({ onFullEnumerationNeeded: () => word }).take([{ type: 'fullEnumeration', answer }]);
    await settled();
    expect(answer.mock.calls).toEqual([[action]]);
  });

  it('waits for a promise', async () => {
    const answer = vi.fn();
    let resolve = (_: 'merge') => {};
    const onConflict = () =>
      new Promise<'merge'>((settle) => {
        resolve = settle;
      });
    dispatcherOf({ onConflict }).take([{ type: 'conflict', conflict, answer }]);
    await clock.advance(499);
    expect(answer).not.toHaveBeenCalled();
    resolve('merge');
    await settled();
    expect(answer.mock.calls).toEqual([[3]]);
  });

  it('leaves no timer once it is answered', async () => {
    dispatcherOf({ onConflict: () => 'merge' }).take([{ type: 'conflict', conflict, answer() {} }]);
    expect(clock.pending).toBe(1);
    await settled();
    expect(clock.pending).toBe(0);
  });

  it('does not delay later events', () => {
    const onProgress = vi.fn();
    const dispatcher = dispatcherOf({ onProgress, onConflict: () => new Promise(() => {}) });
    dispatcher.take([{ type: 'conflict', conflict, answer() {} }, progress]);
    expect(onProgress).toHaveBeenCalledTimes(1);
  });

  it('is asked even when a listener of an earlier event has thrown', async () => {
    const answer = vi.fn();
    const onProgress = () => {
      throw new Error('mine');
    };
    const dispatcher = dispatcherOf({ onProgress, onConflict: () => 'merge' });
    expect(() => dispatcher.take([progress, { type: 'conflict', conflict, answer }])).toThrow('mine');
    await settled();
    expect(answer.mock.calls).toEqual([[3]]);
  });

  it('is answered by default once after the time limit', async () => {
    const answer = vi.fn();
    const onError = vi.fn();
    let resolve = (_: 'merge') => {};
    const onConflict = () =>
      new Promise<'merge'>((settle) => {
        resolve = settle;
      });
    dispatcherOf({ onConflict, onError }).take([{ type: 'conflict', conflict, answer }]);
    await clock.advance(500);
    resolve('merge');
    await settled();
    expect(answer.mock.calls).toEqual([[4]]);
    expect(onError.mock.calls).toEqual([[expect.any(AnswerTimeoutError)]]);
  });

  it('ignores a promise that rejects after the time limit', async () => {
    const onError = vi.fn();
    let reject = (_: Error) => {};
    const onConflict = () =>
      new Promise<'merge'>((_, fail) => {
        reject = fail;
      });
    dispatcherOf({ onConflict, onError }).take([{ type: 'conflict', conflict, answer() {} }]);
    await clock.advance(500);
    reject(new Error('late'));
    await settled();
    expect(onError).toHaveBeenCalledTimes(1);
  });

  const mine = new Error('mine');
  it.each<readonly [string, () => Promise<'abort'>]>([
    [
      'throws',
      () => {
        throw mine;
      },
    ],
    ['rejects', () => Promise.reject(mine)],
  ])(
    'is answered by default when its function %s, and onError receives the error',
    async (_, onFullEnumerationNeeded) => {
      const answer = vi.fn();
      const onError = vi.fn();
      dispatcherOf({ onFullEnumerationNeeded, onError }).take([{ type: 'fullEnumeration', answer }]);
      await settled();
      expect(answer.mock.calls).toEqual([[2]]);
      expect(onError.mock.calls).toEqual([[mine]]);
      expect(clock.pending).toBe(0);
    },
  );

  it.each([
    ['an unknown action', 'sometimes', RangeError],
    ['a number', 1, TypeError],
    ['nothing', undefined, TypeError],
  ])('is answered by default when its function returns %s', async (_, value, kind) => {
    const answer = vi.fn();
    const onError = vi.fn();
    const callbacks = { onConflict: vi.fn(), onError };
    callbacks.onConflict.mockReturnValue(value);
    dispatcherOf(callbacks).take([{ type: 'conflict', conflict, answer }]);
    await settled();
    expect(answer.mock.calls).toEqual([[4]]);
    expect(onError.mock.calls).toEqual([[expect.any(kind)]]);
  });

  it('emits a warning of the process when it fails without onError', async () => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    try {
      dispatcherOf({ onConflict: () => Promise.reject(mine) }).take([{ type: 'conflict', conflict, answer() {} }]);
      await settled();
      expect(emitWarning.mock.calls).toEqual([[mine]]);
    } finally {
      emitWarning.mockRestore();
    }
  });
});

describe('requireListeners', () => {
  it.each([
    'onProgress',
    'onChange',
    'onChangeApplied',
    'onChangeFailed',
    'onRecoverableError',
    'onConflict',
    'onFullEnumerationNeeded',
    'onError',
  ])('throws TypeError for %s that is not a function', (name) => {
    expect(() => Reflect.apply(requireListeners, undefined, [{ [name]: 'text' }])).toThrow(TypeError);
  });
});

describe('wantedBy', () => {
  const ignore = () => {};

  it.each<readonly [string, WinSyncListeners, readonly string[]]>([
    ['nothing', {}, []],
    ['no event for progress, which is always delivered', { onProgress: ignore, onError: ignore }, []],
    ['changes', { onChange: ignore }, ['change']],
    ['totals', { onChangeApplied: ignore, onChangeFailed: ignore }, ['changeApplied', 'changeFailed']],
    ['recoverable errors', { onRecoverableError: ignore }, ['recoverableError']],
    [
      'questions',
      { onConflict: () => 'merge', onFullEnumerationNeeded: () => 'abort' },
      ['conflict', 'fullEnumeration'],
    ],
  ])('maps a listener to %s', (_, callbacks, wanted) => {
    expect(wantedBy(callbacks)).toEqual(wanted);
  });
});
