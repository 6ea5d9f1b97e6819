import type { BitsGroup, BitsGroupJob } from '../../../lib/index.js';
import type { World } from '../kit/host.js';
import { half, preparedGroup, until, untilState } from './helpers.js';

export interface Subject {
  readonly group: BitsGroup;
  readonly job: BitsGroupJob;
  /** A valid URL for another file. */
  readonly url: string;
}

const held = 131_072n;

async function suspendedGroup(world: World): Promise<Subject> {
  const { group, job, file } = await preparedGroup(world, half);
  return { group, job, url: file.url };
}

async function running(world: World): Promise<Subject> {
  const { group, job, file } = await preparedGroup(world, half);
  await group.resume();
  await until(group, ({ bytesTransferred }) => bytesTransferred >= held);
  return { group, job, url: file.url };
}

export async function transferredGroup(world: World): Promise<Subject> {
  const { group, job, file } = await preparedGroup(world, { size: 2000 });
  await group.resume();
  await untilState(group, 'transferred');
  return { group, job, url: file.url };
}

/** Results of the calls that only read: flags and numbers, or the name of the error. */
export interface Reading {
  readonly group: string;
  readonly job: string;
  readonly percent: number | string;
  readonly bytes: number | string;
  readonly size: number | string;
  readonly time: string;
  readonly files: number | string;
  readonly pastTheEnd: string;
  readonly modernJob: string;
  readonly find: string;
}

/** The result of a call that can change the group, and the flags of the group afterwards. */
export type Answer = readonly [result: string, flags: string];

export interface Row {
  readonly state: string;
  readonly open: (world: World) => Promise<Subject>;
  readonly reading: Reading;
  readonly calls: Readonly<Record<Call, Answer>>;
}

export const calls = {
  createJob: ({ group }) => group.createJob(),
  addFile: ({ job, url }, world) => job.addFile(url, world.localPath('added.bin')),
  'addFile with a bad name': ({ job, url }) => job.addFile(url, 'relative.bin'),
  resume: ({ group }) => group.resume(),
  suspend: ({ group }) => group.suspend(),
  cancel: ({ group }) => group.cancel(),
  complete: ({ group }) => group.complete(),
  'cancel of its modern job': async ({ group }) => await (await group.queryJob()).cancel(),
  'createGroup with its id': async ({ group }, world) => {
    await world.connection.bits.createGroup({ id: group.id });
  },
} satisfies Record<string, (subject: Subject, world: World) => Promise<unknown>>;

export type Call = keyof typeof calls;

const gone = 'QM_E_INVALID_STATE';
const [suspended, runs, complete, failed] = ['0x180', '0x80', '0x140', '0x380'];

const goneReading: Reading = {
  group: gone,
  job: gone,
  percent: gone,
  bytes: gone,
  size: gone,
  time: gone,
  files: gone,
  pastTheEnd: gone,
  modernJob: gone,
  find: 'QM_E_ITEM_NOT_FOUND',
};

const goneCalls: Record<Call, Answer> = {
  createJob: [gone, gone],
  addFile: [gone, gone],
  'addFile with a bad name': [gone, gone],
  resume: [gone, gone],
  suspend: [gone, gone],
  cancel: [gone, gone],
  complete: [gone, gone],
  'cancel of its modern job': [gone, gone],
  'createGroup with its id': ['S_OK', gone],
};

const openReading = { time: 'E_NOTIMPL', pastTheEnd: 'QM_E_ITEM_NOT_FOUND', modernJob: 'S_OK', find: 'S_OK' } as const;
const suspendedReading: Reading = {
  group: suspended,
  job: '0x8',
  percent: 0,
  bytes: 0,
  size: 0,
  files: 1,
  ...openReading,
};
const completeReading: Reading = {
  group: complete,
  job: '0x4',
  percent: 100,
  bytes: 2000,
  size: 2000,
  files: 1,
  ...openReading,
};

const suspendedCalls: Record<Call, Answer> = {
  createJob: ['E_NOTIMPL', suspended],
  addFile: ['S_OK', suspended],
  'addFile with a bad name': ['E_INVALIDARG', suspended],
  resume: ['S_OK', runs],
  suspend: ['S_OK', suspended],
  cancel: ['S_OK', gone],
  complete: ['BG_S_PARTIAL_COMPLETE', gone],
  'cancel of its modern job': ['S_OK', gone],
  'createGroup with its id': ['E_INVALIDARG', suspended],
};

