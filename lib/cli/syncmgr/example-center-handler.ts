import type { Clock } from '../../com/clock.js';
import type { CenterHandlerDefinition, CenterRun } from '../../emulation.js';
import type { SyncCenterReport } from '../../index.js';
import { countSteps, stepCount } from './example-steps.js';

/** The handler that the command line's emulation has in its Sync Center. */
export const exampleCenterId = 'Winprogress.Example';

/** Which fails. It is synchronised only where somebody asks for it. */
const archive = 'archive';

/** A handler of Sync Center with the items `inbox` and `contacts`; others can be named, and `archive` fails. */
export function exampleCenterHandler(clock: Clock): CenterHandlerDefinition {
  return {
    id: exampleCenterId,
    items: ['inbox', 'contacts'],
    synchronize: async (run) => {
      const report = await run.openReport();
      await Promise.all(run.itemIds.map((id) => synchronizeItem(clock, id, run, report)));
      return undefined;
    },
  };
}

async function synchronizeItem(clock: Clock, id: string, run: CenterRun, report: SyncCenterReport): Promise<void> {
  const signal = run.signalOf(id);
  for await (const currentStep of countSteps(clock, signal)) {
    await report.reportProgress(id, { status: 'updating', currentStep, maximumStep: stepCount });
  }
  const end = signal.aborted ? 'canceled' : id === archive ? 'failed' : 'succeeded';
  await report.reportProgress(id, { status: end, currentStep: stepCount, maximumStep: stepCount });
}
