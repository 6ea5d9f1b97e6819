import type {
  CallbackVerbs,
  HandlerEvent,
  HandlerSettings,
  HandlerVerbs,
  SyncManagerVerbs,
} from '../../../lib/syncmgr/verbs.js';
import { referenceHandler } from '../../native/syncmgr-ids.js';
import { RecordedEvents } from '../kit/recorded-events.js';
import { silence } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

/** The settings of the public API: started by the user, without a dialog. */
export const defaultSettings: HandlerSettings = {
  flags: 0x3,
  cookie: null,
  userInterface: 'refuse',
  answerTimeout: 30_000,
};

/** An open handler below the seam, with the recorded events of its listener. */
export interface RecordingHandler {
  readonly verbs: HandlerVerbs;
  readonly recorded: RecordedEvents<HandlerEvent>;
}

/** Opens the machine's handler. */
export async function openRecordingHandler(
  verbs: SyncManagerVerbs,
  settings: Partial<HandlerSettings> = {},
): Promise<RecordingHandler> {
  const recorded = new RecordedEvents<HandlerEvent>();
  const handler = await verbs.openHandler(referenceHandler, { ...defaultSettings, ...settings }, (events) =>
    recorded.put(events),
  );
  return { verbs: handler, recorded };
}

/** Opens the machine's handler, whose calls do nothing, and its callback. */
export async function openSilent(
  world: SyncManagerWorld,
  settings?: Partial<HandlerSettings>,
): Promise<RecordingHandler & { readonly callback: CallbackVerbs }> {
  silence(world.machine);
  const handler = await openRecordingHandler(world.verbs, settings);
  return { ...handler, callback: await world.verbs.attachCallback(handler.verbs.callbackPointer) };
}
