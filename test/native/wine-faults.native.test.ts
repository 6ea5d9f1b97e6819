import { describe, expect, it } from 'vitest';
import { canServeBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { anchorBits } from './anchors.js';
import { runThread } from './threads.js';

/** docs/development.md lists the faults. */
describe.runIf(canServeBits)('what the tests do about faults of Wine', () => {
  it('a new process or thread does not get the identifier of one that has ended', () => {
    const ended = Array.from({ length: 600 }, () => {
      const { id, free } = runThread();
      free();
      return id;
    });
    expect(new Set(ended).size).toBe(ended.length);
  });

  it('a library that koffi calls can report an exception', async () => {
    const service = await startReferenceBits();
    try {
      await service.fail('IBackgroundCopyManager.CreateJob', 0x8000_4005);
      expect(() => anchorBits()).toThrow('AnchorBits() failed with 0x80004005');
    } finally {
      await service.stop();
    }
  });
});
