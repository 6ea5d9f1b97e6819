import { describe, expect, it } from 'vitest';
import { downloadToTemporaryFile } from '../../lib/bits/http/direct-download.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';

const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const path = 'C:\\in\\a';

async function scripted() {
  const machine = await openMachine();
  const { emulation, backend } = machine;
  return {
    ...machine,
    start: (signal?: AbortSignal) =>
      downloadToTemporaryFile(backend.directTransport, { url: url('a'), path }, { clock: emulation.clock, signal }),
  };
}

describe('a download without BITS from the scripted network', () => {
  it('takes the time of the emulation, and its bytes have the name when it is placed', async () => {
    const { emulation, start, tick } = await scripted();
    emulation.network.serve(url('a'), { content, bytesPerSecond: 1000, latency: 0 });
    const downloading = start();
    await tick(2000);
    const download = await downloading;
    expect(download.bytes).toBe(1000n);
    const blocks: Uint8Array[] = [];
    for await (const block of download.read()) blocks.push(block);
    expect(Buffer.concat(blocks)).toEqual(Buffer.from(content));
    expect(emulation.files.has(path)).toBe(false);
    await download.place();
    expect(emulation.files.read(path)).toEqual(content);
  });

  it('continues after a cut connection in virtual time', async () => {
    const { emulation, start, tick } = await scripted();
    const faults = [{ at: 400, kind: 'cut' }] as const;
    emulation.network.serve(url('a'), { content, bytesPerSecond: 1000, latency: 0, faults });
    const downloading = start();
    await tick(1399);
    await tick(601);
    expect((await downloading).bytes).toBe(1000n);
    const gets = emulation.network.requests.filter(({ method }) => method === 'GET');
    expect(gets.map(({ range, time }) => [range, time - (gets[0]?.time ?? 0)])).toEqual([
      [null, 0],
      ['bytes=400-', 1400],
    ]);
  });

  it('accepts servers that the strict policy of the machine refuses to BITS', async () => {
    const { emulation, start, tick } = await scripted();
    emulation.network.serve(url('a'), { content, acceptsRanges: false, latency: 0 });
    const downloading = start();
    await tick(100);
    expect((await downloading).bytes).toBe(1000n);
  });

  it('rejects with the error that BITS would report, with the file', async () => {
    const { emulation, start, tick } = await scripted();
    emulation.network.serve(url('b'), { content });
    const failure = caught(start());
    await tick(100);
    expect(await failure).toMatchObject({ code: 'BG_E_HTTP_ERROR_404', file: { url: url('a'), path } });
  });

  it('rejects with the error of the disk when the name cannot be given, and can be placed later', async () => {
    const { emulation, start, tick } = await scripted();
    emulation.network.serve(url('a'), { content, latency: 0 });
    const downloading = start();
    await tick(100);
    const download = await downloading;
    emulation.files.setReadOnly('C:\\in');
    expect(await caught(download.place())).toMatchObject({ hresult: hresults.E_ACCESSDENIED, context: 'localFile' });
    emulation.files.setReadOnly('C:\\in', false);
    await download.place();
    expect(emulation.files.read(path)).toEqual(content);
  });

  it('rejects with the reason of the signal', async () => {
    const { emulation, start, tick } = await scripted();
    emulation.network.serve(url('a'), { content, bytesPerSecond: 100, latency: 0 });
    const abort = new AbortController();
    const failure = caught(start(abort.signal));
    await tick(500);
    const reason = new Error('enough');
    abort.abort(reason);
    expect(await failure).toBe(reason);
    expect(emulation.files.has(path)).toBe(false);
  });
});
