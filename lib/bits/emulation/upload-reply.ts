import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { sizeUnknown } from '../constants.js';
import { downloadType, type TransferTerms } from '../http/transfer-terms.js';
import type { ReplyProgressRecord } from '../verbs.js';
import { type JobState, jobState } from './job-enumerations.js';
import { JobFile } from './job-file.js';
import type { JobSettings } from './job-settings.js';
import type { Transport } from './transport.js';

/** The size of the largest reply that `GetReplyData` returns, in bytes. */
const largestReply = 1024n * 1024n;

/**
 * The reply to an upload: the server returns its URL when it has received the file, and it is downloaded as a file of its own.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-setreplyfilename.
 */
export class ReplyOfUpload {
  /** The reply file; null while no reply is known. */
  file: JobFile | null = null;
  /** The name of the file; null until it is set or generated. */
  fileName: string | null = null;
  /** Whether the reply is under its final name. */
  placed = false;

  /** Returns the reply file, if it is the next to be transferred. */
  next(files: readonly JobFile[]): JobFile | undefined {
    const [upload] = files;
    if (upload?.done !== true || upload.replyUrl === null) return undefined;
    const name = { remoteName: upload.replyUrl, localName: this.nameOf(upload.localName) };
    // The server may name another origin, with which the credentials are not shared.
    this.file ??= new JobFile(name, null, upload.givenName);
    return this.file.done ? undefined : this.file;
  }

  /** Returns the name of the reply file (`GetReplyFileName`), which is generated in the folder of the upload file if none was set. */
  nameOf(uploadName: string): string {
    this.fileName ??= `${/^.*[\\/]/.exec(uploadName)?.[0] ?? ''}BITSReply-${crypto.randomUUID()}.tmp`;
    return this.fileName;
  }

  progress(): ReplyProgressRecord {
    return { bytesTotal: this.file?.total ?? sizeUnknown, bytesTransferred: this.file?.transferred ?? 0n };
  }

  /** Returns the reply (`GetReplyData`); null if there was none. @throws {RefusedCall} `BG_E_INVALID_STATE` or `BG_E_TOO_LARGE` */
  async read(state: JobState, transport: Transport): Promise<Uint8Array | null> {
    if (state !== jobState.transferred && state !== jobState.acknowledged) refuse(hresults.BG_E_INVALID_STATE);
    if (this.file === null) return null;
    if (this.file.transferred > largestReply) refuse(hresults.BG_E_TOO_LARGE);
    return await transport.readFile(this.file);
  }

  /** Returns the terms for the download of the reply, with the headers and the credentials of the upload, as far as they are for its origin. */
  terms(settings: JobSettings): TransferTerms {
    return {
      type: downloadType,
      httpMethod: 'GET',
      hasCustomMethod: false,
      customHeaders: settings.customHeaders,
      securityFlags: settings.securityFlags,
      credentials: settings.credentials,
      usesStoredProxyCredentials: settings.usesStoredProxyCredentials,
      proxy: settings.proxy,
      certificatePins: settings.certificatePins,
      dynamic: false,
    };
  }

  /** Moves the reply to its final name (`Complete`); the file is empty if there was no reply. @throws {RefusedCall} */
  async place(transport: Transport, [upload]: readonly JobFile[]): Promise<void> {
    if (this.placed || upload === undefined) return;
    if (this.file !== null) await transport.commit(this.file);
    else await transport.createEmpty(this.nameOf(upload.localName));
    this.placed = true;
  }
}
