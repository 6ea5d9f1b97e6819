import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import { callChannels, RecordedMessages, sinkChannels, transferChannels } from '../../support/recorded-messages.js';
import type { Contract } from '../kit/describe.js';
import { half, interval, isHalfway } from './helpers.js';

/** The diagnostics channels of jobs. */
export function diagnosticsContract({ group, test }: Contract): void {
  group('the diagnostics channels', () => {
    test('report a download from its start to its end', async (world) => {
      const { url } = await world.serve({ size: 100_000 });
      const recorded = new RecordedMessages(...transferChannels);
      try {
        const path = world.localPath('file.bin');
        const { jobId } = await world.connection.bits.download(url, path, { name: world.jobName(), interval });
        expect(recorded.events[0]).toBe('started');
        expect(recorded.of('started')).toMatchObject([{ jobId, type: 'download', url }]);
        expect(recorded.of('ended')).toMatchObject([
          { jobId, outcome: 'transferred', bytesTransferred: 100_000n, bytesTotal: 100_000n, error: null },
        ]);
        expect(recorded.of('ended')[0]?.seconds).toBeGreaterThanOrEqual(0);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report the error of a transfer without its file', async (world) => {
      const { url } = await world.serve({ status: 404 });
      const recorded = new RecordedMessages(...transferChannels);
      try {
        const path = world.localPath('file.bin');
        await caught(world.connection.bits.download(url, path, { name: world.jobName(), interval }));
        const operation = 'IBackgroundCopyError.GetError';
        const error = { code: 'BG_E_HTTP_ERROR_404', hresult: 0x80190194, operation, httpStatus: 404 };
        expect(recorded.of('ended')).toMatchObject([{ outcome: 'error', state: 'error', error }]);
        expect(recorded.of('ended')[0]?.error).toEqual(error);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report an aborted download as cancelled', async (world) => {
      const { url } = await world.serve(half);
      const recorded = new RecordedMessages(...transferChannels);
      const aborting = new AbortController();
      try {
        const download = world.connection.bits.download(url, world.localPath('file.bin'), {
          name: world.jobName(),
          interval,
          signal: aborting.signal,
          onProgress: (snapshot) => {
            if (isHalfway(snapshot)) aborting.abort();
          },
        });
        await caught(download);
        expect(recorded.of('ended')).toMatchObject([{ outcome: 'canceled' }]);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report the callback of a job while it has a listener', async (world) => {
      const recorded = new RecordedMessages(...sinkChannels);
      try {
        const job = await world.connection.bits.createJob({ name: world.jobName() });
        const subscription = await job.listen({ onError() {} });
        await subscription.close();
        const sink = { interface: 'IBackgroundCopyCallback', owner: job.id };
        expect(recorded.of('registered')).toEqual([sink]);
        expect(recorded.of('revoked')).toEqual([sink]);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report each call with its result', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      const recorded = new RecordedMessages(...callChannels);
      try {
        await job.getState();
        await caught(job.resume());
        expect(recorded.of('start').map(({ operation }) => operation)).toEqual([
          'IBackgroundCopyJob.GetState',
          'IBackgroundCopyJob.Resume',
        ]);
        expect(recorded.of('asyncEnd')).toMatchObject([{ error: null }, { error: { code: 'BG_E_EMPTY' } }]);
      } finally {
        recorded[Symbol.dispose]();
      }
    });
  });
}
