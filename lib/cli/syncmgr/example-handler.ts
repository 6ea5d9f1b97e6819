import type { Clock } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type {
  SyncManagerHandlerDefinition,
  SyncManagerHandlerSession,
  SyncManagerItemDefinition,
} from '../../index.js';
import { countSteps, stepCount } from './example-steps.js';

/** The class of the handler that the command line's emulation has registered. */
export const exampleClass = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0461}';

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

/** Steps of Photos in which nobody knows yet how many there are. */
const stepsOfUnknownWork = 8;
/** The step at which something is to be told of Contacts, and at which Archive fails. */
const eventfulStep = 10;

/** A handler whose Contacts have a warning, whose Photos begin with a marquee, and whose Archive, which is not checked, fails. */
export function exampleHandler(clock: Clock): SyncManagerHandlerDefinition {
  return {
    clsid: exampleClass,
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
    if (id === archive && step === eventfulStep) {
      await session.progress(id, { status: 'failed', statusText: 'The archive is not available.' });
      await session.logError({ level: 'error', text: 'The archive is not available.', itemId: id });
      return;
    }
    if (id === contacts && step === eventfulStep) {
      await session.logError({ level: 'warning', text: 'Two contacts have the same name.', itemId: id });
    }
    const status = id === photos && step <= stepsOfUnknownWork ? 'updatingIndeterminate' : 'updating';
    await session.progress(id, { status, value: step, statusText: `entry ${step}` });
  }
  await session.progress(id, { status: session.signal.aborted ? 'stopped' : 'succeeded', statusText: '' });
}
