import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { changeApplication, providerRoles } from '../constants.js';
import type { BufferAnswer, SessionSettings, WinSyncIdFormat } from '../verbs.js';
import { formatInfo, parseInfo, type Range } from './change-applier-info.js';
import type { SessionStateObject } from './objects.js';
import { isKnown, requireReportNumbers } from './session-callback.js';

/**
 * The session state of this project. It adds up the reports of change application as documented by the Sync Framework
 * (`ISyncSessionState::OnProgress`, cc305833, under https://learn.microsoft.com/previous-versions/sql/synchronization/).
 */
export class SessionState implements SessionStateObject {
  readonly #settings: SessionSettings;
  readonly #report: SessionStateObject['onProgress'];
  readonly #cancellation = new AbortController();
  #sum = 0;
  #range: Range | null = null;
  #begun = false;
  #providers = 0;
  #errorStatus: number = hresults.S_OK;
  /** The state of a run that has ended, which the next run resets. */
  readonly #over = { sum: false, range: false, errorStatus: false, providerWithError: false };
  /** The state before the run under way. */
  #before = { over: { ...this.#over }, sum: 0 };
  #providerWithError: number | null = null;

  /** @param report the callback's `OnProgress` */
  constructor(settings: SessionSettings, report: SessionStateObject['onProgress']) {
    this.#settings = settings;
    this.#report = report;
  }

  /** Aborted when the session is cancelled. */
  get canceled(): AbortSignal {
    return this.#cancellation.signal;
  }

