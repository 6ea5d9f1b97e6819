import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { machineOf, target } from './support/bits-jobs.js';
import { state } from './support/states.js';

describe('credentials', () => {
  const basic = { scheme: 'basic', user: 'u', password: 'secret' } as const;

  it.each<[string, Parameters<JobVerbs['setCredentials']>[0] | null, number]>([
    ['none', null, state.error],
    ['those of another scheme', { target: 1, scheme: 2, userName: 'u', password: 'secret' }, state.error],
    ['another password', { target: 1, scheme: 1, userName: 'u', password: 'other' }, state.error],
    ['those of the proxy', { target: 2, scheme: 1, userName: 'u', password: 'secret' }, state.error],
    ['the right ones', { target: 1, scheme: 1, userName: 'u', password: 'secret' }, state.transferred],
  ])('of a server that demands Basic: %s', async (_, credentials, reached) => {
    const { job, tick } = await machineOf({ credentials: basic });
    if (credentials !== null) await job.setCredentials(credentials);
    await job.addFileSet([target]);
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(reached);
    if (reached === state.error) expect(await job.getError()).toMatchObject({ hresult: 0x80190191 });
  });

  it('are removed once', async () => {
    const { job } = await machineOf();
    await job.setCredentials({ target: 1, scheme: 1, userName: 'u', password: 'p' });
    expect(await job.removeCredentials(1, 1)).toBe(hresults.S_OK);
    expect(await job.removeCredentials(1, 1)).toBe(hresults.S_FALSE);
    expect(await caught(job.removeCredentials(0, 1))).toMatchObject({ code: 'BG_E_INVALID_AUTH_TARGET' });
  });

  it('of a proxy that demands them', async () => {
    const { emulation, job, tick } = await machineOf();
    emulation.machine.setProxy(basic);
    await job.addFileSet([target]);
    await job.resume();
    await tick(5000);
    expect(await job.getError()).toMatchObject({ hresult: 0x80190197 });
    await job.setCredentials({ target: 2, scheme: 1, userName: 'u', password: 'secret' });
    await job.resume();
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('are not needed without a proxy, and may be stored ones of the owner', async () => {
    const { emulation, manager, tick } = await machineOf();
    emulation.machine.setProxy({ scheme: 'negotiate', user: 'u', password: 'secret' });
    for (const settings of [{ proxy: { usage: 1, list: null, bypass: null } }, { useStoredCredentials: 2 }]) {
      const job = await manager.createJob('test', 0, settings, [target]);
      await job.resume();
      await tick(5000);
      expect(await job.getState()).toBe(state.transferred);
    }
  });
});
