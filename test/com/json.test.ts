import { expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { serializable } from '../../lib/com/json.js';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';

it('toJSON() converts bigint values to decimal strings and leaves all others unchanged', () => {
  const value = serializable({ bytes: 2n ** 64n - 1n, total: null, state: 'queued' });
  expect(JSON.stringify(value)).toBe('{"bytes":"18446744073709551615","total":null,"state":"queued"}');
});

it('toJSON() is neither enumerable nor copied', () => {
  const value = serializable({ bytes: 1n });
  expect(value).toEqual({ bytes: 1n });
  expect(Object.keys({ ...value })).toEqual(['bytes']);
});

it('an HResultError is written with its message, its code and its operation', () => {
  const error = new HResultError(0x80190194, 'IBackgroundCopyError.GetError', 'remoteFile');
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'HResultError',
    message: 'IBackgroundCopyError.GetError failed: BG_E_HTTP_ERROR_404 (0x80190194), remoteFile',
    code: 'BG_E_HTTP_ERROR_404',
    hresult: 0x80190194,
    operation: 'IBackgroundCopyError.GetError',
    context: 'remoteFile',
    httpStatus: 404,
  });
});

it('snapshots of a job, of the list of jobs and of files can be written as JSON', async () => {
  const emulation = createEmulation();
  emulation.network.serve('http://server.test/a.bin', { size: 10 });
  await using connection = await connect({ backend: emulation });
  const job = await connection.bits.createJob({
    name: 'a',
    files: [{ url: 'http://server.test/a.bin', path: '/downloads/a.bin' }],
  });
  expect(JSON.parse(JSON.stringify(await job.snapshot()))).toMatchObject({ state: 'suspended', bytesTransferred: '0' });
  expect(JSON.parse(JSON.stringify(await connection.bits.snapshot()))).toMatchObject([{ bytesTransferred: '0' }]);
  expect(JSON.parse(JSON.stringify(await job.files()))).toMatchObject([{ bytesTransferred: '0', bytesTotal: null }]);
});
