import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type {
  CredentialsRecord,
  ErrorRecord,
  FileName,
  FileRangeRecord,
  FileRecord,
  FileVerbs,
  JobDetail,
  JobDetailsRecord,
  JobRecord,
  JobSettingsRecord,
  JobVerbs,
  NotificationListener,
  NotifyInterfaceVerbs,
  ProgressRecord,
  ReplyProgressRecord,
  SuccessCodeRecord,
} from '../verbs.js';
import { addFiles, addFileWithRanges } from './adding-files.js';
import { type BitsInterface, requireInterface } from './bits-version.js';
import { JobConfiguration, setPriority } from './configure.js';
import { detailCall, readDetail, readDetails } from './details.js';
import { EmulatedFile } from './file-verbs.js';
import type { Job } from './job.js';
import { replaceRemotePrefix } from './remote-names.js';
import type { BitsService } from './service.js';

/** `IBackgroundCopyJob` of one connection. */
export class EmulatedJob implements JobVerbs {
  /** Always empty: no policy of the machine overrides a setting. */
  readonly settingCodes: readonly SuccessCodeRecord[] = [];
  readonly #service: BitsService;
  readonly #connection: ServiceConnection;
  readonly #job: Job;

  constructor(service: BitsService, connection: ServiceConnection, job: Job) {
    this.#service = service;
    this.#connection = connection;
    this.#job = job;
  }

  get id(): string {
    return this.#job.id;
  }

  addFileSet(files: readonly FileName[]): Promise<void> {
    return this.#call('AddFileSet', (job) => addFiles(job, files));
  }

  addFileWithRanges(file: FileName, ranges: readonly FileRangeRecord[]): Promise<void> {
    return this.#callOn('IBackgroundCopyJob3', 'AddFileWithRanges', (job) => addFileWithRanges(job, file, ranges));
  }

  openFiles(): Promise<FileVerbs[]> {
    return this.#call('EnumFiles', (job) =>
      job.files.map((file) => new EmulatedFile(file, (owner, method, answer) => this.#callOn(owner, method, answer))),
    );
  }

  enumFiles(): Promise<FileRecord[]> {
    return this.#call('EnumFiles', (job) => job.files.map((file) => file.record()));
  }

  suspend(): Promise<void> {
    return this.#call('Suspend', (job) => job.suspend());
  }

  resume(): Promise<void> {
    return this.#call('Resume', (job) => job.resume());
  }

  cancel(): Promise<number> {
    return this.#call('Cancel', (job) => job.cancel());
  }

  complete(): Promise<number> {
    return this.#call('Complete', (job) => job.complete());
  }

  getType(): Promise<number> {
    return this.#call('GetType', (job) => job.type);
  }

  getProgress(): Promise<ProgressRecord> {
    return this.#call('GetProgress', (job) => job.progress());
  }

  getState(): Promise<number> {
    return this.#call('GetState', (job) => job.state);
  }

  getError(): Promise<ErrorRecord> {
    return this.#call('GetError', (job) => job.error ?? refuse(hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE));
  }

  setDisplayName(name: string): Promise<number> {
    return this.#set('SetDisplayName', (job) => job.change(() => this.#configuration(job).setDisplayName(name)));
  }

  getDisplayName(): Promise<string> {
    return this.#call('GetDisplayName', (job) => job.displayName);
  }

  setDescription(description: string): Promise<number> {
    return this.#set('SetDescription', (job) => job.change(() => this.#configuration(job).setDescription(description)));
  }

  getDescription(): Promise<string> {
    return this.#call('GetDescription', (job) => job.description);
  }

  setPriority(priority: number): Promise<number> {
    return this.#set('SetPriority', (job) => setPriority(job, priority));
  }

  getPriority(): Promise<number> {
    return this.#call('GetPriority', (job) => job.priority);
  }

  setNotifyFlags(flags: number): Promise<void> {
    return this.#call('SetNotifyFlags', (job) => {
      job.change(() => this.#configuration(job).setNotifyFlags(flags));
    });
  }

  getNotifyFlags(): Promise<number> {
    return this.#call('GetNotifyFlags', (job) => job.notifier.flags);
  }

