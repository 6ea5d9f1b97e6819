import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../../lib/index.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { caught } from '../support/caught.js';

const unavailable: readonly [what: string, hresult: number, code: string][] = [
  ['whose service is disabled', 0x80070422, 'ERROR_SERVICE_DISABLED'],
  ['whose class is not registered', 0x80040154, 'REGDB_E_CLASSNOTREG'],
  ['that refuses the impersonation level of the client', 0x80070005, 'E_ACCESSDENIED'],
];

// https://learn.microsoft.com/windows/win32/bits/connecting-to-the-bits-service
describe.runIf(canServeBits)('the activation of a BITS', () => {
  let service: ReferenceBits;
  let connection: Connection;

  beforeAll(async () => {
    service = await startReferenceBits({ keepCalls: false });
  });

  afterAll(() => service.stop());

  beforeEach(async () => {
    connection = await connect({ backend: 'native' });
  });

  afterEach(async () => {
    await service.clearScript();
    await connection.close();
  });

  it.each(unavailable)('%s rejects with its HRESULT, and is tried again by the next call', async (_, hresult, code) => {
    await service.fail('IClassFactory.CreateInstance', hresult);
    expect(await caught(connection.bits.jobs())).toMatchObject({ hresult, code, operation: 'CoCreateInstance' });
    expect(await connection.bits.jobs()).toEqual([]);
  });
});
