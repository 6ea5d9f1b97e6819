import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { ReferenceTransfers } from '../contract/hosts/reference-transfers.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { caught } from '../support/caught.js';
import { contentOf } from '../support/content.js';
import type { ContentList, ContentPrefetcher } from './example-types.js';
import { importExample, type NativeExampleMachine, openNativeMachine } from './native-machine.js';

const { prefetch } = await importExample<ContentPrefetcher>('content-prefetcher');
const contents = new Map([
  ['maps/north.pak', contentOf(300_000)],
  ['sounds.pak', contentOf(100_000)],
]);

/** Serves the files, and returns their list. */
function serve({ server }: NativeExampleMachine, { holdAt }: { holdAt?: number } = {}): ContentList {
  const files = [...contents].map(([path, content]) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const url = server.serve(`/${path}`, { content, ...(holdAt === undefined ? {} : { holdAt }) });
    return { url, path, sha256, size: content.length };
  });
  return { version: 'season-4', files };
}

async function expectContents({ folder }: NativeExampleMachine): Promise<void> {
  for (const [path, content] of contents) expect((await readFile(join(folder, path))).equals(content), path).toBe(true);
}

/** BITS of Wine cannot restrict a job to unmetered networks; the reference service can, with transfers that the test makes. */
describe('the prefetcher example through real COM', () => {
  let service: ReferenceBits | undefined;
  let transfers: ReferenceTransfers | undefined;

  beforeAll(async () => {
    if (!canServeBits) return;
    service = await startReferenceBits({ keepCalls: false });
    transfers = new ReferenceTransfers(service);
  });

  afterAll(async () => {
    await transfers?.stop();
    await service?.stop();
  });

  it('downloads the files of its list', async () => {
    await using machine = await openNativeMachine();
    const { connection, folder } = machine;
    const lines: string[] = [];
    const result = await prefetch(connection, serve(machine), { folder, print: (line) => lines.push(line) });
    expect(result).toMatchObject({ bytes: 400_000n, resumed: false });
    expect(lines.at(-1)).toBe('waits for complete');
    await expectContents(machine);
  });

  it('leaves its job running when it is interrupted, and the next run completes it', async () => {
    await using machine = await openNativeMachine();
    const { connection, server, folder } = machine;
    const list = serve(machine, { holdAt: 65_536 });
    const stop = new AbortController();
    const print = (line: string) => {
      if (line.startsWith('transferring')) stop.abort();
    };
    const interrupted = prefetch(connection, list, { folder, signal: stop.signal, print });
    expect(await caught(interrupted)).toMatchObject({ name: 'AbortError' });
    expect((await connection.bits.snapshot({ name: 'Content season-4' })).map(({ state }) => state)).toContain(
      'transferring',
    );
    const again = prefetch(connection, list, { folder, print: () => {} });
    for (const path of contents.keys()) server.release(`/${path}`);
    expect(await again).toMatchObject({ resumed: true, bytes: 400_000n });
    await expectContents(machine);
  });

  it.runIf(canServeBits)(
    'says that it waits for an unmetered network, and goes on when the network is unmetered',
    async () => {
      if (transfers === undefined) throw new TypeError('the transfers are not started');
      await using machine = await openNativeMachine();
      const { connection, folder } = machine;
      transfers.blockedBy = hresults.BG_E_BLOCKED_BY_COST_TRANSFER_POLICY;
      const lines: string[] = [];
      const print = (line: string) => {
        lines.push(line);
        if (line === 'waits for unmeteredNetwork' && transfers !== undefined) transfers.blockedBy = null;
      };
      expect(await prefetch(connection, serve(machine), { folder, print })).toMatchObject({ bytes: 400_000n });
      expect(lines).toContain('waits for unmeteredNetwork');
      await expectContents(machine);
    },
  );
});
