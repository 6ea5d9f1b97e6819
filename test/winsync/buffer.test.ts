import { describe, expect, it } from 'vitest';
import { readBuffer } from '../../lib/winsync/buffer.js';
import { caught } from '../support/caught.js';
import { filled, refusal } from './fake-session.js';

const operation = 'ISyncSessionState.GetInfoForChangeApplication';

describe('reading with a method that fills a buffer', () => {
  it('asks for the size and then for the bytes', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const asked: (number | null)[] = [];
    const read = readBuffer(operation, async (capacity) => {
      asked.push(capacity);
      return filled(bytes, capacity);
    });
    expect(await read).toEqual(bytes);
    expect(asked).toEqual([null, 3]);
  });

  it('ends after the size if there are no bytes', async () => {
    const asked: (number | null)[] = [];
    const read = readBuffer(operation, async (capacity) => {
      asked.push(capacity);
      return filled(new Uint8Array(), capacity);
    });
    expect(await read).toEqual(new Uint8Array());
    expect(asked).toEqual([null]);
  });

  it('repeats for bytes that have grown in between', async () => {
    const sizes = [2, 5, 5];
    const asked: (number | null)[] = [];
    const read = readBuffer(operation, async (capacity) => {
      asked.push(capacity);
      return filled(new Uint8Array(sizes.shift() ?? 5).fill(7), capacity);
    });
    expect(await read).toEqual(Uint8Array.of(7, 7, 7, 7, 7));
    expect(asked).toEqual([null, 2, 5]);
  });

  it('fails for bytes that keep growing', async () => {
    const read = readBuffer(operation, async (capacity) => filled(new Uint8Array((capacity ?? 0) + 1), capacity));
    expect(await caught(read)).toMatchObject({ code: 'E_UNEXPECTED', operation });
  });

  it('fails with the error of the method', async () => {
    const error = refusal('E_POINTER', operation);
    expect(await caught(readBuffer(operation, () => Promise.reject(error)))).toBe(error);
  });
});
