import { type Bits, type BitsGroup, HResultError } from '../index.js';
import { describeError, toFailureRecord } from './errors.js';
import type { JobSurroundings } from './jobs/list.js';
import { type ExitCode, exitCodes } from './output.js';
import { describeTransfer, transferForm } from './progress/transfers.js';

/** Lists the groups of the legacy queue manager, one per line. */
export async function listGroups(bits: Pick<Bits, 'groups'>, { json, output }: JobSurroundings): Promise<ExitCode> {
  const groups = await bits.groups();
  for (const group of groups) {
    const { id, implementation } = group;
    const { name, snapshot, error } = await readGroup(group);
    if (json) {
      const transfer = snapshot === null ? null : transferForm.toRecord(snapshot);
      const failure = error === null ? {} : { error: toFailureRecord(error) };
      output.writeRecord({ type: 'group', id, implementation, name, transfer, ...failure });
    } else {
      const text = snapshot === null ? `cannot be read: ${describeError(error)}` : describeTransfer(snapshot);
      output.print([id, name, text].filter((part) => part !== null && part !== '').join('  '));
    }
  }
  if (groups.length === 0 && !json) output.print('There are no groups.');
  return exitCodes.done;
}

/** Reads the name and the snapshot of a group. A group without a job, or one that ends in the meantime, has no snapshot. */
async function readGroup(group: BitsGroup) {
  let name: string | null = null;
  try {
    name = await group.getProperty('displayName');
    return { name, snapshot: await group.snapshot(), error: null };
  } catch (error) {
    if (!(error instanceof HResultError)) throw error;
    return { name, snapshot: null, error };
  }
}
