import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireDword, requireFilledText, requireText, requireWord } from '../com/arguments.js';
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
  priorityOf,
  toDetails,
  toHelperToken,
  toOwner,
  toTimes,
} from './details.js';
import { type BitsHttpSettings, type BitsReadHttpSettings, toReadHttpSettings } from './http-settings.js';
import { type BitsJobType, typeOf } from './job-list.js';
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
  type BitsSettingNote,
  type BitsSettingsResult,
  requireSettings,
  settingsOf,
  toSettingNotes,
} from './settings.js';
import { toTotal } from './snapshot.js';
import { type BitsReadTransferPolicy, type BitsTransferPolicy, toTransferPolicy } from './transfer-policy.js';
import type { JobDetail, JobDetailsRecord, JobVerbs } from './verbs.js';
import { explainVersion, isMissingCall, needsOfSettings } from './versions.js';

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
 * The settings and the properties of a job: the part of {@link BitsJob} that is not about its transfer. A getter or setter that the BITS of this
 * machine does not have rejects with `E_NOINTERFACE` and names the interface and the version of Windows that introduced it.
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
   * The success codes other than `S_OK` of the setters that `createJob()` has called, such as `BG_S_OVERRIDDEN_BY_POLICY`, in the order of the calls.
   * Usually empty; always empty for a job that was not created by this object.
   */
  get settingNotes(): readonly BitsSettingNote[] {
    return toSettingNotes(this.#verbs.settingCodes);
  }

  /**
   * Changes settings in one call of the addon, in the order that BITS demands. The first setting that BITS refuses ends the call; the settings before
   * it remain changed. If only some flags of a value are given (redirects, certificate errors, the events of a command, BranchCache), the others are
   * read first and are not changed. Resolves to the success codes other than `S_OK`, such as `BG_S_OVERRIDDEN_BY_POLICY` for a setting that a policy
   * of the machine overrides: it is stored, and has no effect. The setters of single settings resolve to the same.
   * @throws {TypeError | RangeError} for wrong settings, before anything changes
   * @throws {HResultError} the error of a setter; `E_NOINTERFACE` for a setting that this BITS does not have
   */
  async configure(settings: BitsJobSettings, options?: SignalOptions): Promise<BitsSettingsResult> {
    const checked = requireSettings(settings);
    return await this.#context.calls.run(
      'IBackgroundCopyJob.QueryInterface',
      async () => {
        const record = await settingsOf(this.#verbs, checked).catch(explainVersion);
        const codes = await this.#verbs
          .configure(record)
          .catch((error: unknown) => explainVersion(error, needsOfSettings(record)));
        return { notes: toSettingNotes(codes) };
      },
      requireSignalOf(options),
    );
  }

  /** Reads all settings, times and the owner in one call of the addon. */
  async details(options?: SignalOptions): Promise<BitsJobDetails> {
    return toDetails(
      this.id,
      await this.#call('IBackgroundCopyJob.QueryInterface', () => this.#verbs.details(), options),
    );
  }

  /** Returns the type; an unknown type is a number. */
  async getType(options?: SignalOptions): Promise<BitsJobType | number> {
    return typeOf(await this.#call('IBackgroundCopyJob.GetType', () => this.#verbs.getType(), options));
  }

  async getDisplayName(options?: SignalOptions): Promise<string> {
    return await this.#call('IBackgroundCopyJob.GetDisplayName', () => this.#verbs.getDisplayName(), options);
  }

  /** Sets the display name, of at most 256 characters. @throws {HResultError} `BG_E_STRING_TOO_LONG` for a longer one */
  async setDisplayName(name: string, options?: SignalOptions): Promise<BitsSettingsResult> {
    requireText(name, 'name');
    return await this.#set('IBackgroundCopyJob.SetDisplayName', () => this.#verbs.setDisplayName(name), options);
  }

  async getDescription(options?: SignalOptions): Promise<string> {
    return await this.#call('IBackgroundCopyJob.GetDescription', () => this.#verbs.getDescription(), options);
  }

  /** Sets the description, of at most 1024 characters. @throws {HResultError} `BG_E_STRING_TOO_LONG` for a longer one */
  async setDescription(description: string, options?: SignalOptions): Promise<BitsSettingsResult> {
    requireText(description, 'description');
    return await this.#set('IBackgroundCopyJob.SetDescription', () => this.#verbs.setDescription(description), options);
  }

  /** Returns the priority; an unknown priority is a number. */
  async getPriority(options?: SignalOptions): Promise<BitsJobPriority | number> {
    return priorityOf(await this.#call('IBackgroundCopyJob.GetPriority', () => this.#verbs.getPriority(), options));
  }

  async setPriority(priority: BitsJobPriority, options?: SignalOptions): Promise<BitsSettingsResult> {
    const value = requireWord(priority, 'priority', jobPriorities);
    return await this.#set('IBackgroundCopyJob.SetPriority', () => this.#verbs.setPriority(value), options);
  }

  /** Returns the seconds before a transient error is retried; 600 by default. */
  async getMinimumRetryDelay(options?: SignalOptions): Promise<number> {
    return await this.#call(
      'IBackgroundCopyJob.GetMinimumRetryDelay',
      () => this.#verbs.getMinimumRetryDelay(),
      options,
    );
  }

  /** Sets the seconds before a transient error is retried; BITS raises a value below 5 to 5. */
  async setMinimumRetryDelay(seconds: number, options?: SignalOptions): Promise<BitsSettingsResult> {
    requireDword(seconds, 'seconds');
    return await this.#set(
      'IBackgroundCopyJob.SetMinimumRetryDelay',
      () => this.#verbs.setMinimumRetryDelay(seconds),
      options,
    );
  }

  /** Returns the seconds without progress after which a transient error becomes final; 1 209 600 (14 days) by default. */
  async getNoProgressTimeout(options?: SignalOptions): Promise<number> {
    return await this.#call(
      'IBackgroundCopyJob.GetNoProgressTimeout',
      () => this.#verbs.getNoProgressTimeout(),
      options,
    );
  }

  /** Sets the seconds without progress after which a transient error becomes final; 0 for at once. */
  async setNoProgressTimeout(seconds: number, options?: SignalOptions): Promise<BitsSettingsResult> {
    requireDword(seconds, 'seconds');
    return await this.#set(
      'IBackgroundCopyJob.SetNoProgressTimeout',
      () => this.#verbs.setNoProgressTimeout(seconds),
      options,
    );
  }

  async getTimes(options?: SignalOptions): Promise<BitsJobTimes> {
    return toTimes(await this.#detail('times', 'IBackgroundCopyJob.GetTimes', options));
  }

  /** Returns the owner, with the elevation and the integrity level of the process that created the job. */
  async getOwner(options?: SignalOptions): Promise<BitsJobOwner> {
    const [sid, elevated, integrityLevel] = await Promise.all([
      this.#detail('owner', 'IBackgroundCopyJob.GetOwner', options),
      this.#detailIfThere('ownerElevated', 'IBackgroundCopyJob4.GetOwnerElevationState', options),
      this.#detailIfThere('ownerIntegrityLevel', 'IBackgroundCopyJob4.GetOwnerIntegrityLevel', options),
    ]);
    return toOwner(sid, elevated, integrityLevel);
  }

  /**
   * Makes this user the owner of the job, for administrators. The command of the job is removed.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-takeownership.
   */
  async takeOwnership(options?: SignalOptions): Promise<void> {
    await this.#call('IBackgroundCopyJob.TakeOwnership', () => this.#verbs.takeOwnership(), options);
  }

  /** Returns how often the job has been in `transientError` or `error` since it was created. */
  async getErrorCount(options?: SignalOptions): Promise<number> {
    return await this.#call('IBackgroundCopyJob.GetErrorCount', () => this.#verbs.getErrorCount(), options);
  }

  async getProxy(options?: SignalOptions): Promise<BitsReadProxySettings> {
    return toProxy(await this.#detail('proxy', 'IBackgroundCopyJob.GetProxySettings', options));
  }

  async setProxy(proxy: BitsProxySettings, options?: SignalOptions): Promise<BitsSettingsResult> {
    return await this.configure({ proxy }, options);
  }

  /** Adds credentials, or replaces those for the same server and scheme. */
  async setCredentials(credentials: BitsCredentials, options?: SignalOptions): Promise<BitsSettingsResult> {
    const record = requireCredentials(credentials, 'credentials');
    return await this.#set('IBackgroundCopyJob2.SetCredentials', () => this.#verbs.setCredentials(record), options);
  }

  /** Removes credentials; resolves to false if the job had none for this server and scheme (`S_FALSE`). */
  async removeCredentials(
    target: BitsAuthenticationTarget,
    scheme: BitsAuthenticationScheme,
    options?: SignalOptions,
  ): Promise<boolean> {
    const targetNumber = requireTarget(target, 'target');
    const schemeNumber = requireScheme(scheme, 'scheme');
    const hresult = await this.#call(
      'IBackgroundCopyJob2.RemoveCredentials',
      () => this.#verbs.removeCredentials(targetNumber, schemeNumber),
      options,
    );
    return hresult !== hresults.S_FALSE;
  }

  /** Returns the HTTP settings, with the values of the headers unless they are write-only. */
  async getHttpSettings(options?: SignalOptions): Promise<BitsReadHttpSettings> {
    const [customHeaders, securityFlags, clientCertificate, httpMethod] = await Promise.all([
      this.#detail('customHeaders', 'IBackgroundCopyJobHttpOptions.GetCustomHeaders', options),
      this.#detail('securityFlags', 'IBackgroundCopyJobHttpOptions.GetSecurityFlags', options),
      this.#detail('clientCertificate', 'IBackgroundCopyJobHttpOptions.GetClientCertificate', options),
      this.#detailIfThere('httpMethod', 'IBackgroundCopyJobHttpOptions2.GetHttpMethod', options),
    ]);
    return toReadHttpSettings({ customHeaders, securityFlags, clientCertificate, httpMethod });
  }

  /** Changes the given HTTP settings, like `configure({ http })`. */
  async setHttpSettings(http: BitsHttpSettings, options?: SignalOptions): Promise<BitsSettingsResult> {
    return await this.configure({ http }, options);
  }

  async getTransferPolicy(options?: SignalOptions): Promise<BitsReadTransferPolicy> {
    return toTransferPolicy(await this.#detail('costFlags', 'IBackgroundCopyJob5.GetProperty', options));
  }

  async setTransferPolicy(transferPolicy: BitsTransferPolicy, options?: SignalOptions): Promise<BitsSettingsResult> {
    return await this.configure({ transferPolicy }, options);
  }

  /** Returns the program that BITS starts for this job; null for none. */
  async getNotifyCommand(options?: SignalOptions): Promise<BitsNotifyCommandInfo | null> {
    const command = await this.#detail('notifyCommand', 'IBackgroundCopyJob2.GetNotifyCmdLine', options);
    return command === null ? null : toNotifyCommand(command);
  }

  /** Sets the program that BITS starts for this job; null removes it. */
  async setNotifyCommand(
    notifyCommand: BitsNotifyCommand | null,
    options?: SignalOptions,
  ): Promise<BitsSettingsResult> {
    return await this.configure({ notifyCommand }, options);
  }

  /** Returns the events of which BITS notifies. Unknown flags are combined in one number at the end. */
  async getNotifyFlags(options?: SignalOptions): Promise<(BitsNotifyFlag | number)[]> {
    return toNotifyFlags(
      await this.#call('IBackgroundCopyJob.GetNotifyFlags', () => this.#verbs.getNotifyFlags(), options),
    );
  }

  async setNotifyFlags(notifyFlags: readonly BitsNotifyFlag[], options?: SignalOptions): Promise<BitsSettingsResult> {
    return await this.configure({ notifyFlags }, options);
  }

  /** Returns the progress of the reply. @throws {HResultError} `E_NOTIMPL` for a job that is not `uploadReply` */
  async getReplyProgress(options?: SignalOptions): Promise<BitsReplyProgress> {
    const { bytesTransferred, bytesTotal } = await this.#call(
      'IBackgroundCopyJob2.GetReplyProgress',
      () => this.#verbs.getReplyProgress(),
      options,
    );
    return serializable({ bytesTransferred, bytesTotal: toTotal(bytesTotal) });
  }

  /**
   * Returns the reply, once it has been received; null if the server has sent none.
   * @throws {HResultError} `E_NOTIMPL` for a job that is not `uploadReply`; `BG_E_TOO_LARGE` for more than 1 MB, which is in the file of the reply
   * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-getreplydata.
   */
  async getReplyData(options?: SignalOptions): Promise<Uint8Array | null> {
    return await this.#call('IBackgroundCopyJob2.GetReplyData', () => this.#verbs.getReplyData(), options);
  }

  /** Returns the full path of the file to which the reply is written; null for none, and for a job that is not `uploadReply`. */
  async getReplyPath(options?: SignalOptions): Promise<string | null> {
    return await this.#detail('replyFileName', 'IBackgroundCopyJob2.GetReplyFileName', options);
  }

  /** Sets the full path of the file to which the reply is written. @throws {HResultError} `E_NOTIMPL` for a job that is not `uploadReply` */
  async setReplyPath(path: string, options?: SignalOptions): Promise<BitsSettingsResult> {
    requireFilledText(path, 'path');
    return await this.configure({ replyPath: path }, options);
  }

  /**
   * Replaces the beginning of the URLs of the files that have it, with a case-sensitive comparison; resolves to false if no file has it (`S_FALSE`).
   * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-replaceremoteprefix.
   */
  async replaceUrlPrefix(from: string, to: string, options?: SignalOptions): Promise<boolean> {
    requireFilledText(from, 'from');
    requireFilledText(to, 'to');
    const hresult = await this.#call(
      'IBackgroundCopyJob3.ReplaceRemotePrefix',
      () => this.#verbs.replaceRemotePrefix(from, to),
      options,
    );
    return hresult !== hresults.S_FALSE;
  }

  /** Returns the helper token of the job and what it is used for. */
  async getHelperToken(options?: SignalOptions): Promise<BitsHelperToken> {
    const [flags, sid] = await Promise.all([
      this.#detail('helperTokenFlags', 'IBitsTokenOptions.GetHelperTokenFlags', options),
      this.#detail('helperTokenSid', 'IBitsTokenOptions.GetHelperTokenSid', options),
    ]);
    return toHelperToken(flags, sid);
  }

  /**
   * Sets the token of the calling thread as the helper token of the job, for services that transfer for a user. The setting `helperTokenFlags`
   * selects its uses. In Node.js the thread has the token of the process.
   * Source: https://learn.microsoft.com/windows/win32/api/bits4_0/nf-bits4_0-ibitstokenoptions-sethelpertoken.
   */
  async setHelperToken(options?: SignalOptions): Promise<void> {
    await this.#call('IBitsTokenOptions.SetHelperToken', () => this.#verbs.setHelperToken(), options);
  }

  async clearHelperToken(options?: SignalOptions): Promise<void> {
    await this.#call('IBitsTokenOptions.ClearHelperToken', () => this.#verbs.clearHelperToken(), options);
  }

  /** Calls a setter that resolves to its success code. */
  async #set(operation: string, invoke: () => Promise<number>, options?: SignalOptions): Promise<BitsSettingsResult> {
    const hresult = await this.#call(operation, invoke, options);
    return { notes: hresult === hresults.S_OK ? [] : toSettingNotes([{ operation, hresult }]) };
  }

  #detail<Name extends JobDetail>(
    name: Name,
    operation: string,
    options?: SignalOptions,
  ): Promise<JobDetailsRecord[Name]> {
    return this.#call(operation, () => this.#verbs.detail(name), options);
  }

  async #detailIfThere<Name extends JobDetail>(
    name: Name,
    operation: string,
    options?: SignalOptions,
  ): Promise<JobDetailsRecord[Name] | null> {
    try {
      return await this.#detail(name, operation, options);
    } catch (error) {
      if (isMissingCall(error)) return null;
      throw error;
    }
  }

  #call<T>(operation: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
    return this.#context.calls.run(operation, () => invoke().catch(explainVersion), requireSignalOf(options));
  }
}
