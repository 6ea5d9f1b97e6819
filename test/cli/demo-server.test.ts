import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, digestOf } from '../../lib/cli/demo/generated-files.js';
import { type FileServer, startServer } from '../../lib/cli/demo/server.js';

const file = { name: 'file.bin', size: 200_000 };
const unlimited = Number.POSITIVE_INFINITY;
const whole = Buffer.concat([...contentOf(file.name, 0, file.size)]);

describe('contentOf()', () => {
  it.each([
    [0, 16],
    [5, 23],
    [65_530, 65_550],
    [199_999, 200_000],
  ])('returns the same bytes from %i to %i as for the whole file', (start, end) => {
    const part = Buffer.concat([...contentOf(file.name, start, end)]);
    expect(part.equals(whole.subarray(start, end))).toBe(true);
  });

  it('returns other bytes for another file', () => {
    const other = Buffer.concat([...contentOf('other.bin', 0, file.size)]);
    expect(other.equals(whole)).toBe(false);
  });

  it('has the digest that digestOf() returns', () => {
    expect(digestOf(file)).toBe(createHash('sha256').update(whole).digest('hex'));
  });
});

describe('startServer()', () => {
  let server: FileServer;

  beforeAll(async () => {
    server = await startServer([file, { name: 'empty.bin', size: 0 }], unlimited);
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('sends length and validators for HEAD', async () => {
    const response = await fetch(server.urlOf(file), { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '200000',
      etag: '"file.bin-200000"',
      'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    });
  });

  it('sends the whole file', async () => {
    const response = await fetch(server.urlOf(file));
    expect(whole.equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it.each([
    ['bytes=100-299', 100, 300],
    ['bytes=199990-', 199_990, 200_000],
    ['bytes=199990-300000', 199_990, 200_000],
  ])('sends the range %s', async (range, start, end) => {
    const response = await fetch(server.urlOf(file), { headers: { range } });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/200000`);
    expect(whole.subarray(start, end).equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
  });

  it('sends 416 for a range beyond the end', async () => {
    const response = await fetch(server.urlOf(file), { headers: { range: 'bytes=200000-' } });
    expect(response.status).toBe(416);
  });

  it('sends an empty file', async () => {
    const response = await fetch(server.urlOf({ name: 'empty.bin', size: 0 }));
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '0']);
  });

  it('sends 404 for an unknown file', async () => {
    expect((await fetch(server.urlOf({ name: 'none.bin', size: 1 }))).status).toBe(404);
  });
});
