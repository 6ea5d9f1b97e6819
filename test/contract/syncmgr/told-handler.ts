import type {
  CallbackVerbs,
  HandlerEvent,
  HandlerSettings,
  HandlerVerbs,
  SyncManagerVerbs,
} from '../../../lib/syncmgr/verbs.js';
import { referenceHandler } from '../../native/syncmgr-ids.js';
import { Told } from '../kit/told.js';
import { silence } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

/** As the public API opens a handler: by hand, without a dialog. */
export const defaultSettings: HandlerSettings = { flags: 0x3, cookie: null, userInterface: 'refuse' };

/** An open handler below the seam, with what its listener was told and nobody has taken yet. */
export interface ToldHandler {
  readonly verbs: HandlerVerbs;
  readonly told: Told<HandlerEvent>;
}

/** Opens the machine's handler. */
export async function openToldHandler(
  verbs: SyncManagerVerbs,
  settings: Partial<HandlerSettings> = {},
): Promise<ToldHandler> {
  const told = new Told<HandlerEvent>();
  const handler = await verbs.openHandler(referenceHandler, { ...defaultSettings, ...settings }, (events) =>
    told.put(events),
  );
  return { verbs: handler, told };
}

/** Opens the machine's handler, whose calls do nothing by themselves, and the callback that it was given. */
export async function openSilent(
  world: SyncManagerWorld,
  settings?: Partial<HandlerSettings>,
): Promise<ToldHandler & { readonly callback: CallbackVerbs }> {
  silence(world.machine);
  const handler = await openToldHandler(world.verbs, settings);
  return { ...handler, callback: await world.verbs.attachCallback(handler.verbs.callbackPointer) };
}
