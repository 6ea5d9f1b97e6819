import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addFiles } from '../../lib/bits/emulation/adding-files.js';
import { AbortableTransfer } from '../../lib/bits/emulation/http/abortable-transfer.js';
import { MachineConditions } from '../../lib/bits/emulation/machine-conditions.js';
import type { JobStore } from '../../lib/bits/emulation/persistence/job-store.js';
import { BitsService } from '../../lib/bits/emulation/service.js';
import { closeTimeout, defaultPolicy } from '../../lib/bits/emulation/settings.js';
import type { Transport } from '../../lib/bits/emulation/transport.js';
import { createVirtualClock } from '../../lib/emulation/virtual-clock.js';

const never = () => new Promise<never>(() => {});
const name = { remoteName: 'http://files.example/a', localName: 'C:\\a' };

/** A transport of which one call never ends. */
function transportThatHangsIn(call: 'checkNames' | 'transfer' | 'commit' | 'discard'): Transport {
  return {
    connected: true,
    checkNames: async () => {},
    createTransfer: (file, owner) =>
      new AbortableTransfer(owner, async (observer) => {
        observer.connected();
        if (call === 'transfer') await never();
        file.finish();
      }),
    checkDestination: async () => {},
    temporaryNameOf: ({ localName }) => localName,
    readFile: async () => new Uint8Array(),
    createEmpty: async () => {},
    commit: async () => {},
    discard: async () => true,
    close: () => {},
    ...(call === 'transfer' ? {} : { [call]: never }),
  };
}

function serviceWith(transport: Transport, store: JobStore | null = null): BitsService {
  const clock = createVirtualClock();
  const conditions = new MachineConditions(false);
  const settings = {
    policy: defaultPolicy,
    administrator: false,
    timeSlice: 1000,
    version: '10.3',
    conditions,
  } as const;
  return new BitsService({ ...settings, clock, transport, store });
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('closing the service while a call of the transport hangs', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['checkNames', 'transfer', 'commit', 'discard'] as const)(
    'is completed in bounded time (%s)',
    async (call) => {
      const service = serviceWith(transportThatHangsIn(call));
      service.wake();
      const job = service.createJob('x', 0);
      const added = job.inTurn(() => addFiles(job, [name]));
      if (call !== 'checkNames') await added;
      if (call === 'discard') void job.inTurn(() => job.cancel());
      else if (call !== 'checkNames') void job.inTurn(() => job.resume());
      await settle();
      if (call === 'commit') void job.inTurn(() => job.complete());
      await settle();

      const ended: string[] = [];
      void service.sleep().then(() => ended.push('sleep'));
      await vi.advanceTimersByTimeAsync(closeTimeout - 1);
      expect(ended).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(ended).toEqual(['sleep']);
      void service.dispose().then(() => ended.push('dispose'));
      await vi.advanceTimersByTimeAsync(2 * closeTimeout);
      expect(ended).toEqual(['sleep', 'dispose']);
    },
  );

  it('keeps the ownership of the jobs until the transfer, which may still write, has ended', async () => {
    let end = () => {};
    const transport: Transport = {
      ...transportThatHangsIn('commit'),
      createTransfer: (_file, owner) =>
        new AbortableTransfer(
          owner,
          () =>
            new Promise((resolve) => {
              end = resolve;
            }),
        ),
    };
    let released = false;
    const store: JobStore = {
      take: () => [],
      save: () => {},
      remove: () => {},
      written: () => undefined,
      flush: async () => {},
      release: async () => {
        released = true;
      },
    };
    const service = serviceWith(transport, store);
    service.wake();
    const job = service.createJob('x', 0);
    await job.inTurn(() => addFiles(job, [name]));
    await job.inTurn(() => job.resume());
    await settle();
    const disposed = service.dispose();
    await vi.advanceTimersByTimeAsync(2 * closeTimeout);
    await disposed;
    expect(released).toBe(false);
    end();
    await settle();
    expect(released).toBe(true);
  });
});
