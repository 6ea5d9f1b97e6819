import type { WinSyncProgress } from '../../index.js';
import { formatCount, formatSeconds } from '../format.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

/** Names of the stages. */
const stageNames: Readonly<Record<WinSyncProgress['stage'], string>> = {
  changeDetection: 'change detection',
  changeEnumeration: 'change enumeration',
  changeApplication: 'change application',
};

/** Shows the progress of one stage of a synchronisation on any board. The unit of work is defined by the provider. */
export const stageForm: ProgressForm<WinSyncProgress> = {
  fractionOf: ({ fraction }) => fraction,
  describe: describeStage,
  stateOf: (progress) => (isComplete(progress) ? 'complete' : 'running'),
  toRecord: (progress) => progress,
};

/** Whether all work of a stage is complete. */
export function isComplete({ completedWork, totalWork }: WinSyncProgress): boolean {
  return completedWork === totalWork;
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

/** Shows a synchronisation on a board: one view for each stage of each provider, in the order of their first report. */
export function openStages(board: ProgressBoard, name?: string): ProgressView<WinSyncProgress> {
  const views = new Map<string, ProgressView<WinSyncProgress>>();
  return {
    update(progress) {
      const parts = [...(name === undefined ? [] : [name]), progress.provider, stageNames[progress.stage]];
      const title = parts.join(' ');
      const view = views.get(title) ?? board.open(stageForm, title);
      views.set(title, view);
      view.update(progress);
    },
  };
}

/** Shows the reports of a session until it ends. */
export async function showStages(
  reports: AsyncIterable<WinSyncProgress>,
  view: ProgressView<WinSyncProgress>,
): Promise<void> {
  for await (const report of reports) view.update(report);
}
