import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

const url = 'http://files.example/a';
const path = 'C:\\files\\a';

/** A group whose one file is transferred. */
async function transferredGroup(queueManager: boolean) {
  const emulation = createEmulation({ queueManager });
  emulation.network.serve(url, { size: 1000 });
  const connection = await connect({ backend: emulation });
  const group = await connection.bits.createGroup();
  await (await group.createJob()).addFile(url, path);
  await group.resume();
  await emulation.clock.tickAsync(10_000);
  return { emulation, connection, group };
}

describe.each([
  ['the queue manager', true],
  ['the modern job', false],
])('cancel() of a transferred group, by %s', (_, queueManager) => {
  it('puts the file in place', async () => {
    const { emulation, connection, group } = await transferredGroup(queueManager);
    await group.cancel();
    expect(emulation.files.size(path)).toBe(1000n);
    await connection.close();
  });

  it('rejects when the file cannot be put in place and can be repeated', async () => {
    const { emulation, connection, group } = await transferredGroup(queueManager);
    emulation.files.setReadOnly('C:\\files');
    expect(await caught(group.cancel())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyGroup.CancelGroup',
    });
    expect((await connection.bits.getGroup(group.id)).id).toBe(group.id);
    expect(await group.getStatus()).toMatchObject({ complete: true, suspended: true });
    emulation.files.setReadOnly('C:\\files', false);
    await group.cancel();
    expect(emulation.files.size(path)).toBe(1000n);
    await connection.close();
  });

  it('does not affect a new group with its id after it was completed', async () => {
    const { connection, group } = await transferredGroup(queueManager);
    await group.complete();
    const second = await connection.bits.createGroup({ id: group.id });
    await group.cancel();
    expect((await connection.bits.getGroup(group.id)).id).toBe(second.id);
    expect(await second.getStatus()).toMatchObject({ incomplete: true, suspended: true });
    await connection.close();
  });
});

describe('the modern job of a group', () => {
  it('keeps its file and its description when it cannot be marked', async () => {
    const { connection, group } = await transferredGroup(false);
    const modern = await group.queryJob();
    await modern.setDescription('not a group any more');
    expect(await caught(group.cancel())).toMatchObject({ code: 'QM_E_INVALID_STATE' });
    expect([await modern.getState(), await modern.getDescription()]).toEqual(['transferred', 'not a group any more']);
    await connection.close();
  });
});
