import type { SessionEvent, SessionSettings, SessionVerbs, WinSyncVerbs } from '../../../lib/winsync/verbs.js';

/** Numbers of `SYNC_PROVIDER_ROLE` and `SYNC_PROGRESS_STAGE`, in their order. */
export const [source, destination] = [0, 1];
export const [detection, enumeration, application] = [0, 1, 2];

/** All events requested, ids are GUIDs. The default actions differ from the answers in these tests and from 0. */
export const defaultSettings: SessionSettings = {
  passThrough: false,
  itemIdFormat: { variable: false, size: 16 },
  wanted: ['change', 'changeApplied', 'changeFailed', 'recoverableError', 'conflict', 'fullEnumeration'],
  fullEnumerationAction: 1,
  resolveAction: 4,
  answerTimeout: 30_000,
};

type EventOf<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;

/** A session with the recorded events of its listener. */
export class RecordingSession {
  readonly verbs: SessionVerbs;
  readonly #recorded: RecordedEvents;

  constructor(verbs: SessionVerbs, recorded: RecordedEvents) {
    this.verbs = verbs;
    this.#recorded = recorded;
  }

  /** Resolves to the next event, which must have this type. */
  async take<T extends SessionEvent['type']>(type: T): Promise<EventOf<T>> {
    const event = await this.#recorded.take();
    if (!isOf(event, type)) throw new TypeError(`expected an event of type ${type}, got ${event.type}`);
    return event;
  }

  /** Reports progress and takes the resulting event. */
  async report(provider: number, stage: number, completedWork: number, totalWork: number) {
    await this.verbs.onProgress(provider, stage, completedWork, totalWork);
    return await this.take('progress');
  }
}

/** Creates a session that records its events. */
export async function createRecordingSession(
  verbs: WinSyncVerbs,
  settings: Partial<SessionSettings> = {},
): Promise<RecordingSession> {
  const recorded = new RecordedEvents();
  const session = await verbs.createSession({ ...defaultSettings, ...settings }, (events) => recorded.put(events));
  return new RecordingSession(session, recorded);
}

class RecordedEvents {
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
