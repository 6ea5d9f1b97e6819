import { describe, expect, it } from 'vitest';
import { createEmulation, type EmulationOptions } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

async function open(options?: EmulationOptions) {
  const emulation = createEmulation(options);
  const connection = await connect({ backend: emulation });
  return { emulation, connection, bits: connection.bits };
}

describe('the availability of BITS', () => {
  it.each([
    ['disabled', 'serviceDisabled', 'ERROR_SERVICE_DISABLED'],
    ['notInstalled', 'notInstalled', 'REGDB_E_CLASSNOTREG'],
  ] as const)('of a service that is %s has the reason %s', async (state, reason, code) => {
    const { emulation, bits } = await open();
    emulation.machine.setBitsService(state);
    expect(await bits.availability()).toMatchObject({
      usable: false,
      reason,
      error: { code, operation: 'CoCreateInstance' },
    });
    emulation.machine.setBitsService('running');
    expect(await bits.availability()).toMatchObject({ usable: true, reason: 'ok' });
  });

  it('is tooManyJobs in a trial when the user has as many jobs as the policy allows', async () => {
    const { bits } = await open({ policy: { jobsPerUser: 1 } });
    await bits.createJob({ name: 'only' });
    expect(await bits.availability()).toMatchObject({ reason: 'ok' });
    expect(await bits.availability({ trial: true })).toMatchObject({
      usable: false,
      reason: 'tooManyJobs',
      error: { code: 'BG_E_TOO_MANY_JOBS_PER_USER' },
    });
    expect(await bits.jobs()).toHaveLength(1);
  });

  it('rejects when the connection is closed', async () => {
    const { connection, bits } = await open();
    await connection.close();
    expect(await caught(bits.availability())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('rejects with the reason of an aborted signal, before anything is created', async () => {
    const { bits } = await open();
    const reason = new Error('enough');
    expect(await caught(bits.availability({ trial: true, signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(await bits.jobs()).toEqual([]);
  });

  it('rejects with a TypeError for a trial that is not a boolean', async () => {
    const { bits } = await open();
    expect(await caught(Reflect.apply(bits.availability, bits, [{ trial: 1 }]))).toBeInstanceOf(TypeError);
  });
});
