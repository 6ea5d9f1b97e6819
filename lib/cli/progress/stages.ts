import type { WinSyncProgress } from '../../index.js';
import { formatCount, formatSeconds } from '../format.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

/** The stages in words. */
const stageNames: Readonly<Record<WinSyncProgress['stage'], string>> = {
  changeDetection: 'change detection',
  changeEnumeration: 'change enumeration',
  changeApplication: 'change application',
};

/** Reports about one stage of a synchronisation, on any board. Work has no unit but the provider's own. */
export const stageForm: ProgressForm<WinSyncProgress> = {
  fractionOf: ({ fraction }) => fraction,
  describe: describeStage,
  stateOf: (progress) => (isComplete(progress) ? 'complete' : 'running'),
  toRecord: (progress) => progress,
};

/** Whether a stage is at its end. */
export function isComplete({ completedWork, totalWork }: WinSyncProgress): boolean {
  return totalWork > 0 && completedWork === totalWork;
}

function describeStage({
  completedWork,
  totalWork,
  fraction,
  workPerSecond,
  remainingSeconds,
}: WinSyncProgress): string {
  const parts = [
    fraction === null ? null : `${String(Math.floor(fraction * 100)).padStart(3)} %`,
    fraction === null ? String(completedWork) : `${completedWork} of ${totalWork}`,
    workPerSecond === null ? null : `${formatCount(workPerSecond)}/s`,
    remainingSeconds === null || completedWork === totalWork ? null : `${formatSeconds(remainingSeconds)} left`,
  ];
  return parts.filter((part) => part !== null).join('  ');
}

/** Shows a synchronisation on a board: each provider's stages have a view of their own, in the order of their first report. */
export function openStages(board: ProgressBoard, name?: string): ProgressView<WinSyncProgress> {
  const views = new Map<string, ProgressView<WinSyncProgress>>();
  return {
    update(progress) {
      const words = [...(name === undefined ? [] : [name]), progress.provider, stageNames[progress.stage]];
      const title = words.join(' ');
      const view = views.get(title) ?? board.open(stageForm, title);
      views.set(title, view);
      view.update(progress);
    },
  };
}

/** Shows what is reported until the session ends. */
export async function showStages(
  reports: AsyncIterable<WinSyncProgress>,
  view: ProgressView<WinSyncProgress>,
): Promise<void> {
  for await (const report of reports) view.update(report);
}
