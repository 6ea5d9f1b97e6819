import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connect } from '../../lib/index.js';

it('a callback reaches a connection that was opened after the last one had closed', async () => {
  const first = await connect({ backend: 'native' });
  await first.bits.jobs();
  await first.close();

  const server = createServer((_, response) => response.end('content')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port }: AddressInfo = addressOf(server.address());
  await using second = await connect({ backend: 'native' });
  const job = await second.bits.createJob({
    name: 'winprogress reconnect',
    files: [{ url: `http://127.0.0.1:${port}/a`, path: join(tmpdir(), 'winprogress-reconnect.bin') }],
  });
  const transferred = new Promise<string>((resolve) => {
    job.listen({ onTransferred: () => resolve('transferred') }).then(() => job.resume());
  });
  expect(await transferred).toBe('transferred');
  await job.cancel();
  server.close();
});

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return address;
}
