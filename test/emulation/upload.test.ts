import { describe, expect, it } from 'vitest';
import { createEmulation, type ReceiverOptions } from '../../lib/emulation.js';
import { type BitsJob, type BitsUploadOptions, connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

const url = 'http://receiver.test/in';
const path = 'C:\\out\\file';
const minute = 60_000;

async function open(server?: ReceiverOptions) {
  const emulation = createEmulation();
  const connection = await connect({ backend: emulation });
  emulation.files.write(path, new Uint8Array(1000));
  emulation.network.receive(url, { bytesPerSecond: 100, latency: 0, ...server });
  const { bits } = connection;
  return {
    emulation,
    connection,
    bits,
    upload: (options?: BitsUploadOptions) => bits.upload(path, url, options),
    tick: (milliseconds: number) => emulation.clock.tickAsync(milliseconds),
  };
}

const stalls: ReceiverOptions = { faults: [{ at: 500, kind: 'stall', once: false }] };

describe('bits.upload() in time', () => {
  it('rejects with ERR_UPLOAD_STALLED after 15 minutes without a byte, and cancels the job', async () => {
    const { bits, upload, tick } = await open(stalls);
    const failure = caught(upload());
    await tick(15 * minute);
    expect(await bits.jobs()).toHaveLength(1);
    await tick(minute);
    expect(await failure).toMatchObject({ name: 'BitsUploadError', code: 'ERR_UPLOAD_STALLED', file: { url, path } });
    expect(await bits.jobs()).toEqual([]);
  });

  it('counts a pause by policy as a stall only with stallCountsPauses', async () => {
    const { emulation, upload, tick } = await open();
    emulation.machine.setGameMode(true);
    const failure = caught(upload({ stallCountsPauses: true }));
    const uploading = upload();
    await tick(16 * minute);
    expect(await failure).toMatchObject({ code: 'ERR_UPLOAD_STALLED' });
    emulation.machine.setGameMode(false);
    await tick(minute);
    expect(await uploading).toMatchObject({ bytes: 1000n });
  });

  it('has no limit with the defaults of BITS', async () => {
    const { emulation, bits, upload, tick } = await open();
    emulation.machine.setGameMode(true);
    const uploading = upload({ defaults: 'bits', stallCountsPauses: true });
    await tick(20 * minute);
    const [job] = await bits.jobs();
    expect([await job?.getPriority(), await job?.getMinimumRetryDelay()]).toEqual(['normal', 600]);
    emulation.machine.setGameMode(false);
    await tick(minute);
    expect(await uploading).toMatchObject({ bytes: 1000n });
  });

  it('rejects with what onProgress throws, and cancels the job', async () => {
    const { bits, upload, tick } = await open();
    const reason = new Error('wrong');
    const failure = caught(
      upload({
        onProgress: () => {
          throw reason;
        },
      }),
    );
    await tick(1000);
    expect(await failure).toBe(reason);
    expect(await bits.jobs()).toEqual([]);
  });

  it('resolves with completedElsewhere when another program completes the job', async () => {
    const { emulation, upload, tick } = await open();
    const other = await connect({ backend: emulation });
    let completing: Promise<unknown> | undefined;
    let found: BitsJob | undefined;
    const uploading = upload({
      onProgress: ({ state }) => {
        if (state === 'transferred') completing = found?.complete();
      },
    });
    await tick(1000);
    [found] = await other.bits.jobs();
    await tick(minute);
    expect(await completing).toEqual({ outcome: 'S_OK' });
    expect(await uploading).toMatchObject({ bytes: 1000n, completedElsewhere: true });
    expect(await other.bits.jobs()).toEqual([]);
  });

  it.each([
    ['cancel', 0],
    ['suspend', 1],
    ['leave', 1],
  ] as const)('with onAbort %s leaves %s jobs when the connection is closed', async (onAbort, count) => {
    const { emulation, connection, upload, tick } = await open();
    const other = await connect({ backend: emulation });
    const failure = caught(upload({ onAbort }));
    await tick(1000);
    await connection.close();
    expect(await failure).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await other.bits.jobs()).toHaveLength(count);
  });
});
