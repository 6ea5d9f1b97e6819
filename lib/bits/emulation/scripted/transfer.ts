import { hresults } from '../../../com/hresult.js';
import {
  connectionFailure,
  invalidResponseFailure,
  localFailure,
  redirectFailure,
  redirectLimit,
  statusFailure,
} from '../../http/http-results.js';
import { followRedirect } from '../../http/redirects.js';
import { type Answer, type Decision, decide, decideEnd, type RemoteFile } from '../../http/remote-file.js';
import type { HttpPolicy, TransferTerms } from '../../http/transfer-terms.js';
import { isRemotePath } from '../file-names.js';
import type { JobFile } from '../job-file.js';
import type { TransferOwner } from '../transport.js';
import { Flow } from './body-flow.js';
import type { ServedFile } from './served-file.js';
import { TimedTransfer, type TransferNetwork } from './timed-transfer.js';

/** Milliseconds before the response of a host without a latency of its own. */
export const defaultLatency = 20;

/** The number of successive requests without a byte, after which no more are sent. */
const maximumRequests = 5;

type TakeDecision = Extract<Decision, { kind: 'take' }>;

/** The events that the download waits for, besides those of each transfer. */
type Step = 'copy' | 'head' | 'direct';

/** The download of a whole file. */
export class ScriptedTransfer extends TimedTransfer<Step> {
  #url: string;
  #redirects = 0;
  /** The file for which HEAD was sent; null if the host does not have it, undefined if there is no host. */
  #headTarget: ServedFile | null | undefined;
  #requests = 0;
  /** The end of the body; null if it ends with the connection. */
  #end: bigint | null = null;

  constructor(transport: TransferNetwork, file: JobFile, owner: TransferOwner, terms: TransferTerms) {
    super(transport, file, owner, terms);
    this.#url = file.remoteName;
  }

  protected proceed(step: Step | 'turn' | 'bytes' | 'stall', now: number): boolean {
    switch (step) {
      case 'turn':
        return this.#begin(now);
      case 'copy':
        return this.#copy();
      case 'head':
        return this.#answerHead(now);
      case 'direct':
        return this.#answerDirectly(now);
      case 'bytes':
        return this.checkFlow(now);
      case 'stall':
        return this.endStall(now);
    }
  }

