import { describe, expect, it } from 'vitest';
import { listGroups } from '../../lib/cli/groups.js';
import { machine } from './support/machine.js';

describe('winprogress groups', () => {
  it('prints one line for each group, or that there are none', async () => {
    const { bits, output } = await machine();
    expect(await listGroups(bits, { json: false, output })).toBe(0);
    const { id } = await bits.createGroup({ name: 'updates' });
    await listGroups(bits, { json: false, output });
    expect(output.lines[0]).toBe('There are no groups.');
    expect(output.lines[1]).toMatch(new RegExp(`^\\${id}  updates  `));
  });

  it.each([true, false])('writes one record for each group (legacy class: %j)', async (queueManager) => {
    const { bits, output, surroundings } = await machine({ queueManager });
    const group = await bits.createGroup({ name: 'updates' });
    await (await group.createJob()).addFile('http://files.example/a', 'C:\\a');
    await listGroups(bits, surroundings);
    const { id, implementation } = group;
    expect(output.records).toMatchObject([
      { type: 'group', id, implementation, name: 'updates', transfer: { state: 'suspended', bytesTransferred: '0' } },
    ]);
  });
});
