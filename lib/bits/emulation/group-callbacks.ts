import type { Clock } from '../../com/clock.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { groupNotify, groupStatus } from '../constants.js';
import type { GroupCallbackListener, GroupStatusCallRecord } from '../verbs.js';
import type { Group } from './group.js';
import { jobState } from './job-enumerations.js';

/** `dwFileIndex` of a status that concerns no file. */
const noFile = 0xffff_ffff;

interface ServedCallback {
  readonly connection: ServiceConnection;
  readonly listener: GroupCallbackListener;
}

/** The end of a group: the state of its job, and whether a class has been called for it. */
interface GroupEnd {
  readonly state: number;
  reported: boolean;
}

/**
 * Calls the notification classes of groups (`GROUPPROP_NOTIFYCLSID`). A group that is complete is reported with `QM_NOTIFY_GROUP_DONE`, one in
 * error by default; `QM_NOTIFY_DISABLE_NOTIFY` suppresses both. If no process serves the class of a group, its end is reported
 * as soon as one does: when BITS repeats a call is not documented.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopycallback1-onstatus.
 */
export class GroupCallbacks {
  readonly #clock: Clock;
  readonly #served = new Map<string, ServedCallback[]>();
  readonly #ends = new Map<Group, GroupEnd>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Serves a class, and returns the function that revokes it. COM activates the class object that was registered last. */
  serve(clsid: string, served: ServedCallback): () => void {
    this.#served.set(clsid, [...(this.#served.get(clsid) ?? []), served]);
    for (const group of this.#ends.keys()) this.#schedule(group);
    return () => {
      const left = (this.#served.get(clsid) ?? []).filter((other) => other !== served);
      if (left.length > 0) this.#served.set(clsid, left);
      else this.#served.delete(clsid);
    };
  }

  /** Schedules the report of a group, if its job has ended. Called when the job or a property of a group has changed. */
  changed(group: Group): void {
    const { state } = group.job;
    if (state !== jobState.transferred && state !== jobState.error) {
      this.#ends.delete(group);
      return;
    }
    if (this.#ends.get(group)?.state !== state) this.#ends.set(group, { state, reported: false });
    this.#schedule(group);
  }

  /** Removes a group that the queue manager no longer lists. */
  remove(group: Group): void {
    this.#ends.delete(group);
  }

  /** Schedules the call of a class in a timer of the service, so that no listener runs inside the call that caused the event. */
  #schedule(group: Group): void {
    if (this.#callbackOf(group) !== null) this.#clock.schedule(() => this.#report(group), 0);
  }

  #report(group: Group): void {
    const end = this.#ends.get(group);
    const callback = this.#callbackOf(group);
    if (end === undefined || callback === null) return;
    end.reported = true;
    callback.listener([statusOf(group)]);
  }

  /** Returns the class to call for a group now; null for none. */
  #callbackOf(group: Group): ServedCallback | null {
    const end = this.#ends.get(group);
    const { notifyFlags, notifyClass } = group.properties;
    if (end === undefined || end.reported || (notifyFlags & groupNotify.disable) !== 0) return null;
    if (end.state === jobState.transferred && (notifyFlags & groupNotify.groupDone) === 0) return null;
    return this.#served.get(notifyClass)?.findLast(({ connection }) => !connection.closed) ?? null;
  }
}

function statusOf(group: Group): GroupStatusCallRecord {
  const { state, error, files } = group.job;
  const { win32Result, transportResult, retries } = group.getJobStatus();
  const failed = error === null ? -1 : files.findIndex(({ localName }) => localName === error.file?.localName);
  return {
    groupId: group.id,
    jobId: group.groupJobId,
    fileIndex: failed < 0 ? noFile : failed,
    status: state === jobState.error ? groupStatus.groupError : groupStatus.groupComplete,
    retries,
    win32Result,
    transportResult,
  };
}
