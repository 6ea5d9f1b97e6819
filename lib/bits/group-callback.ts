import type { SignalOptions } from '../com/abort.js';
import { requireCallback, requireFunction, requireOptions } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { Closable } from '../com/closable.js';
import { reportDelivered, reportRegistered } from '../com/diagnostics/sinks.js';
import { parseGuid } from '../com/guid.js';
import { callForEach, callListener, type ErrorListener } from '../com/listeners.js';
import { groupStatus } from './constants.js';
import type { GroupCallbackServerVerbs, GroupStatusCallRecord } from './group-callback-verbs.js';

const sink = 'IBackgroundCopyCallback1';

/** `dwFileIndex` of a status that concerns no file. */
const noFile = 0xffff_ffff;

/** The report of the queue manager that a group has ended (`IBackgroundCopyCallback1::OnStatus`). */
export interface BitsGroupStatusNotification {
  /** The GUID of the group, for `bits.getGroup()`. */
  readonly groupId: string;
  /** The GUID of its job; null if the queue manager passes none. */
  readonly jobId: string | null;
  /** The index of the file that the status concerns, from 0; null for none. */
  readonly fileIndex: number | null;
  /** The group is complete. */
  readonly complete: boolean;
  /** The group is in error, and does not continue by itself. */
  readonly error: boolean;
  /** The `QM_STATUS_…` flags, unchanged. */
  readonly flags: number;
  /** The attempts after the first error. It and the two results are valid only if `error` is true. */
  readonly retries: number;
  readonly win32Result: number;
  readonly transportResult: number;
}

/** The options of `bits.serveGroupCallback()`. */
export interface BitsGroupCallbackOptions extends SignalOptions {
  /**
   * Called for each group whose property `notifyClsid` names the class: when it is complete, if `notifyFlags` has `QM_NOTIFY_GROUP_DONE` (4), and
   * when it enters an error, unless they have `QM_NOTIFY_DISABLE_NOTIFY` (0x40). Calls may be repeated.
   */
  readonly onStatus: (notification: BitsGroupStatusNotification) => unknown;
  /** Called with what `onStatus` throws or rejects with. By default that is an uncaught exception of the process. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Checks the arguments of `bits.serveGroupCallback()`. @throws {TypeError | RangeError} for wrong arguments */
export function requireGroupCallback(clsid: unknown, options: BitsGroupCallbackOptions): GroupCallbackDispatcher {
  const id = parseGuid(clsid, 'clsid');
  const { onStatus, onError } = requireOptions(options);
  return new GroupCallbackDispatcher(id, requireCallback(onStatus, 'onStatus'), requireFunction(onError, 'onError'));
}

/** Passes the calls of the queue manager to the listener of the application, until the class is closed. */
export class GroupCallbackDispatcher {
  readonly clsid: string;
  readonly #onStatus: BitsGroupCallbackOptions['onStatus'];
  readonly #onError: ErrorListener | undefined;
  #ended = false;

  constructor(clsid: string, onStatus: BitsGroupCallbackOptions['onStatus'], onError: ErrorListener | undefined) {
    this.clsid = clsid;
    this.#onStatus = onStatus;
    this.#onError = onError;
  }

  take(calls: readonly GroupStatusCallRecord[]): void {
    reportDelivered(sink, this.clsid, calls.length);
    callForEach(calls, (call) => {
      if (!this.#ended) callListener(() => this.#onStatus(toNotification(call)), this.#onError);
    });
  }

  end(): void {
    this.#ended = true;
  }
}

function toNotification({ fileIndex, status, ...call }: GroupStatusCallRecord): BitsGroupStatusNotification {
  return {
    ...call,
    fileIndex: fileIndex === noFile ? null : fileIndex,
    complete: (status & (groupStatus.groupComplete | groupStatus.jobComplete)) !== 0,
    error: (status & (groupStatus.groupError | groupStatus.jobError)) !== 0,
    flags: status,
  };
}

/**
 * A class of `IBackgroundCopyCallback1` in JavaScript, which the queue manager activates to report that a group has ended: its class object is
 * registered (`CoRegisterClassObject`). Returned by `bits.serveGroupCallback()`. It is served, and keeps the process alive, until it or its
 * connection is closed. `close()` revokes the class object (`CoRevokeClassObject`); the queue manager repeats what it could not report.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopycallback1.
 */
export class ServedBitsGroupCallback extends Closable {
  /** In braces and upper case. */
  readonly clsid: string;
  readonly #calls: Calls;
  readonly #verbs: GroupCallbackServerVerbs;
  readonly #dispatcher: GroupCallbackDispatcher;
  readonly #reportRevoked: (() => void) | undefined;
  readonly #removeOnClose: () => void;

  /** @internal */
  constructor(calls: Calls, verbs: GroupCallbackServerVerbs, dispatcher: GroupCallbackDispatcher) {
    super();
    this.clsid = dispatcher.clsid;
    this.#calls = calls;
    this.#verbs = verbs;
    this.#dispatcher = dispatcher;
    this.#reportRevoked = reportRegistered(sink, this.clsid);
    // Also keeps the class object, which is served when the application has dropped this object.
    this.#removeOnClose = calls.onClose(() => this.#end());
  }

  /** @internal */
  protected override async release(): Promise<void> {
    this.#removeOnClose();
    this.#end();
    await this.#calls.release('CoRevokeClassObject', () => this.#verbs.close());
  }

  #end(): void {
    this.#dispatcher.end();
    this.#reportRevoked?.();
  }
}