  /** The role of the provider that has failed; null if none was set. */
  get providerWithError(): number | null {
    return this.#providerWithError;
  }

  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): void {
    const operation = 'ISyncSessionState.OnProgress';
    requireReportNumbers(provider, stage, completedWork, totalWork);
    if (!isKnown(provider, stage)) throw new HResultError(hresults.E_INVALIDARG, operation);
    if (this.isCanceled()) throw new HResultError(hresults.E_ABORT, operation);
    if (stage !== changeApplication || this.#settings.passThrough) {
      this.#report(provider, stage, completedWork, totalWork);
      return;
    }
    this.#sum = (this.#sum + completedWork) >>> 0;
    this.#report(provider, stage, this.#sum, (this.#sum + totalWork) >>> 0);
  }

  isCanceled(): boolean {
    return this.#cancellation.signal.aborted;
  }

  getInfoForChangeApplication(capacity: number | null): BufferAnswer {
    return fill(formatInfo({ sum: this.#sum, range: this.#range }), capacity);
  }

  loadInfoFromChangeApplication(bytes: Uint8Array | null): void {
    const operation = 'ISyncSessionState.LoadInfoFromChangeApplication';
    if (bytes === null) throw new HResultError(hresults.E_POINTER, operation);
    if (bytes.length === 0) throw new HResultError(hresults.E_INVALIDARG, operation);
    const info = parseInfo(bytes);
    if (info === null || (info.range !== null && !this.#takes(info.range))) {
      throw new HResultError(hresults.SYNC_E_DESERIALIZATION, operation);
    }
    this.#sum = info.sum;
    this.#range = info.range;
    this.#over.sum = false;
    this.#over.range = false;
  }

  getForgottenKnowledgeRecoveryRangeStart(capacity: number | null): BufferAnswer {
    return fill(this.#range?.lowerBound ?? new Uint8Array(), capacity);
  }

  getForgottenKnowledgeRecoveryRangeEnd(capacity: number | null): BufferAnswer {
    return fill(this.#range?.upperBound ?? new Uint8Array(), capacity);
  }

  setForgottenKnowledgeRecoveryRange(lowerBound: Uint8Array, upperBound: Uint8Array): void {
    const range = { lowerBound: Uint8Array.from(lowerBound), upperBound: Uint8Array.from(upperBound) };
    if (!this.#takes(range)) {
      throw new HResultError(
        hresults.SYNC_E_ID_FORMAT_MISMATCH,
        'ISyncSessionState.SetForgottenKnowledgeRecoveryRange',
      );
    }
    this.#range = range;
    this.#over.range = false;
  }

  /** Sets the provider that has failed. According to the documentation the destination calls it. */
  setProviderWithError(self: boolean): void {
    if (!this.#running) {
      throw new HResultError(hresults.SYNC_E_INVALID_OPERATION, 'ISyncSessionState2.SetProviderWithError');
    }
    this.#providerWithError = providerRoles.indexOf(self ? 'destination' : 'source');
  }

  getSessionErrorStatus(): number {
    return this.#errorStatus;
  }

  /** Sets the error status for the application; it is also that of the next run if none is under way. */
  setErrorStatus(hresult: number): void {
    this.#errorStatus = hresult >>> 0;
    this.#over.errorStatus = false;
  }

  /** Sets the failure of a provider as the error status. The next run resets it if no run is under way. */
  failProvider(hresult: number): void {
    this.#errorStatus = hresult >>> 0;
    this.#over.errorStatus = !this.#running;
  }

  cancel(): void {
    if (this.isCanceled()) return;
    if (this.#errorStatus === hresults.S_OK) this.#errorStatus = hresults.E_ABORT;
    this.#cancellation.abort(new HResultError(hresults.E_ABORT, 'ISyncSessionState.IsCanceled'));
  }

  begin(): void {
    if (this.#begun) throw new HResultError(hresults.SYNC_E_INVALID_OPERATION, 'WinSyncSession.begin');
    this.#beginRun();
    this.#begun = true;
  }

  end(): void {
    if (!this.#begun) throw new HResultError(hresults.SYNC_E_INVALID_OPERATION, 'WinSyncSession.end');
    this.#begun = false;
    this.#endRun();
  }

  /** Begins a run for a provider whose session has begun. */
  providerBegan(): void {
    this.#beginRun();
    this.#providers += 1;
  }

  providerEnded(): void {
    this.#providers -= 1;
    this.#endRun();
  }

  /**
   * Removes a provider whose `BeginSession` has failed. If the run began with it, there was no run: the next one has the sum and the range that were
   * loaded or set for this one.
   */
  providerRefused(): void {
    this.#providers -= 1;
    if (this.#running) return;
    this.#sum = this.#before.sum;
    Object.assign(this.#over, this.#before.over, { providerWithError: true });
  }

  get #running(): boolean {
    return this.#begun || this.#providers > 0;
  }

  /** Resets the state of an earlier run, except a cancellation, if no run is under way. */
  #beginRun(): void {
    if (this.#running) return;
    const over = this.#over;
    this.#before = { over: { ...over }, sum: this.#sum };
    if (over.sum) this.#sum = 0;
    if (over.range) this.#range = null;
    if (over.errorStatus) this.#errorStatus = this.isCanceled() ? hresults.E_ABORT : hresults.S_OK;
    if (over.providerWithError) this.#providerWithError = null;
    Object.assign(over, { sum: false, range: false, errorStatus: false, providerWithError: false });
  }

  #endRun(): void {
    if (this.#running) return;
    Object.assign(this.#over, { sum: true, range: true, errorStatus: true, providerWithError: true });
  }

  #takes({ lowerBound, upperBound }: Range): boolean {
    return hasFormat(lowerBound, this.#settings.itemIdFormat) && hasFormat(upperBound, this.#settings.itemIdFormat);
  }
}

/** Implements the contract of each method with a buffer: if nothing is needed, any buffer is large enough. */
function fill(bytes: Uint8Array, capacity: number | null): BufferAnswer {
  const count = bytes.length;
  if (count > (capacity ?? 0)) return { hresult: hresults.ERROR_MORE_DATA, count, bytes: null };
  return { hresult: hresults.S_OK, count, bytes: Uint8Array.from(bytes) };
}

/** Whether bytes are an id of this format: a fixed-size id has that size, a variable one begins with its length. */
export function hasFormat(id: Uint8Array, { variable, size }: WinSyncIdFormat): boolean {
  if (!variable) return id.length === size;
  if (id.length < 2) return false;
  const length = Buffer.from(id).readUInt16LE(0);
  return id.length === length + 2 && length <= size;
}
