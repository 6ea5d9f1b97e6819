import type { ServedFile } from './server.js';

/** One transfer of the demo: a job or a group, and the files that it brings. */
export interface PlannedTransfer {
  readonly name: string;
  readonly kind: 'job' | 'group';
  readonly files: readonly ServedFile[];
}

/** Sizes from nothing to what takes some seconds; groups with one file and with several. */
export const plan: readonly PlannedTransfer[] = [
  { name: 'job empty', kind: 'job', files: [{ name: 'empty.bin', size: 0 }] },
  { name: 'job small', kind: 'job', files: [{ name: 'small.bin', size: 4_321 }] },
  { name: 'job large', kind: 'job', files: [{ name: 'large.bin', size: 30_000_000 }] },
  { name: 'group one', kind: 'group', files: [{ name: 'group.bin', size: 9_000_000 }] },
  {
    name: 'group many',
    kind: 'group',
    files: [
      { name: 'first.bin', size: 2_500_000 },
      { name: 'second.bin', size: 70_000 },
      { name: 'third.bin', size: 1_048_576 },
    ],
  },
];

/** How fast the server sends on each connection: slow enough for bars to be seen moving, quick enough for a demo. */
export const bytesPerSecond = 7_000_000;
