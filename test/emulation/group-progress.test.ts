import { describe, expect, it } from 'vitest';
import type { GroupJobVerbs, GroupVerbs } from '../../lib/bits/verbs.js';
import { caught } from '../support/caught.js';
import { openGroup, progress } from './support/group.js';

describe.each([
  ['IBackgroundCopyGroup', (of: { group: GroupVerbs; job: GroupJobVerbs }) => of.group],
  ['IBackgroundCopyJob1', (of: { group: GroupVerbs; job: GroupJobVerbs }) => of.job],
])('%s.GetProgress', (name, pick) => {
  it('goes from 0 to 100 percent, rounded down', async () => {
    const machine = await openGroup({ size: 1001, bytesPerSecond: 1000 });
    const percents: number[] = [await pick(machine).getProgress(progress.percentDone)];
    await machine.group.resumeGroup();
    for (const milliseconds of [500, 500, 100]) {
      await machine.tick(milliseconds);
      percents.push(await pick(machine).getProgress(progress.percentDone));
    }
    expect(percents).toEqual([0, 49, 99, 100]);
  });

  it('goes from 0 to the size in bytes', async () => {
    const machine = await openGroup();
    const sizes: number[] = [await pick(machine).getProgress(progress.sizeDone)];
    await machine.group.resumeGroup();
    for (const milliseconds of [500, 600]) {
      await machine.tick(milliseconds);
      sizes.push(await pick(machine).getProgress(progress.sizeDone));
    }
    expect(sizes).toEqual([0, 500, 1000]);
  });

  it.each([progress.timeDone, 0, 4])('rejects the kind %i with E_NOTIMPL', async (kind) => {
    expect(await caught(pick(await openGroup()).getProgress(kind))).toMatchObject({
      code: 'E_NOTIMPL',
      hresult: 0x80004001,
      operation: `${name}.GetProgress`,
    });
  });

  it('is 0 percent while the total is unknown, and 100 once everything is transferred', async () => {
    const machine = await openGroup({ chunked: true });
    await machine.group.resumeGroup();
    await machine.tick(900);
    expect(await pick(machine).getProgress(progress.percentDone)).toBe(0);
    expect(await pick(machine).getProgress(progress.sizeDone)).toBe(900);
    await machine.tick(200);
    expect(await pick(machine).getProgress(progress.percentDone)).toBe(100);
  });

  it('is 100 percent once an empty file is transferred', async () => {
    const machine = await openGroup({ size: 0 });
    expect(await pick(machine).getProgress(progress.percentDone)).toBe(0);
    await machine.group.resumeGroup();
    await machine.tick(100);
    expect(await pick(machine).getProgress(progress.percentDone)).toBe(100);
    expect(await pick(machine).getProgress(progress.sizeDone)).toBe(0);
  });

  it('is the largest DWORD for 4 GiB and more', async () => {
    const machine = await openGroup({ size: 5n * 1024n ** 3n, bytesPerSecond: 1024 ** 3 });
    await machine.group.resumeGroup();
    await machine.tick(4500);
    expect(await pick(machine).getProgress(progress.sizeDone)).toBe(0xffffffff);
    expect(await machine.group.getSize()).toBe(0xffffffff);
    expect(await pick(machine).getProgress(progress.percentDone)).toBe(90);
  });
});

describe('get_Size', () => {
  it('is 0 while the size is unknown', async () => {
    const { group, tick } = await openGroup();
    expect(await group.getSize()).toBe(0);
    await group.resumeGroup();
    await tick(100);
    expect(await group.getSize()).toBe(1000);
  });
});
