import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FileFields, JobFields, RangeFields } from '../../reference/bits-service/records.js';
import type { ReferenceBits } from '../../reference/bits-service/reference-bits.js';

/** `BG_JOB_STATE`. */
const states = { queued: 0, transferring: 2, suspended: 3, transientError: 5, transferred: 6 };
const contexts = { queueManager: 2, remoteFile: 5 };
/** `HRESULT_FROM_HTTP` of status 0. */
const httpErrors = 0x8019_0000;
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
  readonly #running = new Map<string, Promise<void>>();
  readonly #loop: Promise<void>;
  /** The HRESULT with which the machine blocks transfers; null for none. */
  blockedBy: number | null = null;
  #failure: unknown = null;

  constructor(service: ReferenceBits) {
    this.#service = service;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
    await Promise.allSettled(this.#running.values());
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
      await this.#service.setJob(id, { state: states.queued });
    if (state !== states.queued || this.#running.has(id)) return;
    if (this.blockedBy !== null) {
      const blocked = { context: contexts.queueManager, code: this.blockedBy };
      await this.#service.failJob(id, blocked, { transient: true });
      return;
    }
    await this.#service.setJob(id, { state: states.transferring });
    const running = this.#transfer(job)
      .catch((error: unknown) => {
        if (!this.#stopped.signal.aborted) this.#failure ??= error;
      })
      .finally(() => this.#running.delete(id));
    this.#running.set(id, running);
  }

  async #transfer(job: JobFields): Promise<void> {
    for (const [index, file] of job.files.entries()) {
      const isWhole =
        job.type === downloadType ? await this.#download(job, index, file) : await this.#upload(job, file);
      if (!isWhole) return;
    }
    if (!(await this.#isTransferring(job.id))) return;
    const { requestedRanges = [], bytesTotal = 0n } = job.files[0] ?? {};
    const partial = job.onDemandMode && requestedRanges.reduce((sum, { length }) => sum + length, 0n) < bytesTotal;
    await this.#service.setJob(job.id, { state: partial ? states.suspended : states.transferred });
  }

  async #isTransferring(id: string): Promise<boolean> {
    return (await this.#service.job(id)).state === states.transferring;
  }

  /** Returns false if the job has failed, or was stopped. */
  async #download(job: JobFields, index: number, file: FileFields): Promise<boolean> {
    const wanted = job.onDemandMode ? file.requestedRanges : file.ranges;
    const blocks: Uint8Array[] = [];
    let bytesTransferred = 0n;
    for (const range of wanted.length === 0 ? [null] : wanted) {
      const response = await this.#send(job, file.remoteName, range);
      const status = response.statusCode ?? 0;
      if (status >= 400) {
        const failure = { context: contexts.remoteFile, code: httpErrors + status, file: index, protocol: 'http' };
        await this.#service.failJob(job.id, failure, { transient: status >= 500 });
        response.destroy();
        return false;
      }
      const bytesTotal = sizeOf(response, wanted);
      const change = { bytesTotal, responseHeaders: headOf(response) };
      await this.#service.setJob(job.id, { files: [...Array<null>(index).fill(null), change] });
      for await (const block of response) {
        blocks.push(block);
        bytesTransferred += BigInt(block.length);
        if (!(await this.#isTransferring(job.id))) return false;
        await this.#service.progress(job.id, index, bytesTransferred, bytesTotal);
      }
    }
    const content = Buffer.concat(blocks);
    // BITS renames the temporary file in Complete(), which this service does not see.
    const temporaryName = `${file.localName}.tmp`;
    await Promise.all([file.localName, temporaryName].map((path) => writeFile(path, content)));
    const filledRanges = job.onDemandMode ? wanted : [{ initialOffset: 0n, length: bytesTransferred }];
    const whole = { temporaryName, bytesTransferred, filledRanges, bytesFromOrigin: bytesTransferred };
    await this.#service.setJob(job.id, { files: [...Array<null>(index).fill(null), whole] });
    const wantsRanges = ((await this.#service.job(job.id)).notifyFlags & rangesTransferredFlag) !== 0;
    if (job.onDemandMode && wantsRanges)
      await this.#service.notify(job.id, 'fileRangesTransferred', { file: index, ranges: wanted });
    return true;
  }

  async #upload(job: JobFields, file: FileFields): Promise<boolean> {
    const content = await readFile(file.localName);
    const sent = this.#open(job, 'PUT', file.remoteName, null);
    sent.end(content);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    const reply: Uint8Array[] = [];
    for await (const block of response ?? []) reply.push(block);
    await this.#service.progress(job.id, 0, content.length, content.length);
    const data = Buffer.concat(reply);
    const size = BigInt(data.length);
    await this.#service.setJob(job.id, {
      replyData: data.toString('hex'),
      replyBytesTotal: size,
      replyBytesTransferred: size,
    });
    if (job.replyFileName !== '' && data.length > 0) await writeFile(job.replyFileName, data);
    return true;
  }

  async #send(job: JobFields, url: string, range: RangeFields | null): Promise<IncomingMessage> {
    const sent = this.#open(job, job.httpMethod === '' ? 'GET' : job.httpMethod, url, range);
    sent.end();
    const [response]: IncomingMessage[] = await once(sent, 'response');
    if (response === undefined) throw new Error('there is no response');
    return response;
  }

  #open({ customHeaders }: JobFields, method: string, url: string, range: RangeFields | null) {
    const lines = (customHeaders ?? '').split('\r\n').filter((line) => line !== '');
    const headers = Object.fromEntries(lines.map((line) => line.split(/: */, 2)));
    if (range !== null) headers.Range = `bytes=${range.initialOffset}-${lastOf(range)}`;
    return request(url, { method, headers, signal: this.#stopped.signal });
  }
}

function lastOf({ initialOffset, length }: RangeFields): string {
  return length === unknown ? '' : String(initialOffset + length - 1n);
}

function sizeOf({ headers }: IncomingMessage, wanted: readonly RangeFields[]): bigint {
  const whole = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'];
  if (whole === undefined) return unknown;
  const size = BigInt(whole);
  if (wanted.length === 0) return size;
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
