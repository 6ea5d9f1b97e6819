import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { limits } from '../constants.js';
import type {
  ErrorRecord,
  FileName,
  FileRecord,
  JobRecord,
  JobVerbs,
  NotificationListener,
  NotifyInterfaceVerbs,
  ProgressRecord,
} from '../verbs.js';
import type { Job } from './job.js';
import type { BitsService } from './service.js';
import { knownNotifyFlags } from './settings.js';

/** `IBackgroundCopyJob` of one connection. */
export class EmulatedJob implements JobVerbs {
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
    return this.#call('AddFileSet', (job) => job.addFiles(files));
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

  setDisplayName(name: string): Promise<void> {
    return this.#call('SetDisplayName', (job) => {
      job.change(() => {
        job.displayName = checkLength(name, limits.displayName);
      });
    });
  }

  getDisplayName(): Promise<string> {
    return this.#call('GetDisplayName', (job) => job.displayName);
  }

  setDescription(description: string): Promise<void> {
    return this.#call('SetDescription', (job) => {
      job.change(() => {
        job.description = checkLength(description, limits.description);
      });
    });
  }

  getDescription(): Promise<string> {
    return this.#call('GetDescription', (job) => job.description);
  }

  setPriority(priority: number): Promise<void> {
    return this.#call('SetPriority', (job) => job.setPriority(priority));
  }

  getPriority(): Promise<number> {
    return this.#call('GetPriority', (job) => job.priority);
  }

  setNotifyFlags(flags: number): Promise<void> {
    return this.#call('SetNotifyFlags', (job) => {
      job.change(() => {
        if ((flags & ~knownNotifyFlags) !== 0) refuse(hresults.E_NOTIMPL);
        job.notifier.setFlags(flags);
      });
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

  setMinimumRetryDelay(seconds: number): Promise<void> {
    return this.#call('SetMinimumRetryDelay', (job) => {
      job.change(() => {
        job.retry.minimumDelay = seconds;
      });
    });
  }

  getMinimumRetryDelay(): Promise<number> {
    return this.#call('GetMinimumRetryDelay', (job) => job.retry.minimumDelay);
  }

  setNoProgressTimeout(seconds: number): Promise<void> {
    return this.#call('SetNoProgressTimeout', (job) => {
      job.change(() => {
        job.retry.noProgressTimeout = seconds;
      });
    });
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

  #call<T>(method: string, answer: (job: Job) => T | Promise<T>): Promise<T> {
    return this.#connection.call(`IBackgroundCopyJob.${method}`, () => {
      this.#service.checkInactivity(this.#job);
      return this.#job.inTurn(() => answer(this.#job));
    });
  }
}

function checkLength(text: string, longest: number): string {
  return text.length > longest ? refuse(hresults.BG_E_STRING_TOO_LONG) : text;
}
