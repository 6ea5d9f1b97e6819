import { requireDword, requireFilledText, requireText, requireWord } from '../com/arguments.js';
import { isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import { jobPriorities } from './constants.js';
import type { BitsContext } from './context.js';
import {
  type BitsAuthenticationScheme,
  type BitsAuthenticationTarget,
  type BitsCredentials,
  requireCredentials,
  requireScheme,
  requireTarget,
} from './credentials.js';
import {
  type BitsHelperToken,
  type BitsJobDetails,
  type BitsJobOwner,
  type BitsJobTimes,
  type BitsJobType,
  priorityOf,
  toDetails,
  toHelperToken,
  toOwner,
  toTimes,
  typeOf,
} from './details.js';
import { type BitsHttpSettings, type BitsReadHttpSettings, toReadHttpSettings } from './http-settings.js';
import {
  type BitsNotifyCommand,
  type BitsNotifyCommandInfo,
  type BitsNotifyFlag,
  toNotifyCommand,
  toNotifyFlags,
} from './notify-command.js';
import { type BitsProxySettings, type BitsReadProxySettings, toProxy } from './proxy.js';
import {
  type BitsJobPriority,
  type BitsJobSettings,
  type BitsSettingsResult,
  requireSettings,
  settingsOf,
  toSettingsResult,
} from './settings.js';
import { toTotal } from './snapshot.js';
import { type BitsReadTransferPolicy, type BitsTransferPolicy, toTransferPolicy } from './transfer-policy.js';
import type { JobDetail, JobDetailsRecord, JobVerbs } from './verbs.js';
import { explainVersion, needsOfSettings } from './versions.js';

/**
 * The bytes of the reply to an `uploadReply` job.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/ns-bits1_5-bg_job_reply_progress.
 */
export interface BitsReplyProgress extends JsonSerializable {
  readonly bytesTransferred: bigint;
  /** Null until the reply begins. */
  readonly bytesTotal: bigint | null;
}

/**
 * The settings of a job and what BITS keeps of it: the part of {@link BitsJob} that is not about its transfer. A getter or setter that the BITS of
 * this machine does not have rejects with `E_NOINTERFACE` and names the interface and the version of Windows that brought it.
 */
export class BitsJobProperties {
  readonly #context: BitsContext;
  readonly #verbs: JobVerbs;

  /** @internal */
  constructor(context: BitsContext, verbs: JobVerbs) {
    this.#context = context;
    this.#verbs = verbs;
  }

  /** The job's GUID in braces and upper case. */
  get id(): string {
    return this.#verbs.id;
  }

  /**
   * Changes settings in one crossing, in the order that BITS demands. The first that BITS refuses ends the call: what was set before it stays set.
   * Where some of the flags of one number are given (redirects, certificate errors, the events of a command, BranchCache), the others are read
   * first and stay. Resolves to what BITS reports beside the success, such as `BG_S_OVERRIDDEN_BY_POLICY` for a setting that a policy of the machine
   * overrides: it is stored, and has no effect. `createJob()` and the setters of single settings do not return it.
   * @throws {TypeError | RangeError} for wrong settings, before anything changes
   * @throws {HResultError} what a setter refuses; `E_NOINTERFACE` for a setting that this BITS does not have
   */
  async configure(settings: BitsJobSettings): Promise<BitsSettingsResult> {
    const checked = requireSettings(settings);
    return await this.#context.calls.run('IBackgroundCopyJob.QueryInterface', async () => {
      const record = await settingsOf(this.#verbs, checked).catch(explainVersion);
      const codes = await this.#verbs
        .configure(record)
        .catch((error: unknown) => explainVersion(error, needsOfSettings(record)));
      return toSettingsResult(codes);
    });
  }

  /** Reads all settings, times and the owner in one crossing. */
  async details(): Promise<BitsJobDetails> {
    return toDetails(this.id, await this.#call('IBackgroundCopyJob.QueryInterface', () => this.#verbs.details()));
  }

  /** A type that no word is known for stays a number. */
  async getType(): Promise<BitsJobType | number> {
    return typeOf(await this.#call('IBackgroundCopyJob.GetType', () => this.#verbs.getType()));
  }

  async getDisplayName(): Promise<string> {
    return await this.#call('IBackgroundCopyJob.GetDisplayName', () => this.#verbs.getDisplayName());
  }

  /** At most 256 characters: `BG_E_STRING_TOO_LONG` beyond. */
  async setDisplayName(name: string): Promise<void> {
    requireText(name, 'name');
    await this.#call('IBackgroundCopyJob.SetDisplayName', () => this.#verbs.setDisplayName(name));
  }

  async getDescription(): Promise<string> {
    return await this.#call('IBackgroundCopyJob.GetDescription', () => this.#verbs.getDescription());
  }

  /** At most 1024 characters: `BG_E_STRING_TOO_LONG` beyond. */
  async setDescription(description: string): Promise<void> {
    requireText(description, 'description');
    await this.#call('IBackgroundCopyJob.SetDescription', () => this.#verbs.setDescription(description));
  }

  /** A priority that no word is known for stays a number. */
  async getPriority(): Promise<BitsJobPriority | number> {
    return priorityOf(await this.#call('IBackgroundCopyJob.GetPriority', () => this.#verbs.getPriority()));
  }

  async setPriority(priority: BitsJobPriority): Promise<void> {
    const value = requireWord(priority, 'priority', jobPriorities);
    await this.#call('IBackgroundCopyJob.SetPriority', () => this.#verbs.setPriority(value));
  }

  /** Seconds before a transient error is tried again; 600 by default. */
  async getMinimumRetryDelay(): Promise<number> {
    return await this.#call('IBackgroundCopyJob.GetMinimumRetryDelay', () => this.#verbs.getMinimumRetryDelay());
  }

  /** Seconds before a transient error is tried again; BITS raises less than 5 to 5. */
  async setMinimumRetryDelay(seconds: number): Promise<void> {
    requireDword(seconds, 'seconds');
    await this.#call('IBackgroundCopyJob.SetMinimumRetryDelay', () => this.#verbs.setMinimumRetryDelay(seconds));
  }

  /** Seconds without progress after which a transient error becomes final; 1 209 600 (14 days) by default. */
  async getNoProgressTimeout(): Promise<number> {
    return await this.#call('IBackgroundCopyJob.GetNoProgressTimeout', () => this.#verbs.getNoProgressTimeout());
  }

  /** Seconds without progress after which a transient error becomes final; 0 for at once. */
  async setNoProgressTimeout(seconds: number): Promise<void> {
    requireDword(seconds, 'seconds');
    await this.#call('IBackgroundCopyJob.SetNoProgressTimeout', () => this.#verbs.setNoProgressTimeout(seconds));
  }

  async getTimes(): Promise<BitsJobTimes> {
    return toTimes(await this.#detail('times', 'IBackgroundCopyJob.GetTimes'));
  }

  /** The owner, with the elevation and the integrity level of the process that created the job. */
  async getOwner(): Promise<BitsJobOwner> {
    const [sid, elevated, integrityLevel] = await Promise.all([
      this.#detail('owner', 'IBackgroundCopyJob.GetOwner'),
      this.#detailIfThere('ownerElevated', 'IBackgroundCopyJob4.GetOwnerElevationState'),
      this.#detailIfThere('ownerIntegrityLevel', 'IBackgroundCopyJob4.GetOwnerIntegrityLevel'),
    ]);
    return toOwner(sid, elevated, integrityLevel);
  }

  /**
   * Makes this user the owner of the job, for administrators. The command of the job is removed.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-takeownership.
   */
  async takeOwnership(): Promise<void> {
    await this.#call('IBackgroundCopyJob.TakeOwnership', () => this.#verbs.takeOwnership());
  }

  /** How often the job has been in `transientError` or `error` since it was created. */
  async getErrorCount(): Promise<number> {
    return await this.#call('IBackgroundCopyJob.GetErrorCount', () => this.#verbs.getErrorCount());
  }

  async getProxy(): Promise<BitsReadProxySettings> {
    return toProxy(await this.#detail('proxy', 'IBackgroundCopyJob.GetProxySettings'));
  }

  async setProxy(proxy: BitsProxySettings): Promise<void> {
    await this.configure({ proxy });
  }

  /** Adds credentials, or replaces those for the same server and scheme. */
  async setCredentials(credentials: BitsCredentials): Promise<void> {
    const record = requireCredentials(credentials, 'credentials');
    await this.#call('IBackgroundCopyJob2.SetCredentials', () => this.#verbs.setCredentials(record));
  }

  /** Removes credentials; resolves to false when the job had none for this server and scheme (`S_FALSE`). */
  async removeCredentials(target: BitsAuthenticationTarget, scheme: BitsAuthenticationScheme): Promise<boolean> {
    const targetNumber = requireTarget(target, 'target');
    const schemeNumber = requireScheme(scheme, 'scheme');
    const hresult = await this.#call('IBackgroundCopyJob2.RemoveCredentials', () =>
      this.#verbs.removeCredentials(targetNumber, schemeNumber),
    );
    return hresult !== hresults.S_FALSE;
  }

  /** The HTTP settings, with the values of the headers unless they are write-only. */
  async getHttpSettings(): Promise<BitsReadHttpSettings> {
    const [customHeaders, securityFlags, clientCertificate, httpMethod] = await Promise.all([
      this.#detail('customHeaders', 'IBackgroundCopyJobHttpOptions.GetCustomHeaders'),
      this.#detail('securityFlags', 'IBackgroundCopyJobHttpOptions.GetSecurityFlags'),
      this.#detail('clientCertificate', 'IBackgroundCopyJobHttpOptions.GetClientCertificate'),
      this.#detailIfThere('httpMethod', 'IBackgroundCopyJobHttpOptions2.GetHttpMethod'),
    ]);
    return toReadHttpSettings({ customHeaders, securityFlags, clientCertificate, httpMethod });
  }

  /** Changes what is given of the HTTP settings, as `configure({ http })` does. */
  async setHttpSettings(http: BitsHttpSettings): Promise<void> {
    await this.configure({ http });
  }

  async getTransferPolicy(): Promise<BitsReadTransferPolicy> {
    return toTransferPolicy(await this.#detail('costFlags', 'IBackgroundCopyJob5.GetProperty'));
  }

  async setTransferPolicy(transferPolicy: BitsTransferPolicy): Promise<void> {
    await this.configure({ transferPolicy });
  }

  /** The program that BITS starts for this job; null for none. */
  async getNotifyCommand(): Promise<BitsNotifyCommandInfo | null> {
    const command = await this.#detail('notifyCommand', 'IBackgroundCopyJob2.GetNotifyCmdLine');
    return command === null ? null : toNotifyCommand(command);
  }

  /** Sets the program that BITS starts for this job; null removes it. */
  async setNotifyCommand(notifyCommand: BitsNotifyCommand | null): Promise<void> {
    await this.configure({ notifyCommand });
  }

  /** The events of which BITS notifies. Flags without a word are one number at the end. */
  async getNotifyFlags(): Promise<(BitsNotifyFlag | number)[]> {
    return toNotifyFlags(await this.#call('IBackgroundCopyJob.GetNotifyFlags', () => this.#verbs.getNotifyFlags()));
  }

  async setNotifyFlags(notifyFlags: readonly BitsNotifyFlag[]): Promise<void> {
    await this.configure({ notifyFlags });
  }

  /** The progress of the reply. @throws {HResultError} `E_NOTIMPL` for a job that is not `uploadReply` */
  async getReplyProgress(): Promise<BitsReplyProgress> {
    const { bytesTransferred, bytesTotal } = await this.#call('IBackgroundCopyJob2.GetReplyProgress', () =>
      this.#verbs.getReplyProgress(),
    );
    return serializable({ bytesTransferred, bytesTotal: toTotal(bytesTotal) });
  }

  /**
   * The reply, once it has been received; null when the server has sent none.
   * @throws {HResultError} `E_NOTIMPL` for a job that is not `uploadReply`; `BG_E_TOO_LARGE` for more than 1 MB, which is in the file of the reply
   * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-getreplydata.
   */
  async getReplyData(): Promise<Uint8Array | null> {
    return await this.#call('IBackgroundCopyJob2.GetReplyData', () => this.#verbs.getReplyData());
  }

  /** The full path of the file that takes the reply; null for none, and for a job that is not `uploadReply`. */
  async getReplyPath(): Promise<string | null> {
    return await this.#detail('replyFileName', 'IBackgroundCopyJob2.GetReplyFileName');
  }

  /** Sets the full path of the file that takes the reply. @throws {HResultError} `E_NOTIMPL` for a job that is not `uploadReply` */
  async setReplyPath(path: string): Promise<void> {
    requireFilledText(path, 'path');
    await this.configure({ replyPath: path });
  }

  /**
   * Replaces the beginning of the URLs of the files that have it, in upper and lower case as given; resolves to false when no file has it
   * (`S_FALSE`).
   * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-replaceremoteprefix.
   */
  async replaceUrlPrefix(from: string, to: string): Promise<boolean> {
    requireFilledText(from, 'from');
    requireFilledText(to, 'to');
    const hresult = await this.#call('IBackgroundCopyJob3.ReplaceRemotePrefix', () =>
      this.#verbs.replaceRemotePrefix(from, to),
    );
    return hresult !== hresults.S_FALSE;
  }

  /** The helper token of the job and what it is used for. */
  async getHelperToken(): Promise<BitsHelperToken> {
    const [flags, sid] = await Promise.all([
      this.#detail('helperTokenFlags', 'IBitsTokenOptions.GetHelperTokenFlags'),
      this.#detail('helperTokenSid', 'IBitsTokenOptions.GetHelperTokenSid'),
    ]);
    return toHelperToken(flags, sid);
  }

  /**
   * Gives the job the token of the calling thread as its helper token, for services that transfer for a user. The setting `helperTokenFlags`
   * selects its uses. In Node.js the thread has the token of the process.
   * Source: https://learn.microsoft.com/windows/win32/api/bits4_0/nf-bits4_0-ibitstokenoptions-sethelpertoken.
   */
  async setHelperToken(): Promise<void> {
    await this.#call('IBitsTokenOptions.SetHelperToken', () => this.#verbs.setHelperToken());
  }

  async clearHelperToken(): Promise<void> {
    await this.#call('IBitsTokenOptions.ClearHelperToken', () => this.#verbs.clearHelperToken());
  }

  #detail<Name extends JobDetail>(name: Name, operation: string): Promise<JobDetailsRecord[Name]> {
    return this.#call(operation, () => this.#verbs.detail(name));
  }

  async #detailIfThere<Name extends JobDetail>(name: Name, operation: string): Promise<JobDetailsRecord[Name] | null> {
    try {
      return await this.#detail(name, operation);
    } catch (error) {
      if (isHResult(error, hresults.E_NOINTERFACE, hresults.E_NOTIMPL)) return null;
      throw error;
    }
  }

  #call<T>(operation: string, invoke: () => Promise<T>): Promise<T> {
    return this.#context.calls.run(operation, () => invoke().catch(explainVersion));
  }
}
