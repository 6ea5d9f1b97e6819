import { requireDword, requireOptions } from '../../com/arguments.js';
import { callListenerApart } from '../../com/listeners.js';
import { isAbortError } from '../../com/thrown.js';
import { requireCenterStatus } from '../center-arguments.js';
import type { CenterRunner } from '../emulation/center-store.js';
import type { SyncCenterReport } from '../report.js';
import type { SyncResultListener, SyncResultRecord } from '../verbs.js';
import type { CenterHandlerDefinition, CenterRun, SyncCenter, SyncCenterOutcome } from './sync-center.js';

/** Opens a session for a run. */
type OpenRunReport = (handlerId: string, itemIds: readonly string[]) => Promise<SyncCenterReport>;

/** One run, and the signals that stop it. */
class Run implements CenterRun {
  readonly handlerId: string;
  readonly itemIds: readonly string[];
  readonly #center: SyncCenter;
  readonly #aborting = new AbortController();
  readonly #ofItems = new Map<string, AbortController>();
  readonly #open: OpenRunReport;
  #report: Promise<SyncCenterReport> | undefined;

  constructor(center: SyncCenter, handlerId: string, itemIds: readonly string[], open: OpenRunReport) {
    this.handlerId = handlerId;
    this.itemIds = itemIds;
    this.#center = center;
    this.#open = open;
    // A definition may destructure its run: synchronize({ openReport, signalOf }).
    this.openReport = this.openReport.bind(this);
    this.signalOf = this.signalOf.bind(this);
  }

  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  signalOf(itemId: string): AbortSignal {
    return AbortSignal.any([this.signal, this.#itemAborting(itemId).signal]);
  }

  openReport(): Promise<SyncCenterReport> {
    this.#report ??= this.#open(this.handlerId, this.itemIds);
    return this.#report;
  }

  /** Stops some items; all items for null. */
  stop(itemIds: readonly string[] | null): void {
    for (const itemId of itemIds ?? []) {
      this.#itemAborting(itemId).abort();
      this.#center.requestCancel(this.handlerId, itemId);
    }
    const hasMore = this.itemIds.some((itemId) => this.#ofItems.get(itemId)?.signal.aborted !== true);
    if (itemIds !== null && hasMore) return;
    this.#center.requestCancel(this.handlerId);
    this.#aborting.abort();
  }

  async closeReport(): Promise<void> {
    // A failure to open or close the report has been reported to the caller of openReport().
    await this.#report?.then((report) => report.close()).catch(() => {});
  }

  #itemAborting(itemId: string): AbortController {
    const known = this.#ofItems.get(itemId);
    if (known !== undefined) return known;
    const made = new AbortController();
    this.#ofItems.set(itemId, made);
    return made;
  }
}

const succeeded: SyncCenterOutcome = { status: 'succeeded', errors: 0, conflicts: 0 };
const canceled: SyncCenterOutcome = { status: 'canceled', errors: 0, conflicts: 0 };
const failed: SyncCenterOutcome = { status: 'failed', errors: 1, conflicts: 0 };

/** The synchronisations that Sync Center was requested to start. The runs of one handler are sequential. */
export class CenterRuns implements CenterRunner {
  readonly #center: SyncCenter;
  readonly #open: OpenRunReport;
  readonly #running = new Map<string, Set<Run>>();
  readonly #queues = new Map<string, Promise<void>>();

  constructor(center: SyncCenter, open: OpenRunReport) {
    this.#center = center;
    this.#open = open;
  }

  isRunning(handlerId: string, itemIds: readonly string[] | null): boolean {
    const runs = [...(this.#running.get(handlerId) ?? [])];
    return runs.some((run) => itemIds === null || run.itemIds.some((itemId) => itemIds.includes(itemId)));
  }

  start(handlerId: string, itemIds: readonly string[] | null, listener: SyncResultListener): void {
    const definition = this.#center.definition(handlerId) ?? { id: handlerId };
    const run = new Run(this.#center, handlerId, itemIds ?? definition.items ?? [], this.#open);
    const running = this.#running.get(handlerId) ?? new Set<Run>();
    this.#running.set(handlerId, running.add(run));
    const before = this.#queues.get(handlerId) ?? Promise.resolve();
    const ended = before
      .then(() => this.#run(definition, run))
      .then((outcome) => {
        running.delete(run);
        callListenerApart(() => listener(outcome));
      });
    this.#queues.set(handlerId, ended);
  }

  stop(handlerId: string | null, itemIds: readonly string[] | null): void {
    for (const [id, runs] of this.#running) {
      if (handlerId !== null && handlerId !== id) continue;
      for (const run of runs) run.stop(itemIds);
    }
    if (handlerId === null) for (const id of this.#center.handlerIds()) this.#center.requestCancel(id);
    else if (itemIds === null) this.#center.requestCancel(handlerId);
    else for (const itemId of itemIds) this.#center.requestCancel(handlerId, itemId);
  }

  async #run(definition: CenterHandlerDefinition, run: Run): Promise<SyncResultRecord | null> {
    if (run.signal.aborted) return toRecord(canceled);
    try {
      const outcome = await definition.synchronize?.(run);
      if (outcome === null) return null;
      return toRecord(outcome ?? (run.signal.aborted ? canceled : this.#outcomeOf(run)));
    } catch (error) {
      return toRecord(isAbortError(error) ? canceled : failed);
    } finally {
      await run.closeReport();
    }
  }

  /** Returns the outcome that results from the reported items of a run. */
  #outcomeOf(run: Run): SyncCenterOutcome {
    const items = this.#center.items(run.handlerId).filter(({ itemId }) => run.itemIds.includes(itemId));
    const errors = items.filter(({ status }) => status === 'failed').length;
    if (errors > 0) return { status: 'failed', errors, conflicts: 0 };
    return items.some(({ status }) => status === 'canceled') ? canceled : succeeded;
  }
}

/** Reads the outcome of a handler. @throws {TypeError | RangeError} for a wrong outcome */
function toRecord(outcome: SyncCenterOutcome): SyncResultRecord {
  const { status, errors, conflicts } = requireOptions(outcome, 'the outcome');
  return {
    status: requireCenterStatus(status),
    errors: requireDword(errors, 'errors'),
    conflicts: requireDword(conflicts, 'conflicts'),
  };
}
