import { beforeEach, describe, expect, it } from 'vitest';
import { LineBoard, RecordBoard } from '../../lib/cli/progress/open-board.js';
import { isComplete, openStages, showStages, stageForm } from '../../lib/cli/progress/stages.js';
import type { WinSyncProgress } from '../../lib/index.js';
import { CollectedOutput } from './support/collected-output.js';

/** A stage of unknown extent that has just begun, but for what the test says. */
function progressWith(part: Partial<WinSyncProgress>): WinSyncProgress {
  return {
    provider: 'source',
    stage: 'changeDetection',
    completedWork: 0,
    totalWork: 0,
    fraction: null,
    workPerSecond: null,
    remainingSeconds: null,
    folded: 0,
    ...part,
  };
}

const half = progressWith({ completedWork: 5, totalWork: 10, fraction: 0.5, workPerSecond: 2, remainingSeconds: 2.5 });
const whole = progressWith({ completedWork: 10, totalWork: 10, fraction: 1, workPerSecond: 2, remainingSeconds: 0 });

describe('a stage', () => {
  it('is complete when all of its work is done', () => {
    expect(isComplete(progressWith({ completedWork: 10, totalWork: 10 }))).toBe(true);
  });

  it.each([
    ['work is left', { completedWork: 9, totalWork: 10 }],
    ['nothing has been estimated', { completedWork: 0, totalWork: 0 }],
    ['more was done than there is', { completedWork: 11, totalWork: 10 }],
  ])('is not complete when %s', (_, part) => {
    expect(isComplete(progressWith(part))).toBe(false);
  });

  it('is described by percent, work, rate and remaining time', () => {
    expect(stageForm.describe(half)).toBe(' 50 %  5 of 10  2.0/s  0:03 left');
  });

  it('has no remaining time at its end', () => {
    expect(stageForm.describe(whole)).toBe('100 %  10 of 10  2.0/s');
  });

  it('has a percent that is rounded down, so that 100 % means all of it', () => {
    const progress = progressWith({ completedWork: 999, totalWork: 1000, fraction: 0.999 });
    expect(stageForm.describe(progress)).toBe(' 99 %  999 of 1000');
  });

  it('without an estimate is described by the work that is done alone', () => {
    expect(stageForm.describe(progressWith({ completedWork: 7 }))).toBe('7');
  });

  it('changes its state at its end, where people get a line at once', () => {
    expect([half, whole].map((progress) => stageForm.stateOf(progress))).toEqual(['running', 'complete']);
  });
});

describe('the stages of a synchronisation', () => {
  let output: CollectedOutput;

  beforeEach(() => {
    output = new CollectedOutput();
  });

  it('have a view for each provider and stage', () => {
    const stages = openStages(new LineBoard(output, () => 0));
    stages.update(half);
    stages.update({ ...half, stage: 'changeEnumeration' });
    stages.update({ ...half, provider: 'destination', stage: 'changeApplication' });
    // The time stands still: a view that has shown its state shows no more.
    stages.update(half);
    expect(output.lines).toEqual([
      'source change detection: 50 %  5 of 10  2.0/s  0:03 left',
      'source change enumeration: 50 %  5 of 10  2.0/s  0:03 left',
      'destination change application: 50 %  5 of 10  2.0/s  0:03 left',
    ]);
  });

  it('have a name before theirs where there are several synchronisations', () => {
    const board = new RecordBoard(output);
    openStages(board, 'sync out').update(half);
    openStages(board, 'sync back').update(half);
    expect(output.records.map(({ name }) => name)).toEqual([
      'sync out source change detection',
      'sync back source change detection',
    ]);
  });

  it('are objects with all that a report tells', () => {
    openStages(new RecordBoard(output)).update(half);
    expect(output.records).toEqual([{ type: 'progress', name: 'source change detection', ...half }]);
  });

  it('are shown until there are no more reports', async () => {
    async function* reports() {
      yield half;
      yield whole;
    }
    await showStages(reports(), openStages(new RecordBoard(output)));
    expect(output.records.map(({ completedWork }) => completedWork)).toEqual([5, 10]);
  });

  it('fail with what the reports fail with', async () => {
    const failure = new Error('no more of it');
    async function* reports() {
      yield half;
      throw failure;
    }
    await expect(showStages(reports(), openStages(new RecordBoard(output)))).rejects.toBe(failure);
  });
});
