import { beforeEach, describe, expect, it } from 'vitest';
import { SessionCounter } from '../../lib/cli/sync/session-counts.js';
import type { WinSyncRecoverableError } from '../../lib/index.js';
import { recoverableErrorWith } from './support/recoverable-error.js';

const noChange = {
  ownerReplicaId: null,
  rootItemId: null,
  changeVersion: null,
  creationVersion: null,
  deleted: null,
  doesNotExist: null,
  ghost: null,
  workEstimate: null,
};
const noConflict = { destinationChange: null, sourceChange: null };
const progress = {
  provider: 'source',
  stage: 'changeDetection',
  completedWork: 1,
  totalWork: 2,
  fraction: 0.5,
  workPerSecond: null,
  remainingSeconds: null,
  folded: 0,
} as const;

describe('SessionCounter', () => {
  let counter: SessionCounter;
  let activity: number;
  let errors: WinSyncRecoverableError[];

  beforeEach(() => {
    activity = 0;
    errors = [];
    counter = new SessionCounter(
      () => {
        activity += 1;
      },
      (error) => errors.push(error),
    );
  });

  it('has null totals before the first report', () => {
    counter.listeners.onProgress?.(progress);
    counter.listeners.onChange?.(noChange, 0);
    expect(counter.counts).toEqual({ changesApplied: null, changesFailed: null, conflicts: 0, recoverableErrors: 0 });
  });

  it.each(['onChangeApplied', 'onChangeFailed'] as const)('has the latest totals of %s', (name) => {
    counter.listeners[name]?.({ changesApplied: 3, changesFailed: 1, folded: 2 });
    counter.listeners[name]?.({ changesApplied: 4, changesFailed: 1, folded: 0 });
    expect(counter.counts).toMatchObject({ changesApplied: 4, changesFailed: 1 });
  });

  it('defers and counts conflicts', () => {
    expect([counter.listeners.onConflict?.(noConflict), counter.listeners.onConflict?.(noConflict)]).toEqual([
      'defer',
      'defer',
    ]);
    expect(counter.counts).toMatchObject({ conflicts: 2 });
  });

  it('counts recoverable errors including folded ones', () => {
    counter.listeners.onRecoverableError?.(recoverableErrorWith({ folded: 4 }));
    counter.listeners.onRecoverableError?.(recoverableErrorWith({}));
    expect(counter.counts).toMatchObject({ recoverableErrors: 6 });
  });

  it('passes recoverable errors on', () => {
    const error = recoverableErrorWith({ itemDisplayName: 'note 7' });
    counter.listeners.onRecoverableError?.(error);
    expect(errors).toEqual([error]);
  });

  it('reports activity for every event of the provider', () => {
    counter.listeners.onProgress?.(progress);
    counter.listeners.onChange?.(noChange, 0);
    counter.listeners.onChangeApplied?.({ changesApplied: 1, changesFailed: 0, folded: 0 });
    counter.listeners.onChangeFailed?.({ changesApplied: 1, changesFailed: 1, folded: 0 });
    counter.listeners.onRecoverableError?.(recoverableErrorWith({}));
    counter.listeners.onConflict?.(noConflict);
    expect(activity).toBe(6);
  });

  it('does not handle full enumerations', () => {
    expect(counter.listeners.onFullEnumerationNeeded).toBeUndefined();
  });
});
