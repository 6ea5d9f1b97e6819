import { channel } from 'node:diagnostics_channel';
import type { Clock } from '../com/clock.js';
import { type DiagnosticsError, toDiagnosticsError } from '../com/diagnostics/error.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import type { BitsJobType } from './job-list.js';
import { toPublicUrl } from './public-url.js';
import { type BitsReadTransferState, isEnded, sameRecord, toState, toTotal, toTransferError } from './snapshot.js';
import type { JobRecord, JobVerbs } from './verbs.js';

/** The message of `winprogress:transfer:started` and `winprogress:transfer:progress`: a job of BITS that this process follows. */
export interface BitsTransferDiagnostics extends JsonSerializable {
  readonly jobId: string;
  /** Null for a job that neither this connection has created nor `bits.watch()` has listed. */
  readonly type: BitsJobType | number | null;
  /**
   * The address of the first file, without user name, password, query and fragment, which can contain secrets. Null unless this connection has
   * created the job or added files to it while something subscribed.
   */
  readonly url: string | null;
  readonly state: BitsReadTransferState;
  readonly bytesTransferred: bigint;
  /** Null while it is not known. */
  readonly bytesTotal: bigint | null;
  readonly filesTransferred: number;
  readonly filesTotal: number;
  /** Why the transfer is in `error` or `transientError`; null in every other state. */
  readonly error: DiagnosticsError | null;
  /** Milliseconds since the epoch, by the clock of the connection. */
  readonly time: number;
}

/** The message of `winprogress:transfer:ended`. */
export interface BitsTransferEndDiagnostics extends BitsTransferDiagnostics {
  /** `unfollowed`: the process no longer follows the job, and has not observed the end of the transfer. */
  readonly outcome: 'transferred' | 'error' | 'canceled' | 'unfollowed';
  /** Seconds since `winprogress:transfer:started`. */
  readonly seconds: number;
}

const started = channel('winprogress:transfer:started');
const progressed = channel('winprogress:transfer:progress');
const ended = channel('winprogress:transfer:ended');

/** Whether anything subscribes to the channels of transfers. */
export function hasTransferSubscribers(): boolean {
  return ended.hasSubscribers || started.hasSubscribers || progressed.hasSubscribers;
}

/** A follower of a job. Several may follow the same job, which is reported once. */
export interface TransferFollower {
  read(record: JobRecord): void;
  leave(): void;
}

/** A job that is followed. */
interface FollowedJob {
  followers: number;
  type: BitsJobType | number | null;
  url: string | null;
  last: JobRecord | undefined;
  /** The time at which the active transfer was first read; null if there is none. */
  startedAt: number | null;
}

interface Origin {
  readonly type: BitsJobType | null;
  readonly url: string | null;
}

