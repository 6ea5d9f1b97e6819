import { Calls } from '../../lib/com/calls.js';
import type { ContentTransferJobOptions } from '../../lib/ctm/job.js';
import { ContentTransferNotifier } from '../../lib/ctm/notifier.js';
import { FakeClock } from '../bits/fake-clock.js';
import { FakeNotifier } from './fake-notifier.js';

export const address = {
  endpoint: 'direct:CTMNotify',
  id: '{11111111-2222-3333-4444-5555AAAABBBB}',
  clientData: '<data job="7"/>',
} as const;

/** A notifier over a scripted library, in virtual time. */
export class World {
  readonly calls = new Calls();
  readonly clock = new FakeClock();
  readonly library = new FakeNotifier();
  readonly notifier: ContentTransferNotifier;

  constructor(options?: { readonly allowPartialSuccess?: boolean }) {
    this.notifier = new ContentTransferNotifier({
      calls: this.calls,
      clock: this.clock,
      verbs: this.library,
      library: 'C:\\Provider\\notify.dll',
      allowPartialSuccess: options?.allowPartialSuccess ?? false,
    });
  }

  job(options?: Partial<ContentTransferJobOptions>) {
    return this.notifier.job({ ...address, chunkSize: 100, wantsProgress: true, ...options });
  }

  /** The sent notifications: the verb, then all arguments except the address. */
  get reported(): (readonly (string | number | null)[])[] {
    return this.library.sent.map(({ verb, values }) =>
      verb === 'sendProgress'
        ? ['progress', values[0] ?? null, ...values.slice(4)]
        : [wordOf(verb), ...values.slice(3)],
    );
  }
}

function wordOf(verb: 'sendSuccess' | 'sendError'): string {
  return verb === 'sendSuccess' ? 'success' : 'error';
}

/** Counts of a job: bytes so far, bytes in all (null while unknown), files so far, files in all. */
export function counts(bytesTransferred: bigint, bytesTotal: bigint | null, filesTransferred = 0, filesTotal = 1) {
  return { bytesTotal, bytesTransferred, filesTotal, filesTransferred };
}
