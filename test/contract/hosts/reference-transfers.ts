import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { hresults } from '../../../lib/index.js';
import type {
  ErrorFields,
  FileFields,
  JobChanges,
  JobFields,
  RangeFields,
} from '../../reference/bits-service/records.js';
import type { ReferenceBits } from '../../reference/bits-service/reference-bits.js';

/** `BG_JOB_STATE`. */
const states = { queued: 0, connecting: 1, transferring: 2, suspended: 3, error: 4, transientError: 5, transferred: 6 };
/** The states of a job of which a transfer runs. A client can suspend, cancel or complete it at any moment. */
const runningStates = [states.connecting, states.transferring];
const contexts = { queueManager: 2, remoteFile: 5, generalTransport: 6 };
/** `HRESULT_FROM_HTTP` of status 0. */
const httpErrors = 0x8019_0000;
const cannotConnect = hresults.ERROR_WINHTTP_CANNOT_CONNECT;
const downloadType = 0;
/** `BG_NOTIFY_FILE_RANGES_TRANSFERRED`. */
const rangesTransferredFlag = 0x20;
/** `BG_SIZE_UNKNOWN` and `BG_LENGTH_TO_EOF`. */
const unknown = 2n ** 64n - 1n;
/** Milliseconds between two looks at the jobs. */
const interval = 10;

/**
 * Transfers the queued jobs of the reference service over HTTP, as BITS does: the service itself keeps what clients set, and changes states only as
 * it is asked to.
 */
export class ReferenceTransfers {
  readonly #service: ReferenceBits;
  readonly #stopped = new AbortController();
  readonly #running = new Map<string, { readonly ended: Promise<void>; readonly stop: AbortController }>();
  readonly #loop: Promise<void>;
  /** The HRESULT with which the machine blocks transfers; null for none. */
  blockedBy: number | null = null;
  /** The sizes of the files of which ranges were downloaded, by job and index. */
  readonly #sizes = new Map<string, bigint>();
  /** The owner of the jobs is logged off: they stay in the queue. */
  loggedOff = false;
  #failure: unknown = null;

