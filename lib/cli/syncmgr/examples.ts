import type { CenterHandlerDefinition, CenterRun, Clock, Emulation } from '../../emulation.js';
import {
  HResultError,
  hresults,
  type SyncCenterReport,
  type SyncManagerHandlerDefinition,
  type SyncManagerHandlerSession,
  type SyncManagerItemDefinition,
} from '../../index.js';

/** CLSID of the Sync Manager handler that the command line registers in the emulation. */
export const exampleClsid = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0461}';

/** Id of the Sync Center handler that the command line registers in the emulation. */
export const exampleHandlerId = 'Winprogress.Example';

const inbox = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0471}';
const contacts = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0472}';
const photos = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0473}';
const archive = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0474}';

const items: readonly SyncManagerItemDefinition[] = [
  { id: inbox, name: 'Inbox' },
  { id: contacts, name: 'Contacts' },
  { id: photos, name: 'Photos' },
  { id: archive, name: 'Archive', checked: false },
];

/** Items that the Sync Center handler synchronises by default. */
const defaultCenterItems = ['inbox', 'contacts'];
/** An item of the Sync Center handler that fails. */
const failingCenterItem = 'archive';

/** Steps of an item. */
const stepCount = 20;
const stepMilliseconds = 25;
/** First steps of Photos, whose extent is unknown until then. */
const stepsOfUnknownExtent = 8;
/** The step at which Contacts logs a warning and Archive fails. */
const eventStep = 10;

/** Registers the example handlers in an emulation. */
export async function registerExamples({ syncmgr, clock }: Emulation): Promise<void> {
  await syncmgr.registerHandler(exampleHandler(clock));
  syncmgr.center.registerHandler(exampleCenterHandler(clock));
}

/** Returns a Sync Manager handler: Contacts logs a warning, Photos begins with an unknown extent, and Archive, which is not checked, fails. */
function exampleHandler(clock: Clock): SyncManagerHandlerDefinition {
  return {
    clsid: exampleClsid,
    name: 'Example',
    items,
    prepare: async (itemIds, session) => {
      for (const id of itemIds) await session.progress(id, { status: 'pending', value: 0, max: stepCount });
    },
    synchronize: async (itemIds, session) => {
      await Promise.all(itemIds.map((id) => synchronizeItem(clock, id, session)));
      if (session.signal.aborted) throw new HResultError(hresults.E_ABORT, 'ISyncMgrSynchronize.Synchronize');
    },
  };
}

async function synchronizeItem(clock: Clock, id: string, session: SyncManagerHandlerSession): Promise<void> {
  for await (const step of countSteps(clock, session.signal)) {
    if (session.isSkipped(id)) {
      await session.progress(id, { status: 'skipped' });
      return;
    }
    if (id === archive && step === eventStep) {
      await session.progress(id, { status: 'failed', statusText: 'The archive is not available.' });
      await session.logError({ level: 'error', text: 'The archive is not available.', itemId: id });
      return;
    }
    if (id === contacts && step === eventStep) {
      await session.logError({ level: 'warning', text: 'Two contacts have the same name.', itemId: id });
    }
    const status = id === photos && step <= stepsOfUnknownExtent ? 'updatingIndeterminate' : 'updating';
    await session.progress(id, { status, value: step, statusText: `entry ${step}` });
  }
  await session.progress(id, { status: session.signal.aborted ? 'stopped' : 'succeeded', statusText: '' });
}

/** Returns a Sync Center handler with the items `inbox` and `contacts`. Other items can be synchronised by name; `archive` fails. */
function exampleCenterHandler(clock: Clock): CenterHandlerDefinition {
  return {
    id: exampleHandlerId,
    items: defaultCenterItems,
    synchronize: async (run) => {
      const report = await run.openReport();
      await Promise.all(run.itemIds.map((id) => synchronizeCenterItem(clock, id, run, report)));
      return undefined;
    },
  };
}

async function synchronizeCenterItem(
  clock: Clock,
  id: string,
  run: CenterRun,
  report: SyncCenterReport,
): Promise<void> {
  const signal = run.signalOf(id);
  for await (const currentStep of countSteps(clock, signal)) {
    await report.reportProgress(id, { status: 'updating', currentStep, maximumStep: stepCount });
  }
  const end = signal.aborted ? 'canceled' : id === failingCenterItem ? 'failed' : 'succeeded';
  await report.reportProgress(id, { status: end, currentStep: stepCount, maximumStep: stepCount });
}

/** Yields the steps from 1 on, one at a time, until the last step or until the signal is aborted. */
async function* countSteps(clock: Clock, signal: AbortSignal): AsyncGenerator<number, void, undefined> {
  for (let step = 1; step <= stepCount; step += 1) {
    await pause(clock, signal);
    if (signal.aborted) return;
    yield step;
  }
}

/** Waits for the duration of one step, or until the signal is aborted. */
async function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const cancel = clock.schedule(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, stepMilliseconds);
    const stop = () => {
      cancel();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