/** Reports the transfers that one connection follows. Nothing is kept while nothing subscribes. */
export class TransferDiagnostics {
  readonly #clock: Clock;
  #followed: Map<string, FollowedJob> | undefined;
  #origins: WeakMap<JobVerbs, Origin> | undefined;
  /** The record with which a transfer has ended, so that its end is not reported again when the job is followed again. */
  #ends: WeakMap<JobVerbs, JobRecord> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records what a job transfers. The first address of a job is kept. */
  recordFiles(job: JobVerbs, type: BitsJobType | null, urls: readonly string[]): void {
    if (!hasTransferSubscribers()) return;
    const [first] = urls;
    const known = this.#origins?.get(job);
    this.#origins ??= new WeakMap();
    this.#origins.set(job, {
      type: type ?? known?.type ?? null,
      url: known?.url ?? (first === undefined ? null : toPublicUrl(first)),
    });
  }

  /** Starts to follow a job. Returns undefined while nothing subscribes. */
  follow(job: JobVerbs): TransferFollower | undefined {
    if (!hasTransferSubscribers()) return undefined;
    const origin = this.#origins?.get(job);
    const follower = this.#follow(job.id, origin?.type ?? null, origin?.url ?? null);
    return {
      read: (record) => {
        if (follower.job.last === undefined && this.#isReportedEnd(job, record)) follower.job.last = record;
        else follower.read(record);
        if (isEnded(toState(record.state))) this.#recordEnd(job, record);
      },
      leave: follower.leave,
    };
  }

  #recordEnd(job: JobVerbs, record: JobRecord): void {
    this.#ends ??= new WeakMap();
    this.#ends.set(job, record);
  }

  /** Whether the end of a transfer has been reported: its state changes again when it is completed or cancelled. */
  #isReportedEnd(job: JobVerbs, record: JobRecord): boolean {
    const end = this.#ends?.get(job);
    return end !== undefined && (isFinal(toState(record.state)) || sameRecord(end, record));
  }

  /** Follows a job of the list, which has no object. */
  followListed(id: string, type: BitsJobType | number): TransferFollower {
    return this.#follow(id, type, null);
  }

  /** Reports the end of a job that this connection has cancelled. */
  cancelled(job: JobVerbs): void {
    const followed = this.#followed?.get(job.id);
    if (followed?.startedAt === null || followed?.last === undefined) return;
    this.#recordEnd(job, followed.last);
    this.#end(job.id, followed, followed.last, 'canceled');
  }

  #follow(id: string, type: BitsJobType | number | null, url: string | null) {
    this.#followed ??= new Map();
    const followed = this.#followed;
    const job = followed.get(id) ?? { followers: 0, type, url, last: undefined, startedAt: null };
    followed.set(id, job);
    job.followers += 1;
    job.type ??= type;
    job.url ??= url;
    let isFollowing = true;
    return {
      job,
      read: (record: JobRecord) => {
        if (job.last !== undefined && sameRecord(job.last, record)) return;
        const isFirst = job.last === undefined;
        job.last = record;
        this.#report(id, job, record, isFirst);
      },
      leave: () => {
        if (!isFollowing) return;
        isFollowing = false;
        job.followers -= 1;
        if (job.followers > 0) return;
        followed.delete(id);
        if (job.startedAt !== null && job.last !== undefined) this.#end(id, job, job.last, 'unfollowed');
      },
    };
  }

  #report(id: string, job: FollowedJob, record: JobRecord, isFirst: boolean): void {
    const outcome = outcomeOf(toState(record.state));
    if (job.startedAt === null) {
      if (outcome !== null && !isFirst) return;
      job.startedAt = this.#clock.now();
      started.publish(this.#message(id, job, record, job.startedAt));
    } else if (outcome === null && progressed.hasSubscribers) {
      progressed.publish(this.#message(id, job, record, this.#clock.now()));
    }
    if (outcome !== null) this.#end(id, job, record, outcome);
  }

  #end(id: string, job: FollowedJob, record: JobRecord, outcome: BitsTransferEndDiagnostics['outcome']): void {
    const time = this.#clock.now();
    const seconds = (time - (job.startedAt ?? time)) / 1000;
    job.startedAt = null;
    const state = outcome === 'canceled' ? outcome : toState(record.state);
    const message: BitsTransferEndDiagnostics = serializable({
      ...this.#message(id, job, record, time),
      state,
      outcome,
      seconds,
    });
    ended.publish(message);
  }

  #message(id: string, { type, url }: FollowedJob, record: JobRecord, time: number): BitsTransferDiagnostics {
    const { bytesTransferred, bytesTotal, filesTransferred, filesTotal } = record.progress;
    return serializable({
      jobId: id,
      type,
      url,
      state: toState(record.state),
      bytesTransferred,
      bytesTotal: toTotal(bytesTotal),
      filesTransferred,
      filesTotal,
      error: record.error === null ? null : toDiagnosticsError(toTransferError(record.error)),
      time,
    });
  }
}

function isFinal(state: BitsReadTransferState): boolean {
  return state === 'acknowledged' || state === 'canceled';
}

/** Returns how a transfer has ended; null if it has not. */
function outcomeOf(state: BitsReadTransferState): 'transferred' | 'error' | 'canceled' | null {
  if (state === 'acknowledged') return 'transferred';
  return state === 'transferred' || state === 'error' || state === 'canceled' ? state : null;
}
