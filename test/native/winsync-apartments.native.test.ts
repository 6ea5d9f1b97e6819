import { describe, expect, it } from 'vitest';
import { runNativeProgram } from './native-program.js';
import { hasSyncProviderLibrary, openSyncProviderLibrary } from './winsync-library.js';

const limit = 240_000;

/** Objects of this package are agile, those of the reference library are not. */
describe.runIf(hasSyncProviderLibrary)('attach() and attachCallback()', { timeout: limit + 10_000 }, () => {
  async function attachIn(apartment: string): Promise<unknown> {
    const end = await runNativeProgram('attach-from-apartment.mjs', [apartment, openSyncProviderLibrary().path], limit);
    expect(end).toMatchObject({ code: 0, errors: '' });
    return end.marker;
  }

  it('accept every object if the JavaScript thread is in the multi-threaded apartment', async () => {
    expect(await attachIn('multi-threaded')).toEqual({
      ownState: 'called',
      ownCallback: 'called',
      foreignState: 'called',
      foreignCallback: 'called',
    });
  });

  it('accept only agile objects in a single-threaded apartment, and refuse others with RPC_E_WRONG_THREAD', async () => {
    const refused = (operation: string) => ({
      code: 'RPC_E_WRONG_THREAD',
      operation,
      message: expect.stringContaining('make it agile'),
    });
    expect(await attachIn('single-threaded')).toEqual({
      ownState: 'called',
      ownCallback: 'called',
      foreignState: refused('ISyncSessionState.QueryInterface'),
      foreignCallback: refused('ISyncCallback.QueryInterface'),
    });
  });
});