  constructor(service: ReferenceBits) {
    this.#service = service;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    if (this.#failure !== null) throw this.#failure;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      for (const job of await this.#service.jobs()) await this.#consider(job);
      await delay(interval);
    }
  }

  async #consider(job: JobFields): Promise<void> {
    const { id, state, error } = job;
    if (state === states.transientError && this.blockedBy === null && error?.context === contexts.queueManager)
      await this.#service.setJobIn([states.transientError], id, { state: states.queued });
    const running = this.#running.get(id);
    if (running !== undefined) {
      if (!runningStates.includes(state)) running.stop.abort();
      return;
    }
    if (state !== states.queued || this.loggedOff) return;
    if (this.blockedBy !== null) {
      const blocked = { context: contexts.queueManager, code: this.blockedBy };
      await this.#service.setJobIn([states.queued], id, { error: blocked, state: states.transientError });
      return;
    }
    if (!(await this.#service.setJobIn([states.queued], id, { state: states.connecting }))) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#stopped.signal]);
    const ended = this.#transfer(job, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) this.#failure ??= error;
      })
      .finally(() => this.#running.delete(id));
    this.#running.set(id, { ended, stop });
  }

  async #transfer(job: JobFields, signal: AbortSignal): Promise<void> {
    for (const [index, file] of job.files.entries()) {
      const isWhole =
        job.type === downloadType
          ? await this.#download(job, index, file, signal)
          : await this.#upload(job, file, signal);
      if (!isWhole) return;
    }
    const { requestedRanges = [], bytesTotal = 0n } = job.files[0] ?? {};
    const partial = job.onDemandMode && requestedRanges.reduce((sum, { length }) => sum + length, 0n) < bytesTotal;
    await this.#change(job, { state: partial ? states.suspended : states.transferred });
  }

  /** Changes a job whose transfer runs. Returns false if it does not run any more. */
  #change({ id }: JobFields, fields: JobChanges): Promise<boolean> {
    return this.#service.setJobIn(runningStates, id, fields);
  }

  #changeFile(job: JobFields, index: number, change: Partial<FileFields>): Promise<boolean> {
    return this.#change(job, { files: [...Array<null>(index).fill(null), change] });
  }

  async #fail(job: JobFields, error: ErrorFields, { transient = false } = {}): Promise<void> {
    await this.#change(job, { error, state: transient ? states.transientError : states.error });
  }

  /** Returns false if the job has failed, or was stopped. */
  async #download(job: JobFields, index: number, file: FileFields, signal: AbortSignal): Promise<boolean> {
    const wanted = job.onDemandMode ? file.requestedRanges : file.ranges;
    const blocks: Uint8Array[] = [];
    let bytesTransferred = 0n;
    for (const range of wanted.length === 0 ? [null] : wanted) {
      const response = await this.#send(job, file.remoteName, range, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        return null;
      });
      if (response === null) {
        const failure = { context: contexts.remoteFile, code: cannotConnect, file: index, protocol: 'http' };
        await this.#fail(job, failure, { transient: job.noProgressTimeout !== 0 });
        return false;
      }
      const status = response.statusCode ?? 0;
      if (status >= 400) {
        const failure = { context: contexts.remoteFile, code: httpErrors + status, file: index, protocol: 'http' };
        await this.#fail(job, failure, { transient: status >= 500 && job.noProgressTimeout !== 0 });
        response.destroy();
        return false;
      }
      const size = wholeSizeOf(response);
      const place = `${job.id} ${index}`;
      if (job.onDemandMode && (this.#sizes.get(place) ?? size) !== size) {
        const failure = { context: contexts.remoteFile, code: hresults.BG_E_REMOTE_FILE_CHANGED, file: index };
        await this.#fail(job, failure);
        response.destroy();
        return false;
      }
      this.#sizes.set(place, size);
      const bytesTotal = sizeOf(response, wanted);
      const change = { bytesTotal, responseHeaders: headOf(response) };
      await this.#changeFile(job, index, change);
      for await (const block of response) {
        blocks.push(block);
        bytesTransferred += BigInt(block.length);
        if (!(await this.#changeFile(job, index, { bytesTransferred, bytesTotal }))) return false;
      }
    }
    const content = Buffer.concat(blocks);
    // The service renames it in Complete().
    const temporaryName = `${file.localName}.tmp`;
    await writeFile(temporaryName, content);
    const filledRanges = job.onDemandMode ? wanted : [{ initialOffset: 0n, length: bytesTransferred }];
    const whole = { temporaryName, bytesTransferred, filledRanges, bytesFromOrigin: bytesTransferred };
    if (!(await this.#changeFile(job, index, whole))) return false;
    const wantsRanges = ((await this.#service.job(job.id)).notifyFlags & rangesTransferredFlag) !== 0;
    if (job.onDemandMode && wantsRanges)
      await this.#service.notify(job.id, 'fileRangesTransferred', { file: index, ranges: wanted });
    return true;
  }

  async #upload(job: JobFields, file: FileFields, signal: AbortSignal): Promise<boolean> {
    const content = await readFile(file.localName);
    const sent = this.#open(job, 'PUT', file.remoteName, null, signal);
    sent.end(content);
    const response = await this.#respond(job, sent).catch((error: unknown) => {
      if (signal.aborted) throw error;
      return null;
    });
    if (response === null) {
      const failure = { context: contexts.generalTransport, code: cannotConnect, file: 0, protocol: 'http' };
      await this.#fail(job, failure, { transient: job.noProgressTimeout !== 0 });
      return false;
    }
    const reply: Uint8Array[] = [];
    for await (const block of response) reply.push(block);
    const bytes = BigInt(content.length);
    await this.#changeFile(job, 0, { bytesTransferred: bytes, bytesTotal: bytes });
    const data = Buffer.concat(reply);
    const size = BigInt(data.length);
    await this.#change(job, {
      replyData: data.toString('hex'),
      replyBytesTotal: size,
      replyBytesTransferred: size,
    });
    if (job.replyFileName !== '' && data.length > 0) await writeFile(job.replyFileName, data);
    return true;
  }

  async #send(job: JobFields, url: string, range: RangeFields | null, signal: AbortSignal): Promise<IncomingMessage> {
    const sent = this.#open(job, job.httpMethod === '' ? 'GET' : job.httpMethod, url, range, signal);
    sent.end();
    return await this.#respond(job, sent);
  }

  /** Waits for the response to a request. The job is TRANSFERRING once it is connected. */
  async #respond(job: JobFields, sent: ClientRequest): Promise<IncomingMessage> {
    const [[response]] = await Promise.all([once(sent, 'response'), this.#connect(job, sent)]);
    return response;
  }

  async #connect({ id }: JobFields, sent: ClientRequest): Promise<void> {
    const [socket] = await once(sent, 'socket');
    if (socket.connecting) await once(socket, 'connect');
    await this.#service.setJobIn([states.connecting], id, { state: states.transferring });
  }

  #open({ customHeaders }: JobFields, method: string, url: string, range: RangeFields | null, signal: AbortSignal) {
    const lines = (customHeaders ?? '').split('\r\n').filter((line) => line !== '');
    const headers = Object.fromEntries(lines.map((line) => line.split(/: */, 2)));
    if (range !== null) headers.Range = `bytes=${range.initialOffset}-${lastOf(range)}`;
    // An abort after the response has come, or before its body is read.
    const ignored = () => {};
    return request(url, { method, headers, signal })
      .on('error', ignored)
      .on('response', (response) => response.on('error', ignored));
  }
}

function lastOf({ initialOffset, length }: RangeFields): string {
  return length === unknown ? '' : String(initialOffset + length - 1n);
}

/** The size of the whole file; unknown where the server does not state it. */
function wholeSizeOf({ headers }: IncomingMessage): bigint {
  const whole = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'];
  return whole === undefined ? unknown : BigInt(whole);
}

function sizeOf(response: IncomingMessage, wanted: readonly RangeFields[]): bigint {
  const size = wholeSizeOf(response);
  if (size === unknown || wanted.length === 0) return size;
  return wanted.reduce(
    (sum, { initialOffset, length }) => sum + (length === unknown ? size - initialOffset : length),
    0n,
  );
}

function headOf({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`];
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