  #begin(now: number): boolean {
    const { dynamic, hasCustomMethod } = this.terms;
    if (isRemotePath(this.file.remoteName)) return this.wait('copy', now + defaultLatency, now);
    if (!dynamic && !hasCustomMethod) return this.#restart(now);
    // A transfer that cannot be continued restarts after each interruption.
    this.file.restart();
    return hasCustomMethod ? this.wait('direct', now + defaultLatency, now) : this.#restart(now);
  }

  /** Sends a request with the method of the job, without HEAD before it. */
  #answerDirectly(now: number): boolean {
    return this.#fetch({ kind: 'ask', start: 0n, condition: null, file: null }, null, now);
  }

  get #policy(): HttpPolicy {
    return this.terms.dynamic || this.terms.hasCustomMethod ? 'lenient' : (this.terms.policy ?? this.transport.policy);
  }

  /** Copies the file whose full path is the remote name: a file of the disk in memory, even for a network path. */
  #copy(): boolean {
    const content = this.transport.contentAt(this.file.remoteName);
    this.#requireWritable();
    this.owner.connected();
    if (this.over) return false;
    this.file.transferred = content.size;
    return this.#finish({ content, modified: null });
  }

  /** Sends HEAD to the URL of the job. */
  #restart(now: number): boolean {
    this.#url = this.file.remoteName;
    this.#redirects = 0;
    this.#requests = 0;
    return this.#askHead(now);
  }

  /** Sends HEAD, and waits for the latency of the server; GET follows without another wait. */
  #askHead(now: number): boolean {
    this.#requireWritable();
    this.#headTarget = this.transport.send('HEAD', this.#url, null, this.terms);
    return this.wait('head', now + (this.#headTarget?.latency ?? defaultLatency), now);
  }

  #answerHead(now: number): boolean {
    const served = requireServed(this.#headTarget);
    if (served.redirect !== null) {
      this.#url = followRedirect(this.file, this.terms, this.#url, served.redirect, 302);
      this.#redirects += 1;
      if (this.#redirects > redirectLimit) throw redirectFailure();
      return this.#askHead(now);
    }
    const { known, transferred } = this.file;
    const request = { known, transferred, start: transferred, conditional: false, head: null };
    const answer = answerOf('HEAD', this.#url, served, 0n);
    return this.#fetch(decide({ ...request, policy: this.#policy }, answer), served, now);
  }

  /** Sends requests until one returns bytes. */
  #fetch(first: Decision, asked: ServedFile | null, now: number): boolean {
    for (let decision = first; this.#requests < maximumRequests; this.#requests += 1) {
      if (decision.kind === 'fail') throw decision.failure;
      if (decision.kind === 'take') throw invalidResponseFailure();
      if (decision.kind === 'done') return this.#finish(requireServed(asked));
      const { start, condition, file: known } = decision;
      const { served, answer } = this.#get(start);
      const { transferred } = this.file;
      const request = { known, transferred, start, conditional: condition !== null, head: asked?.acceptsHead ?? null };
      decision = decide({ ...request, policy: this.#policy }, answer);
      if (decision.kind !== 'take') continue;
      this.#requests += 1;
      return this.#take(decision, served, now);
    }
    throw invalidResponseFailure();
  }

  /** Sends GET to the URL of the job, and follows redirections. */
  #get(start: bigint): { served: ServedFile; answer: Answer } {
    let url = this.file.remoteName;
    for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
      this.#requireWritable();
      const range = start === 0n ? null : `bytes=${start}-`;
      const served = requireServed(this.transport.send(this.terms.httpMethod, url, range, this.terms));
      if (served.redirect === null) return { served, answer: answerOf('GET', url, served, start) };
      url = followRedirect(this.file, this.terms, url, served.redirect, 302);
    }
    throw redirectFailure();
  }

  #take(decision: TakeDecision, served: ServedFile, now: number): boolean {
    const file = this.file;
    if (decision.start !== file.transferred) file.restart();
    file.known = decision.file;
    file.total = decision.file.size;
    file.responseHeaders = served.headers;
    this.transport.begin(file, served.content);
    this.owner.connected();
    if (this.over) return false;
    this.#end = decision.end;
    const flow = new Flow(served, file.transferred, now);
    this.flow = flow;
    file.follow(flow);
    return this.receive(flow, now);
  }

  /** Waits for the next event, or ends when all bytes of the response have arrived. */
  protected receive(flow: Flow, now: number): boolean {
    const { position } = flow;
    const { size } = flow.served.content;
    const fault = flow.nextFault(position);
    if (position >= size && fault?.at !== size) return this.#endBody(flow, now);
    this.fault = fault;
    flow.aimAt(fault === null || fault.at > size ? size : fault.at);
    return this.wait('bytes', flow.nextCheck(now), now);
  }

  protected override checkFlow(now: number): boolean {
    return this.flow?.served.replaced === true ? this.#restart(now) : super.checkFlow(now);
  }

  protected count(now: number): boolean {
    return this.flow?.check(now) ?? false;
  }

  #endBody(flow: Flow, now: number): boolean {
    const { known } = this.file;
    const rest = known === null ? null : decideEnd(known, flow.position, this.#end);
    return rest === null ? this.#finish(flow.served) : this.#fetch(rest, this.#headTarget ?? null, now);
  }

  #finish(served: Pick<ServedFile, 'content' | 'modified'>): boolean {
    this.#requireWritable();
    this.transport.storeContent(this.file, served);
    this.file.finish();
    this.owner.progressed();
    return true;
  }

  #requireWritable(): void {
    if (!this.transport.isWritable(this.file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
  }
}

export function requireServed(served: ServedFile | null | undefined): ServedFile {
  if (served === undefined) throw connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
  if (served === null) throw statusFailure(404);
  return served;
}

/** Returns the response of a scripted server. It supports no conditions: its response is compared with the known version. */
export function answerOf(method: 'HEAD' | 'GET', url: string, served: ServedFile, start: bigint): Answer {
  const { size } = served.content;
  const part = method === 'GET' && start > 0n && served.acceptsRanges && served.status === 200;
  const status = !part ? served.status : start < size ? 206 : 416;
  const refused = method === 'HEAD' && !served.acceptsHead && served.status === 200;
  return {
    method,
    status: refused ? 405 : status,
    range: !part ? null : start < size ? { start, end: size, size } : { start: 0n, end: null, size },
    hasLength: !served.chunked,
    refusesRanges: !served.acceptsRanges,
    file: { ...identify(url, served), size: (served.chunked && !part) || status === 416 ? null : size },
  };
}

/** Returns the properties that a scripted server reports about a file. */
export function identify(url: string, { content, entityTag, modified }: ServedFile): RemoteFile {
  return { place: url.split('?')[0] ?? url, size: content.size, entityTag, modified, encoding: null };
}
