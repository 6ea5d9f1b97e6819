import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.js';

const limit = 50_000;

/** What a process is left with when a connection or a thread ends in the middle of a session of Windows Sync. */
export function describeSyncLifecycle(backend: 'native' | 'emulation'): void {
  describe(`a process with sessions of the ${backend} backend`, { timeout: limit + 10_000 }, () => {
    it('ends by itself within a second after it was closed with calls and questions in flight', async () => {
      const end = await runProgram('close-sync-session.mjs', [backend], limit);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'closed', late: 'RPC_E_DISCONNECTED' },
      });
      expect(end.lingered).toBeLessThan(1000);
    });

    it('rejects the calls that were in flight with RPC_E_DISCONNECTED or E_ABORT, and with nothing else', async () => {
      const { marker } = await runProgram('close-sync-session.mjs', [backend], limit);
      expect(marker).toMatchObject({ marker: 'closed' });
      expect(codesOf(marker).filter((code) => code !== 'RPC_E_DISCONNECTED' && code !== 'E_ABORT')).toEqual([]);
    });

    it('outlives fifty worker threads that are terminated in the middle of their sessions', async () => {
      const end = await runProgram('terminate-sync-workers.mjs', [backend, '50'], limit);
      expect(end).toMatchObject({
        code: 0,
        signal: null,
        errors: '',
        marker: { marker: 'terminated', rounds: 50, canceled: false },
      });
    });
  });
}

function codesOf(marker: unknown): unknown[] {
  const held = typeof marker === 'object' && marker !== null && 'calls' in marker;
  if (!held || !Array.isArray(marker.calls)) throw new TypeError('the program tells no calls');
  return marker.calls;
}
