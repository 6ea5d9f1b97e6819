import { beforeEach, describe, expect, it } from 'vitest';
import { Tally } from '../../lib/cli/sync/tally.js';
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

describe('a tally', () => {
  let tally: Tally;
  let signs: number;
  let errors: WinSyncRecoverableError[];

  beforeEach(() => {
    signs = 0;
    errors = [];
    tally = new Tally(
      () => {
        signs += 1;
      },
      (error) => errors.push(error),
    );
  });

  it('knows no totals before a provider has told any', () => {
    tally.listeners.onProgress?.(progress);
    tally.listeners.onChange?.(noChange, 0);
    expect(tally.counts).toEqual({ changesApplied: null, changesFailed: null, conflicts: 0, recoverableErrors: 0 });
  });

  it.each(['onChangeApplied', 'onChangeFailed'] as const)(
    'has the latest totals of %s, and sums up nothing',
    (name) => {
      tally.listeners[name]?.({ changesApplied: 3, changesFailed: 1, folded: 2 });
      tally.listeners[name]?.({ changesApplied: 4, changesFailed: 1, folded: 0 });
      expect(tally.counts).toMatchObject({ changesApplied: 4, changesFailed: 1 });
    },
  );

  it('defers each conflict, and counts it', () => {
    expect([tally.listeners.onConflict?.(noConflict), tally.listeners.onConflict?.(noConflict)]).toEqual([
      'defer',
      'defer',
    ]);
    expect(tally.counts).toMatchObject({ conflicts: 2 });
  });

  it('counts recoverable errors with those that were dropped before them', () => {
    tally.listeners.onRecoverableError?.(recoverableErrorWith({ folded: 4 }));
    tally.listeners.onRecoverableError?.(recoverableErrorWith({}));
    expect(tally.counts).toMatchObject({ recoverableErrors: 6 });
  });

  it('hands recoverable errors on', () => {
    const error = recoverableErrorWith({ itemDisplayName: 'note 7' });
    tally.listeners.onRecoverableError?.(error);
    expect(errors).toEqual([error]);
  });

  it('takes all that a provider says for a sign of life', () => {
    tally.listeners.onProgress?.(progress);
    tally.listeners.onChange?.(noChange, 0);
    tally.listeners.onChangeApplied?.({ changesApplied: 1, changesFailed: 0, folded: 0 });
    tally.listeners.onChangeFailed?.({ changesApplied: 1, changesFailed: 1, folded: 0 });
    tally.listeners.onRecoverableError?.(recoverableErrorWith({}));
    tally.listeners.onConflict?.(noConflict);
    expect(signs).toBe(6);
  });

  it('leaves full enumeration to the session', () => {
    expect(tally.listeners.onFullEnumerationNeeded).toBeUndefined();
  });
});
