import { beforeAll, describe, expect, it } from 'vitest';
import { codesOf, limit, type ProgramEnd, runProgram, workersOf } from './run-program.js';

/** The state of a process after a connection or a thread ended during a session of Windows Sync. */
export function describeSyncLifecycle(backend: 'native' | 'emulation'): void {
  const workers = workersOf[backend];
  describe(`a process with sessions of the ${backend} backend`, { timeout: limit + 10_000 }, () => {
    let closed: Promise<ProgramEnd>;

    beforeAll(() => {
      closed = runProgram('close-sync-session.mjs', [backend]);
    });

    it('exits within a second after it was closed with pending calls and questions', async () => {
      const end = await closed;
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'closed', late: 'RPC_E_DISCONNECTED' },
      });
      expect(end.lingered).toBeLessThan(1000);
    });

    it('rejects the pending calls with RPC_E_DISCONNECTED or E_ABORT only', async () => {
      const { marker } = await closed;
      expect(marker).toMatchObject({ marker: 'closed' });
      expect(codesOf(marker).filter((code) => code !== 'RPC_E_DISCONNECTED' && code !== 'E_ABORT')).toEqual([]);
    });

    it(`survives the termination of ${workers} worker threads during their sessions`, async () => {
      const end = await runProgram('terminate-sync-workers.mjs', [backend, String(workers)]);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'terminated', workers, canceled: false },
      });
    });
  });
}
