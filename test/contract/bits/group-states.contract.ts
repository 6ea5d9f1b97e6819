import { expect } from 'vitest';
import type { Contract } from '../kit/describe.js';
import type { World } from '../kit/host.js';
import { type Call, calls, type Reading, type Row, type Subject, table } from './group-state-table.js';
import { flagsOf, resultOf } from './results.js';

const callNames = Object.keys(calls).filter((name): name is Call => name in calls);

const nameOfReading = 'returns the state, the counts and the files';
const nameOfAnswer = (row: Row, call: Call) => `returns ${row.calls[call][0]} from ${call}`;

/** The full names of the tests of one row, for hosts that cannot bring a group into its state. */
export function testsOfGroupState(state: string): string[] {
  return table
    .filter((row) => row.state === state)
    .flatMap((row) => [nameOfReading, ...callNames.map((call) => nameOfAnswer(row, call))])
    .map((name) => `a group that is ${state} > ${name}`);
}

/** One table of states and calls: the result of each call in each state, and the state of the group afterwards. */
export function groupStatesContract({ group, test }: Contract): void {
  for (const row of table) {
    group(`a group that is ${row.state}`, () => {
      test(nameOfReading, async (world) => {
        const subject = await row.open(world);
        expect(await read(subject, world)).toEqual(row.reading);
      });

      for (const name of callNames) {
        test(nameOfAnswer(row, name), async (world) => {
          const subject = await row.open(world);
          const result = await resultOf(calls[name](subject, world));
          expect([result, await flagsOf(subject.group)]).toEqual(row.calls[name]);
        });
      }
    });
  }
}

async function read({ group, job }: Subject, world: World): Promise<Reading> {
  const number = async (value: Promise<number>) => {
    let read: number | undefined;
    const result = await resultOf(
      value.then((found) => {
        read = found;
      }),
    );
    return read ?? result;
  };
  expect(await group.getGroupId()).toBe(group.id);
  return {
    group: await flagsOf(group),
    job: await flagsOf(job),
    percent: await number(group.getProgress('percentDone')),
    bytes: await number(job.getProgress('sizeDone')),
    size: await number(group.getSize()),
    time: await resultOf(group.getProgress('timeDone')),
    files: await number(job.getFileCount()),
    pastTheEnd: await resultOf(job.getFile(99)),
    modernJob: await resultOf(group.queryJob()),
    find: await resultOf(world.connection.bits.getGroup(group.id)),
  };
}
