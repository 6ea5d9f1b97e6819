import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../lib/bits/emulation/http/blocks.js';

const quarter = 256 * 1024;

/** A stream that is fed by hand. */
function openStream(): Readable {
  return new Readable({ read: () => {}, highWaterMark: 4 * quarter });
}

async function turn(): Promise<void> {
  await new Promise(setImmediate);
}

describe('blocksOf()', () => {
  it('gives all blocks that have arrived at once, and the rest later', async () => {
    const stream = openStream();
    const blocks = blocksOf(stream);
    const first = blocks.next();
    stream.push('a');
    stream.push('b');
    await turn();
    expect((await first).value?.map(String)).toEqual(['a', 'b']);
    stream.push('c');
    stream.push('d');
    stream.push(null);
    await turn();
    expect((await blocks.next()).value?.map(String)).toEqual(['c', 'd']);
    expect(await blocks.next()).toEqual({ done: true, value: undefined });
  });

  it('gives what has arrived before an error, then throws that', async () => {
    const stream = openStream();
    const blocks = blocksOf(stream);
    const first = blocks.next();
    stream.push('a');
    await turn();
    stream.destroy(new Error('cut'));
    expect((await first).value?.map(String)).toEqual(['a']);
    await expect(blocks.next()).rejects.toThrow('cut');
  });

  it('throws when the stream is closed before its end', async () => {
    const stream = openStream();
    const next = blocksOf(stream).next();
    stream.destroy();
    await expect(next).rejects.toThrow('the stream was closed');
  });

  it('stops the stream while a megabyte is waiting', async () => {
    const stream = openStream();
    const blocks = blocksOf(stream);
    const first = blocks.next();
    stream.push(Buffer.alloc(1));
    await first;
    for (let pushed = 0; pushed < 4; pushed += 1) stream.push(Buffer.alloc(quarter));
    await turn();
    expect(stream.isPaused()).toBe(true);
    expect((await blocks.next()).value).toHaveLength(4);
    expect(stream.isPaused()).toBe(false);
    await blocks.return();
    expect(stream.destroyed).toBe(true);
  });
});
