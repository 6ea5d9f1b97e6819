import type { Clock } from '../../com/clock.js';
import { hresults, succeeded } from '../../com/hresult.js';
import { RecentLog } from '../../emulation/bounded-lists.js';
import type { ContentProgress } from './content-job.js';
import { type BrokenRule, checkCounts, isProgressAlone, type NotificationRule } from './notification-rules.js';
import type { DownloadContentRequest } from './provider.js';
import type { ContentTransferNotification } from './sent-notifications.js';
import { readCounts, type SentCounts } from './sent-notifications.js';

/** A notification and its result. */
export interface ReceivedNotification {
  /** Milliseconds since the epoch, in the emulation's time. */
  readonly time: number;
  readonly notification: ContentTransferNotification;
  readonly hresult: number;
}

/** A documented rule that a notification has broken. */
export interface RuleViolation {
  readonly rule: NotificationRule;
  readonly notification: ContentTransferNotification;
  /** Milliseconds since the epoch, in the emulation's time. */
  readonly time: number;
  /** Whether the notification was refused. */
  readonly refused: boolean;
}

/** The state of a job when it receives a notification. */
interface ReportMoment {
  /** Whether the manager has ended the job. */
  readonly ended: boolean;
  /** Whether `ModifyJobTimeout` is under way with a timeout that has already passed. */
  readonly expiring: boolean;
}

/** The change that an accepted notification makes. */
type ReportOutcome = 'progress' | 'success' | 'error' | 'refused';

const nothing: ContentProgress = { bytesTotal: null, bytesTransferred: 0n, filesTotal: null, filesTransferred: 0 };

/** The notifications of a job, checked against the rules. */
export class JobReports {
  readonly #clock: Clock;
  readonly #request: DownloadContentRequest;
  readonly #strict: boolean;
  readonly #received = new RecentLog<ReceivedNotification>();
  readonly #violations = new RecentLog<RuleViolation>();
  #progress: ContentProgress = nothing;
  #progressType: string | null = null;
  #lastProgress: SentCounts | null = null;
  #bytesReported = false;
  #finished = false;

  constructor(clock: Clock, request: DownloadContentRequest, strict: boolean) {
    this.#clock = clock;
    this.#request = request;
    this.#strict = strict;
  }

  get received(): readonly ReceivedNotification[] {
    return this.#received.entries;
  }

  get violations(): readonly RuleViolation[] {
    return this.#violations.entries;
  }

  get progress(): ContentProgress {
    return this.#progress;
  }

  /** The latest reported status; null before the first report. */
  get progressType(): string | null {
    return this.#progressType;
  }

  /** Whether success or error has been reported. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Accepts a notification of this job, or refuses it. */
  receive(notification: ContentTransferNotification, moment: ReportMoment): ReportOutcome {
    const sent = notification.function === 'SendNotifyErrorToCTM' ? undefined : readCounts(notification);
    const broken = this.#check(notification, sent, moment);
    const refused = this.note(notification, broken);
    if (refused) return 'refused';
    if (sent !== undefined && sent !== null) this.#keep(notification, sent);
    if (notification.function === 'SendNotifyProgressToCTM') return 'progress';
    this.#finished = true;
    return notification.function === 'SendNotifySuccessToCTM' ? 'success' : 'error';
  }

  /** Records a notification with the rules that it has broken. Returns whether it is refused. */
  note(notification: ContentTransferNotification, broken: readonly BrokenRule[]): boolean {
    const refused = broken.some((rule) => this.#refuses(rule));
    const hresult = refused ? hresults.E_INVALIDARG : hresults.S_OK;
    this.#received.add({ time: this.#clock.now(), notification, hresult });
    for (const rule of broken) this.addViolation(notification, rule, refused);
    return refused;
  }

  /** Records a rule that a notification has broken. */
  addViolation(notification: ContentTransferNotification, { rule }: BrokenRule, refused = false): void {
    this.#violations.add({ rule, notification, time: this.#clock.now(), refused });
  }

  #refuses({ weight }: BrokenRule): boolean {
    return weight === 'required' || (weight === 'recommended' && this.#strict);
  }

  #check(
    notification: ContentTransferNotification,
    sent: SentCounts | null | undefined,
    { ended, expiring }: ReportMoment,
  ): BrokenRule[] {
    const isError = notification.function === 'SendNotifyErrorToCTM';
    // A provider whose job was cancelled or has timed out must still report the error.
    if (this.#finished || (ended && !isError)) return [required('afterEnd')];
    if (isError) {
      const broken: BrokenRule[] = [];
      if (notification.message === null) broken.push(required('nullMessage'));
      if (succeeded(notification.hresult)) broken.push(required('noFailure'));
      if (expiring) broken.push(required('beforeReturn'));
      return broken;
    }
    if (sent === null || sent === undefined) return [required('countText')];
    return checkCounts(notification, sent, this.#request, {
      bytesTotalKnown: known(this.#progress.bytesTotal),
      filesTotalKnown: known(this.#progress.filesTotal),
      lastProgress: this.#lastProgress,
      bytesReported: this.#bytesReported,
    });
  }

  #keep(notification: ContentTransferNotification, sent: SentCounts): void {
    const ended = notification.function === 'SendNotifySuccessToCTM';
    // Before the end a total of 0 is unknown; at the end it is the total.
    this.#progress = {
      bytesTotal: sent.bytesTotal === 0n && !ended ? null : sent.bytesTotal,
      bytesTransferred: sent.bytesTransferred,
      filesTotal: sent.filesTotal === 0 && !ended ? null : sent.filesTotal,
      filesTransferred: sent.filesTransferred,
    };
    if (notification.function !== 'SendNotifyProgressToCTM') return;
    if (sent.bytesTransferred > 0n) this.#bytesReported = true;
    if (isProgressAlone(notification)) this.#lastProgress = sent;
    else this.#progressType = notification.progressType;
  }
}

function known(total: bigint | number | null): boolean {
  return total !== null;
}

function required(rule: NotificationRule): BrokenRule {
  return { rule, weight: 'required' };
}
