import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../lib/index.js';
import { limit, runProgram, workersOf } from './run-program.js';

/** The state of a process after a connection or a thread ended during its work. */
export function describeLifecycle(backend: 'native' | 'emulation'): void {
  const workers = workersOf[backend];
  describe(`a process that uses the ${backend} backend`, { timeout: limit + 10_000 }, () => {
    const name = `lifecycle ${process.pid}`;
    let folder = '';

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'winprogress-lifecycle-'));
    });

    afterEach(async () => {
      if (backend === 'native') await cancelJobs(name);
      rmSync(folder, { recursive: true, force: true });
    });

    it('exits within a second after a connection was closed with pending calls, a watch and callbacks, which reject with RPC_E_DISCONNECTED', async () => {
      const end = await runProgram('close-in-flight.mjs', [backend, name, join(folder, 'file.bin')]);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: {
          marker: 'closed',
          watch: 'RPC_E_DISCONNECTED',
          late: 'RPC_E_DISCONNECTED',
          // The pending calls that had not settled before.
          calls: ['RPC_E_DISCONNECTED'],
        },
      });
      expect(end.lingered).toBeLessThan(1000);
    });

    it(`survives the termination of ${workers} worker threads during their calls`, async () => {
      const end = await runProgram('terminate-workers.mjs', [backend, name, String(workers)]);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'terminated', workers, state: 'suspended' },
      });
    });
  });
}

/** Real jobs outlive the process that created them. */
async function cancelJobs(name: string): Promise<void> {
  await using connection = await connect({ backend: 'native' });
  for (const { id, state, ...job } of await connection.bits.snapshot()) {
    const ended = state === 'acknowledged' || state === 'canceled';
    if (job.name === name && !ended) await (await connection.bits.getJob(id)).cancel();
  }
}
