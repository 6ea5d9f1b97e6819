import type { JobRecord, JobVerbs, NotificationListener, NotifyInterfaceVerbs } from '../../lib/bits/verbs.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { jobRecord } from './records.js';

const unused = (method: string) => () =>
  Promise.reject(new HResultError(hresults.E_NOTIMPL, `IBackgroundCopyJob.${method}`));

/** A job whose state a test sets. It counts its reads and keeps the registered sinks. */
export class FakeJob implements JobVerbs {
  readonly id: string;
  record: JobRecord = jobRecord();
  /** The calls for notifications in order. */
  readonly log: string[] = [];
  reads = 0;
  flags = 3;
  listener: NotificationListener | null = null;
  /** Thrown by the next `SetNotifyInterface`, when set. */
  refusal: Error | undefined;
  /** The sink of another program that `GetNotifyInterface` returns, when set. */
  foreign: string | null = null;
  /** The references of sinks that have not been released. */
  references = 0;
  /** If set, reads wait for it. */
  gate: Promise<void> | undefined;
  /** If set, unregistering the sink waits for it. */
  revocation: Promise<void> | undefined;

  constructor(id = '{00000000-0000-0000-0000-000000000001}') {
    this.id = id;
  }

  async snapshot(): Promise<JobRecord> {
    this.reads += 1;
    await this.gate;
    return this.record;
  }

  async getNotifyFlags(): Promise<number> {
    return this.flags;
  }

  async setNotifyFlags(flags: number): Promise<void> {
    this.log.push(`flags ${flags}`);
    this.flags = flags;
  }

  async setNotifyInterface(listener: NotificationListener | null): Promise<void> {
    if (this.refusal !== undefined) throw this.refusal;
    if (listener === null) await this.revocation;
    this.log.push(listener === null ? 'revoke' : 'register');
    this.listener = listener;
    this.foreign = null;
  }

  async getNotifyInterface(): Promise<NotifyInterfaceVerbs | null> {
    const name = this.listener === null ? this.foreign : null;
    if (name === null && this.listener === null) return null;
    this.references += 1;
    let released = false;
    return {
      own: name === null,
      restore: async () => {
        this.log.push(`restore ${name}`);
        this.foreign = name;
        this.listener = null;
      },
      release: async () => {
        if (!released) this.references -= 1;
        released = true;
      },
    };
  }

  addFileSet: JobVerbs['addFileSet'] = unused('AddFileSet');
  enumFiles = unused('EnumFiles');
  suspend = unused('Suspend');
  resume: JobVerbs['resume'] = unused('Resume');
  cancel: JobVerbs['cancel'] = unused('Cancel');
  complete: JobVerbs['complete'] = unused('Complete');
  getType = unused('GetType');
  getProgress = unused('GetProgress');
  getState: JobVerbs['getState'] = unused('GetState');
  getError: JobVerbs['getError'] = unused('GetError');
  getErrorCount = unused('GetErrorCount');
  setDisplayName = unused('SetDisplayName');
  getDisplayName = unused('GetDisplayName');
  setDescription = unused('SetDescription');
  getDescription = unused('GetDescription');
  setPriority = unused('SetPriority');
  getPriority = unused('GetPriority');
  setMinimumRetryDelay = unused('SetMinimumRetryDelay');
  getMinimumRetryDelay = unused('GetMinimumRetryDelay');
  setNoProgressTimeout = unused('SetNoProgressTimeout');
  getNoProgressTimeout = unused('GetNoProgressTimeout');
}
