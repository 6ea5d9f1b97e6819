import { nullGuid } from '../../lib/syncmgr/constants.js';
import type { SyncManagerHandlerDefinition } from '../../lib/syncmgr/definition.js';
import type { ServedSyncManagerHandler } from '../../lib/syncmgr/served-handler.js';
import type { SyncManagerHandlerSession } from '../../lib/syncmgr/served-session.js';
import type { ServedHandlerEvent, StartedEvent } from '../../lib/syncmgr/verbs.js';
import { settled } from '../bits/fake-clock.js';
import { FakeCallback } from './fake-callback.js';
import { FakeSyncManager } from './fake-verbs.js';
import { clsid, first } from './ids.js';

/** A call that a client has started. */
export function started(type: StartedEvent['type'], fields: Partial<StartedEvent> = {}): ServedHandlerEvent {
  return { type, instance: 1, itemIds: [], id: nullGuid, ...fields };
}

/** A served class, and the clients that call it. */
export class ServedWorld {
  readonly machine = new FakeSyncManager();
  /** The errors that `onError` received. */
  readonly errors: unknown[] = [];

  serve(fields: Partial<SyncManagerHandlerDefinition> = {}): Promise<ServedSyncManagerHandler> {
    return this.machine.syncmgr.serveHandler({
      clsid,
      name: 'Served',
      items: [{ id: first, name: 'One' }],
      synchronize() {},
      onError: (error) => this.errors.push(error),
      ...fields,
    });
  }

  /** Delivers calls of a client to the handler, and waits until they have taken effect. */
  async deliver(...events: ServedHandlerEvent[]): Promise<void> {
    this.machine.served(events);
    await settled();
  }

  /** Sets the callback of the handler of one client. */
  async giveCallback(instance = 1): Promise<FakeCallback> {
    const callback = new FakeCallback();
    await this.deliver({ type: 'setProgressCallback', instance, callback });
    return callback;
  }

  /** Serves a handler whose client has begun to synchronise these items; it runs until `end`. */
  async synchronizing(itemIds: readonly string[] = [first]) {
    const sessions: SyncManagerHandlerSession[] = [];
    let end = () => {};
    const served = await this.serve({
      synchronize: (_itemIds, session) => {
        sessions.push(session);
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      },
    });
    const callback = await this.giveCallback();
    await this.deliver(started('prepareForSync', { itemIds }), started('synchronize'));
    const [session] = sessions;
    if (session === undefined) throw new Error('synchronize was not called');
    return { served, callback, session, end: () => end() };
  }
}
