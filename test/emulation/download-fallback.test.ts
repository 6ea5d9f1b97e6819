import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { connect } from '../../lib/index.js';
import { Downloads, patternOf } from './support/downloads.js';
import { start } from './support/process.js';

const content = patternOf(100_000);
const held = 40_000;
const key = 'fallback';

/** Kills a process in the middle of a download with a key and without BITS. Returns the URL of the file, which a later download gets whole. */
async function killDownload({ server }: Downloads, path: string): Promise<string> {
  const url = server.serve('/a', { content, holdAt: held });
  const child = start('./fallback-downloader.mjs', url, path, key);
  while ((await child.next()) !== held);
  await child.kill();
  return server.serve('/a', { content });
}

describe('a process that is killed during a download with a key and without BITS', () => {
  it.each([
    ['disabled', 'http'],
    ['running', 'bits'],
  ] as const)('leaves a file that the next call deletes while the service is %s', async (service, by) => {
    await using downloads = await Downloads.open({ policy: { http: 'lenient' } });
    const path = downloads.pathOf('a');
    const url = await killDownload(downloads, path);
    expect(await downloads.list()).toHaveLength(1);
    downloads.emulation.machine.setBitsService(service);
    await using connection = await connect({ backend: downloads.emulation });
    expect(await connection.bits.download(url, path, { key, fallback: 'http' })).toMatchObject({ by });
    expect(await downloads.list()).toEqual(['a']);
    expect(content.equals(await readFile(path))).toBe(true);
  });
});
