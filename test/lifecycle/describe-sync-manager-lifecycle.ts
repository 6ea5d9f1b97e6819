import { beforeAll, describe, expect, it } from 'vitest';
import { codesOf, limit, type ProgramEnd, runProgram, workersOf } from './run-program.js';

/** The state of a process after connections or threads ended during a synchronisation of Sync Manager. */
export function describeSyncManagerLifecycle(backend: 'native' | 'emulation'): void {
  const workers = workersOf[backend];
  describe(`a process with handlers of the ${backend} backend`, { timeout: limit + 10_000 }, () => {
    let closed: Promise<ProgramEnd>;

    beforeAll(() => {
      closed = runProgram('close-sync-manager.mjs', [backend]);
    });

    it('exits within a second after it was closed with pending calls and a question', async () => {
      const end = await closed;
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'closed', late: 'RPC_E_DISCONNECTED', ended: 'RPC_E_DISCONNECTED' },
      });
      expect(end.lingered).toBeLessThan(1000);
    });

    it('rejects the pending calls with RPC_E_DISCONNECTED only', async () => {
      const { marker } = await closed;
      expect(marker).toMatchObject({ marker: 'closed' });
      expect(codesOf(marker).filter((code) => code !== 'RPC_E_DISCONNECTED')).toEqual([]);
    });

    it('releases the functions of handlers that were dropped without being closed and of classes that were closed', async () => {
      const end = await runProgram('drop-sync-handlers.mjs', [backend, '200']);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'dropped', found: 400, name: 'Opened', messages: 0 },
      });
    });

    it(`survives the termination of ${workers} worker threads during their synchronisations`, async () => {
      const end = await runProgram('terminate-sync-manager-workers.mjs', [backend, String(workers)]);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'terminated', workers, name: 'Without end', event: 'progress' },
      });
    });
  });
}