const runningCalls: Record<Call, Answer> = {
  ...suspendedCalls,
  createJob: [gone, runs],
  addFile: ['S_OK', runs],
  'addFile with a bad name': ['E_INVALIDARG', runs],
  'createGroup with its id': ['E_INVALIDARG', runs],
};

function goneRow(state: string, open: Row['open']): Row {
  return { state, open, reading: goneReading, calls: goneCalls };
}

/** Every state of a group, and the effect of each call in it; the same for the queue manager and for a modern job in its place. */
export const table: readonly Row[] = [
  {
    state: 'without files',
    async open(world) {
      const group = await world.connection.bits.createGroup({ id: world.groupId() });
      const job = await group.createJob();
      await group.queryJob();
      return { group, job, url: (await world.serve()).url };
    },
    reading: { ...suspendedReading, files: 0 },
    calls: { ...suspendedCalls, resume: ['BG_E_EMPTY', suspended], complete: ['S_OK', complete] },
  },
  {
    state: 'suspended',
    open: suspendedGroup,
    reading: suspendedReading,
    calls: suspendedCalls,
  },
  {
    state: 'running',
    open: running,
    reading: {
      group: runs,
      job: '0x8',
      percent: 50,
      bytes: 131_072,
      size: 262_144,
      files: 1,
      ...openReading,
    },
    calls: runningCalls,
  },
  {
    state: 'suspended half way',
    async open(world) {
      const subject = await running(world);
      await subject.group.suspend();
      return subject;
    },
    reading: {
      group: suspended,
      job: '0x8',
      percent: 50,
      bytes: 131_072,
      size: 262_144,
      files: 1,
      ...openReading,
    },
    calls: suspendedCalls,
  },
  {
    state: 'waiting after a transient error',
    async open(world) {
      const url = world.unreachableUrl();
      const group = await world.connection.bits.createGroup({ id: world.groupId() });
      const job = await group.createJob();
      await job.addFile(url, world.localPath('group.bin'));
      await group.resume();
      await untilState(group, 'transientError');
      return { group, job, url };
    },
    reading: { ...suspendedReading, group: runs },
    calls: runningCalls,
  },
  {
    state: 'in error',
    async open(world) {
      const { group, job, file } = await preparedGroup(world, { status: 404 });
      await group.resume();
      await untilState(group, 'error');
      file.change(half);
      return { group, job, url: file.url };
    },
    reading: { ...suspendedReading, group: failed, job: '0x18' },
    calls: {
      ...suspendedCalls,
      createJob: ['E_NOTIMPL', failed],
      addFile: ['S_OK', failed],
      'addFile with a bad name': ['E_INVALIDARG', failed],
      suspend: ['S_OK', failed],
      'createGroup with its id': ['E_INVALIDARG', failed],
    },
  },
  {
    state: 'transferred',
    open: transferredGroup,
    reading: completeReading,
    calls: {
      ...suspendedCalls,
      createJob: ['E_NOTIMPL', complete],
      addFile: [gone, complete],
      'addFile with a bad name': [gone, complete],
      resume: [gone, complete],
      suspend: ['S_OK', complete],
      complete: ['S_OK', complete],
      'createGroup with its id': ['E_INVALIDARG', complete],
    },
  },
  {
    state: 'completed',
    async open(world) {
      const subject = await transferredGroup(world);
      await subject.group.complete();
      return subject;
    },
    reading: { ...completeReading, find: 'QM_E_ITEM_NOT_FOUND' },
    calls: {
      createJob: ['E_NOTIMPL', complete],
      addFile: [gone, complete],
      'addFile with a bad name': [gone, complete],
      resume: [gone, complete],
      suspend: ['S_OK', complete],
      cancel: ['S_OK', gone],
      complete: ['S_OK', complete],
      'cancel of its modern job': ['BG_E_INVALID_STATE', complete],
      'createGroup with its id': ['S_OK', complete],
    },
  },
  goneRow('completed before its transfer', async (world) => {
    const subject = await suspendedGroup(world);
    await subject.group.complete();
    return subject;
  }),
  goneRow('cancelled', async (world) => {
    const subject = await suspendedGroup(world);
    await subject.group.cancel();
    return subject;
  }),
  goneRow('cancelled after its transfer', async (world) => {
    const subject = await transferredGroup(world);
    await subject.group.cancel();
    return subject;
  }),
  goneRow('cancelled after its completion', async (world) => {
    const subject = await transferredGroup(world);
    await subject.group.complete();
    await subject.group.cancel();
    return subject;
  }),
  goneRow('cancelled by its modern job', async (world) => {
    const subject = await suspendedGroup(world);
    await (await subject.group.queryJob()).cancel();
    return subject;
  }),
];
