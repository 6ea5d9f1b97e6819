import { koffi } from './koffi-com.js';

const path = process.env.WINPROGRESS_TEST_ANCHORS;

/**
 * Keeps the interfaces of BITS registered under Wine: test/reference/anchors.h has the reason. Does nothing on other hosts, and if the service still
 * runs in which they were kept. Starts the service otherwise.
 */
export function anchorBits(): void {
  if (path === undefined) return;
  const result = Number(koffi.load(path).func('uint32_t AnchorBits()')());
  if (result > 0x7fff_ffff) throw new Error(`AnchorBits() failed with 0x${result.toString(16)}`);
}

/** Releases what was kept of a service that has ended: test/reference/queue-manager/host_anchors.h has the reason. */
export function releaseEndedBits(): void {
  if (path === undefined) return;
  koffi.load(path).func('void ReleaseEndedBits()')();
}

// As a setup file of vitest, before each file: the tests of another file may have stopped the service.
anchorBits();