  setNotifyInterface(listener: NotificationListener | null): Promise<void> {
    return this.#call('SetNotifyInterface', (job) => {
      job.change(() => {});
      // A call that was pending when the connection closed must not set a sink that would never be removed.
      if (!this.#connection.closed) job.notifier.setSink(this.#connection, listener);
    });
  }

  getNotifyInterface(): Promise<NotifyInterfaceVerbs | null> {
    return this.#call('GetNotifyInterface', ({ notifier: { sink } }) => {
      if (sink === null) return null;
      return {
        own: sink.connection === this.#connection,
        restore: () =>
          this.#call('SetNotifyInterface', (job) => {
            job.change(() => {});
            job.notifier.restoreSink(sink);
          }),
        // Garbage collection replaces the reference count.
        release: async () => {},
      };
    });
  }

  setMinimumRetryDelay(seconds: number): Promise<number> {
    return this.#set('SetMinimumRetryDelay', (job) =>
      job.change(() => {
        job.retry.minimumDelay = seconds;
      }),
    );
  }

  getMinimumRetryDelay(): Promise<number> {
    return this.#call('GetMinimumRetryDelay', (job) => job.retry.minimumDelay);
  }

  setNoProgressTimeout(seconds: number): Promise<number> {
    return this.#set('SetNoProgressTimeout', (job) =>
      job.change(() => {
        job.retry.noProgressTimeout = seconds;
      }),
    );
  }

  getNoProgressTimeout(): Promise<number> {
    return this.#call('GetNoProgressTimeout', (job) => job.retry.noProgressTimeout);
  }

  getErrorCount(): Promise<number> {
    return this.#call('GetErrorCount', (job) => job.errorCount);
  }

  snapshot(): Promise<JobRecord> {
    return this.#call('GetState', (job) => job.record());
  }

  configure(settings: JobSettingsRecord): Promise<SuccessCodeRecord[]> {
    return this.#call('QueryInterface', async (job) => {
      await this.#configuration(job).apply(settings);
      return [];
    });
  }

  details(): Promise<{ readonly [Name in JobDetail]: JobDetailsRecord[Name] | null }> {
    return this.#call('GetState', (job) => readDetails(job, this.#service.version));
  }

  detail<Name extends JobDetail>(name: Name): Promise<JobDetailsRecord[Name]> {
    return this.#callAs(detailCall(name), (job) => readDetail(job, this.#service.version, name));
  }

  takeOwnership(): Promise<void> {
    return this.#call('TakeOwnership', (job) => {
      const user = this.#service.userOf(this.#connection);
      if (!user.administrator) refuse(hresults.E_ACCESSDENIED);
      job.changeOwner(user);
    });
  }

  setCredentials(credentials: CredentialsRecord): Promise<number> {
    return this.#callOn('IBackgroundCopyJob2', 'SetCredentials', (job) => {
      // Only the owner may set credentials.
      if (this.#service.userOf(this.#connection).sid !== job.owner) refuse(hresults.E_ACCESSDENIED);
      job.change(() => job.settings.ownCredentials().set(credentials));
      return hresults.S_OK;
    });
  }

  removeCredentials(target: number, scheme: number): Promise<number> {
    return this.#callOn('IBackgroundCopyJob2', 'RemoveCredentials', (job) => {
      job.requireOpen();
      const removed = job.settings.credentials.remove(target, scheme);
      if (removed) job.touch();
      return removed ? hresults.S_OK : hresults.S_FALSE;
    });
  }

  getReplyProgress(): Promise<ReplyProgressRecord> {
    return this.#callOn('IBackgroundCopyJob2', 'GetReplyProgress', (job) =>
      (job.reply ?? refuse(hresults.E_NOTIMPL)).progress(),
    );
  }

  getReplyData(): Promise<Uint8Array | null> {
    return this.#callOn('IBackgroundCopyJob2', 'GetReplyData', (job) =>
      (job.reply ?? refuse(hresults.E_NOTIMPL)).read(job.state, job.host.transport),
    );
  }

  replaceRemotePrefix(oldPrefix: string, newPrefix: string): Promise<number> {
    return this.#callOn('IBackgroundCopyJob3', 'ReplaceRemotePrefix', (job) =>
      replaceRemotePrefix(job, oldPrefix, newPrefix),
    );
  }

  setHelperToken(): Promise<void> {
    return this.#callOn('IBitsTokenOptions', 'SetHelperToken', (job) => {
      const user = this.#service.userOf(this.#connection);
      if (user.sid !== job.owner && !user.administrator) refuse(hresults.E_ACCESSDENIED);
      job.change(() => {
        job.settings.helperTokenSid = user.sid;
      });
    });
  }

  clearHelperToken(): Promise<void> {
    return this.#callOn('IBitsTokenOptions', 'ClearHelperToken', (job) => {
      job.change(() => {
        job.settings.helperTokenSid = null;
      });
    });
  }

  #configuration(job: Job): JobConfiguration {
    return new JobConfiguration(job, this.#service.version, (operation) =>
      this.#service.requireRight(this.#connection, operation),
    );
  }

  /** Calls a setter, and resolves to its success code. */
  #set(method: string, set: (job: Job) => void): Promise<number> {
    return this.#call(method, (job) => {
      set(job);
      return hresults.S_OK;
    });
  }

  #call<T>(method: string, answer: (job: Job) => T | Promise<T>): Promise<T> {
    return this.#callAs(`IBackgroundCopyJob.${method}`, answer);
  }

  /** Makes a call of an interface that was added after the first. */
  #callOn<T>(owner: BitsInterface, method: string, answer: (job: Job) => T | Promise<T>): Promise<T> {
    return this.#callAs(`${owner}.${method}`, (job) => {
      requireInterface(this.#service.version, owner);
      return answer(job);
    });
  }

  #callAs<T>(operation: string, answer: (job: Job) => T | Promise<T>): Promise<T> {
    return this.#connection.call(operation, () => {
      this.#service.checkInactivity(this.#job);
      return this.#job.inTurn(() => {
        this.#service.requireAccess(this.#connection, this.#job, operation);
        return answer(this.#job);
      });
    });
  }
}
