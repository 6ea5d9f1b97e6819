import { channel } from 'node:diagnostics_channel';
import type { Clock } from '../clock.js';
import { type JsonSerializable, serializable } from '../json.js';
import type { DiagnosticsError } from './error.js';

/** The identity of a session. */
export interface SessionIdentity {
  readonly family: 'winsync' | 'syncmgr' | 'ctm';
  /**
   * The role of this process: the `application` of a session of Windows Sync, the `manager` or the `handler` of a synchronisation of Sync Manager,
   * the `provider` of a job of Content Transfer Manager.
   */
  readonly role: 'application' | 'manager' | 'handler' | 'provider';
  /** The CLSID of the handler, or the id of the content transfer job; null for Windows Sync. */
  readonly owner: string | null;
}

/** The message of `winprogress:session:opened`. */
export interface SessionDiagnostics extends SessionIdentity, JsonSerializable {
  /** A number of the session that is unique in this process, from 1. */
  readonly sessionId: number;
  /** Milliseconds since the epoch, by the clock of the connection. */
  readonly time: number;
}

/** The message of `winprogress:session:progress`. */
export interface SessionProgressDiagnostics extends SessionDiagnostics {
  /**
   * The part that has made progress: the role and the stage of a provider, such as `'destination changeApplication'`; the id of an item; the status
   * of a content transfer job, `''` before the first.
   */
  readonly part: string;
  /** The amount completed: bytes for content transfer jobs, otherwise in a unit of the provider or handler. Null while it is unknown. */
  readonly completed: bigint | null;
  /** The total amount; null while it is unknown. */
  readonly total: bigint | null;
}

/** The message of `winprogress:session:ended`. */
export interface SessionEndDiagnostics extends SessionDiagnostics {
  /** `ended`: for a session of Windows Sync, which has no result. `closed`: the object, its notifier or its connection was closed before the end. */
  readonly outcome: 'succeeded' | 'failed' | 'canceled' | 'closed' | 'ended';
  /** Seconds since the session was opened. */
  readonly seconds: number;
  /** The reason of the failure; null otherwise. */
  readonly error: DiagnosticsError | null;
}

const opened = channel('winprogress:session:opened');
const progressed = channel('winprogress:session:progress');
const ended = channel('winprogress:session:ended');

let lastId = 0;

/** Reports one session. Made by {@link observeSession}. */
export class ObservedSession {
  readonly #identity: SessionIdentity & { readonly sessionId: number };
  readonly #clock: Clock;
  readonly #openedAt: number;
  readonly #endings: (() => unknown)[] = [];
  #isOpen = true;

  constructor(clock: Clock, identity: SessionIdentity) {
    lastId += 1;
    this.#identity = { ...identity, sessionId: lastId };
    this.#clock = clock;
    this.#openedAt = clock.now();
    const message: SessionDiagnostics = serializable({ ...this.#identity, time: this.#openedAt });
    opened.publish(message);
  }

  progress(part: string, completed: bigint | null, total: bigint | null): void {
    if (!this.#isOpen || !progressed.hasSubscribers) return;
    const message: SessionProgressDiagnostics = serializable({
      ...this.#identity,
      time: this.#clock.now(),
      part,
      completed,
      total,
    });
    progressed.publish(message);
  }

  /** Registers a callback that is called when the session ends, or at once if it has ended. */
  onEnd(callback: () => unknown): void {
    if (this.#isOpen) this.#endings.push(callback);
    else callback();
  }

  /** Reports the end of the session. Does nothing after the first call. */
  end(outcome: SessionEndDiagnostics['outcome'], error: DiagnosticsError | null = null): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const callback of this.#endings.splice(0)) callback();
    const time = this.#clock.now();
    const message: SessionEndDiagnostics = serializable({
      ...this.#identity,
      time,
      outcome,
      seconds: (time - this.#openedAt) / 1000,
      error,
    });
    ended.publish(message);
  }
}

/** Reports that a session is opened. Returns undefined, and costs nothing, if the channels of sessions have no subscribers. */
export function observeSession(
  clock: Clock,
  family: SessionIdentity['family'],
  role: SessionIdentity['role'],
  owner: string | null,
): ObservedSession | undefined {
  if (!opened.hasSubscribers && !progressed.hasSubscribers && !ended.hasSubscribers) return undefined;
  return new ObservedSession(clock, { family, role, owner });
}
