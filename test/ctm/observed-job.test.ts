import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import { ContentTransferJob } from '../../lib/ctm/job.js';
import { RecordedMessages, sessionChannels } from '../support/recorded-messages.js';
import { address, World } from './world.js';

/** Calls that count the callbacks for the end of the connection. */
class CountedCalls extends Calls {
  waiting = 0;

  override onClose(callback: () => unknown): () => void {
    this.waiting += 1;
    const remove = super.onClose(callback);
    return () => {
      this.waiting -= 1;
      remove();
    };
  }
}

describe('a job that diagnostics channels observe', () => {
  it.each([
    ['success', (job: ContentTransferJob) => job.succeed()],
    ['an error', (job: ContentTransferJob) => job.fail({ hresult: 0x80004005, message: '' })],
  ])('keeps nothing at its notifier and its connection after its end: %s', async (_, end) => {
    const recorded = new RecordedMessages(...sessionChannels);
    try {
      const { clock, notifier } = new World();
      const calls = new CountedCalls();
      const closed = new AbortController().signal;
      const parts = { notifier, calls, clock, closed, allowPartialSuccess: false };
      const job = new ContentTransferJob(parts, { ...address, wantsProgress: true });
      await end(job);
      expect(recorded.of('ended')).toHaveLength(1);
      expect([getEventListeners(closed, 'abort').length, calls.waiting]).toEqual([0, 0]);
    } finally {
      recorded[Symbol.dispose]();
    }
  });

  it('causes no warning of Node.js about many listeners, however many jobs are open', async () => {
    const recorded = new RecordedMessages(...sessionChannels);
    const warnings: Error[] = [];
    const listener = (warning: Error) => warnings.push(warning);
    process.on('warning', listener);
    try {
      const world = new World();
      for (let count = 0; count < 20; count += 1) world.job();
      await new Promise(setImmediate);
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', listener);
      recorded[Symbol.dispose]();
    }
  });
});
