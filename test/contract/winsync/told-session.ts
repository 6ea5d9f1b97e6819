import type { SessionEvent, SessionSettings, SessionVerbs, WinSyncVerbs } from '../../../lib/winsync/verbs.js';

/** Numbers of `SYNC_PROVIDER_ROLE` and `SYNC_PROGRESS_STAGE`, in their order. */
export const [source, destination] = [0, 1];
export const [detection, enumeration, application] = [0, 1, 2];

/** Everything wanted, ids that are GUIDs. The default actions are no application's answers in these tests, nor COM's zero. */
export const defaultSettings: SessionSettings = {
  passThrough: false,
  itemIdFormat: { variable: false, size: 16 },
  wanted: ['change', 'changeApplied', 'changeFailed', 'recoverableError', 'conflict', 'fullEnumeration'],
  fullEnumerationAction: 1,
  resolveAction: 4,
};

type EventOf<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;

/** A session with what its listener was told and nobody has taken yet. */
export class ToldSession {
  readonly verbs: SessionVerbs;
  readonly #told: Told;

  constructor(verbs: SessionVerbs, told: Told) {
    this.verbs = verbs;
    this.#told = told;
  }

  /** The next event: it has to be of this type. */
  async take<T extends SessionEvent['type']>(type: T): Promise<EventOf<T>> {
    const event = await this.#told.take();
    if (!isOf(event, type)) throw new TypeError(`the session tells ${event.type} where ${type} is due`);
    return event;
  }

  /** Reports, and takes the event that comes of it. */
  async report(provider: number, stage: number, completedWork: number, totalWork: number) {
    await this.verbs.onProgress(provider, stage, completedWork, totalWork);
    return await this.take('progress');
  }
}

/** Makes a session whose events can be taken. */
export async function createToldSession(
  verbs: WinSyncVerbs,
  settings: Partial<SessionSettings> = {},
): Promise<ToldSession> {
  const told = new Told();
  const session = await verbs.createSession({ ...defaultSettings, ...settings }, (events) => told.put(events));
  return new ToldSession(session, told);
}

class Told {
  readonly #events: SessionEvent[] = [];
  readonly #waiting: ((event: SessionEvent) => void)[] = [];

  put(events: readonly SessionEvent[]): void {
    for (const event of events) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#events.push(event);
      else waiting(event);
    }
  }

  take(): Promise<SessionEvent> {
    const event = this.#events.shift();
    if (event !== undefined) return Promise.resolve(event);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function isOf<T extends SessionEvent['type']>(event: SessionEvent, type: T): event is EventOf<T> {
  return event.type === type;
}
