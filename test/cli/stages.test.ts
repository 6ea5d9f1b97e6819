import { beforeEach, describe, expect, it } from 'vitest';
import { LineBoard, RecordBoard } from '../../lib/cli/progress/open-board.js';
import { isComplete, openStages, showStages, stageForm } from '../../lib/cli/progress/stages.js';
import type { WinSyncProgress } from '../../lib/index.js';
import { CollectedOutput } from './support/collected-output.js';

/** Progress of a stage, which by default has just begun and has an unknown extent. */
function progressWith(part: Partial<WinSyncProgress>): WinSyncProgress {
  return {
    provider: 'source',
    stage: 'changeDetection',
    completedWork: 0,
    totalWork: null,
    fraction: null,
    workPerSecond: null,
    remainingSeconds: null,
    folded: 0,
    ...part,
  };
}

const half = progressWith({ completedWork: 5, totalWork: 10, fraction: 0.5, workPerSecond: 2, remainingSeconds: 2.5 });
const whole = progressWith({ completedWork: 10, totalWork: 10, fraction: 1, workPerSecond: 2, remainingSeconds: 0 });

describe('progress of a stage', () => {
  it('is complete when all work is done', () => {
    expect(isComplete(progressWith({ completedWork: 10, totalWork: 10 }))).toBe(true);
  });

  it.each([
    ['work is left', { completedWork: 9, totalWork: 10 }],
    ['there is no estimate', { completedWork: 0, totalWork: null }],
    ['more work is done than estimated', { completedWork: 11, totalWork: 10 }],
  ])('is not complete when %s', (_, part) => {
    expect(isComplete(progressWith(part))).toBe(false);
  });

  it('is described by percent, work, rate and remaining time', () => {
    expect(stageForm.describe(half)).toBe(' 50 %  5 of 10  2.0/s  0:03 left');
  });

  it('has no remaining time when it is complete', () => {
    expect(stageForm.describe(whole)).toBe('100 %  10 of 10  2.0/s');
  });

  it('rounds the percentage down, so that 100 % means complete', () => {
    const progress = progressWith({ completedWork: 999, totalWork: 1000, fraction: 0.999 });
    expect(stageForm.describe(progress)).toBe(' 99 %  999 of 1000');
  });

  it('is described only by the completed work without an estimate', () => {
    expect(stageForm.describe(progressWith({ completedWork: 7 }))).toBe('7');
  });

  it('changes its state when it is complete', () => {
    expect([half, whole].map((progress) => stageForm.stateOf(progress))).toEqual(['running', 'complete']);
  });
});

describe('openStages()', () => {
  let output: CollectedOutput;

  beforeEach(() => {
    output = new CollectedOutput();
  });

  it('opens a view for each provider and stage', () => {
    const stages = openStages(new LineBoard(output, () => 0));
    stages.update(half);
    stages.update({ ...half, stage: 'changeEnumeration' });
    stages.update({ ...half, provider: 'destination', stage: 'changeApplication' });
    // The time does not advance: the view does not write the same state again.
    stages.update(half);
    expect(output.lines).toEqual([
      'source change detection: 50 %  5 of 10  2.0/s  0:03 left',
      'source change enumeration: 50 %  5 of 10  2.0/s  0:03 left',
      'destination change application: 50 %  5 of 10  2.0/s  0:03 left',
    ]);
  });

  it('puts the name of the synchronisation before that of the stage', () => {
    const board = new RecordBoard(output);
    openStages(board, 'sync out').update(half);
    openStages(board, 'sync back').update(half);
    expect(output.records.map(({ name }) => name)).toEqual([
      'sync out source change detection',
      'sync back source change detection',
    ]);
  });

  it('writes all properties of a report with --json', () => {
    openStages(new RecordBoard(output)).update(half);
    expect(output.records).toEqual([{ type: 'progress', name: 'source change detection', ...half }]);
  });

  it('showStages() shows all reports', async () => {
    async function* reports() {
      yield half;
      yield whole;
    }
    await showStages(reports(), openStages(new RecordBoard(output)));
    expect(output.records.map(({ completedWork }) => completedWork)).toEqual([5, 10]);
  });

  it('showStages() rejects with the error of the reports', async () => {
    const failure = new Error('the session failed');
    async function* reports() {
      yield half;
      throw failure;
    }
    await expect(showStages(reports(), openStages(new RecordBoard(output)))).rejects.toBe(failure);
  });
});
