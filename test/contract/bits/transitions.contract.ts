import { expect } from 'vitest';
import type { BitsJob } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { ended, expectBytes, half, halfway, prepared, started, transferred, until, untilState } from './helpers.js';

type Outcome = readonly [result: string, states: readonly string[]];

/** A state of a job, how a test brings a job into it, and the result and the states after each call. */
interface Row {
  readonly state: string;
  readonly open: (world: ModernWorld) => Promise<BitsJob>;
  readonly calls: Readonly<Record<Call, Outcome>>;
}

const calls = {
  Suspend: (job) => job.suspend(),
  Resume: (job) => job.resume(),
  Cancel: async (job) => (await job.cancel()).outcome,
  Complete: async (job) => (await job.complete()).outcome,
} satisfies Record<string, (job: BitsJob) => Promise<unknown>>;

type Call = keyof typeof calls;

const callNames = ['Suspend', 'Resume', 'Cancel', 'Complete'] as const satisfies readonly Call[];

const action = ['queued', 'connecting', 'transferring', 'transientError'];
const canceled: Outcome = ['S_OK', ['canceled']];
const partial: Outcome = ['BG_S_PARTIAL_COMPLETE', ['acknowledged']];
const suspended: Outcome = ['S_OK', ['suspended']];
const invalidIn = (state: string): Outcome => ['BG_E_INVALID_STATE', [state]];

function finalRow(state: 'acknowledged' | 'canceled'): Row {
  const refused = invalidIn(state);
  const refusals = { Suspend: refused, Resume: refused, Cancel: refused, Complete: refused };
  return { state, open: (world) => ended(world, state), calls: refusals };
}

async function waitingForNetwork(world: ModernWorld): Promise<BitsJob> {
  await world.setCondition('groupPolicy', true);
  const { job } = await started(world);
  await untilState(job, 'transientError');
  return job;
}

/** The states of the life of a job, and what each call does in them. */
const rows: readonly Row[] = [
  {
    state: 'suspended without files',
    open: (world) => world.connection.bits.createJob({ name: world.jobName() }),
    calls: {
      Suspend: suspended,
      Resume: ['BG_E_EMPTY', ['suspended']],
      Cancel: canceled,
      Complete: ['S_OK', ['acknowledged']],
    },
  },
  {
    state: 'suspended',
    open: async (world) => (await prepared(world)).job,
    calls: { Suspend: suspended, Resume: ['S_OK', [...action, 'transferred']], Cancel: canceled, Complete: partial },
  },
  {
    state: 'transferring',
    open: async (world) => (await halfway(world)).job,
    calls: { Suspend: suspended, Resume: ['S_OK', action], Cancel: canceled, Complete: partial },
  },
  {
    state: 'transientError',
    open: waitingForNetwork,
    calls: { Suspend: suspended, Resume: ['S_OK', action], Cancel: canceled, Complete: partial },
  },
  {
    state: 'error',
    async open(world) {
      const { job, file } = await started(world, { status: 404 });
      await untilState(job, 'error');
      file.change(half);
      return job;
    },
    calls: { Suspend: suspended, Resume: ['S_OK', action], Cancel: canceled, Complete: partial },
  },
  {
    state: 'transferred',
    open: async (world) => (await transferred(world)).job,
    calls: {
      Suspend: suspended,
      Resume: ['S_OK', [...action, 'transferred']],
      Cancel: canceled,
      Complete: ['S_OK', ['acknowledged']],
    },
  },
  finalRow('acknowledged'),
  finalRow('canceled'),
];

async function resultOf(outcome: Promise<unknown>): Promise<string> {
  try {
    const result = await outcome;
    return typeof result === 'string' ? result : 'S_OK';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}

/** The calls that change a job that has not ended, and which an ended job refuses. */
const setters: readonly [string, (job: BitsJob) => Promise<unknown>][] = [
  ['SetNotifyFlags', (job) => job.setNotifyFlags(['transferred'])],
  ['SetNotifyInterface', (job) => job.listen({ onTransferred() {} })],
  ['SetNotifyCmdLine', (job) => job.setNotifyCommand({ program: 'C:\\program.exe' })],
  ['SetProxySettings', (job) => job.setProxy('none')],
  ['ReplaceRemotePrefix', (job) => job.replaceUrlPrefix('http://', 'http://x')],
  ['SetMaximumDownloadTime', (job) => job.configure({ maximumDownloadTime: 60 })],
  ['SetCustomHeaders', (job) => job.configure({ http: { headers: { Accept: '*' } } })],
  ['SetProperty', (job) => job.setTransferPolicy('always')],
];

/** Every transition in the life of a job: https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job. */
export function transitionsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  for (const row of rows) {
    group(`a job in the state ${row.state}`, () => {
      for (const name of callNames) {
        const [result, states] = row.calls[name];
        test(`returns ${result} from ${name}, and is then ${states.join(', ')}`, async (world) => {
          const job = await row.open(world);
          expect(await resultOf(calls[name](job))).toBe(result);
          expect(states).toContain(await job.getState());
        });
      }
    });
  }

  for (const state of ['acknowledged', 'canceled'] as const) {
    group(`a job that was ${state}`, () => {
      each(setters, 'refuses %s with BG_E_INVALID_STATE', async (world, _, change) => {
        const job = await ended(world, state);
        expect(await caught(change(job))).toMatchObject({ code: 'BG_E_INVALID_STATE' });
      });
    });
  }

  group('the life of a job', () => {
    test('begins in suspended', async (world) => {
      const { job } = await prepared(world);
      expect(await job.getState()).toBe('suspended');
    });

    test('goes from transientError back to the queue when its cause has ended', async (world) => {
      const job = await waitingForNetwork(world);
      await world.setCondition('groupPolicy', false);
      await untilState(job, 'transferred');
    });

    test('goes to transientError with BG_E_NETWORK_DISCONNECTED without a network, and on when it is back', async (world) => {
      await world.setCondition('noNetwork', true);
      const { job } = await started(world);
      const { error } = await untilState(job, 'transientError');
      expect(error?.code).toBe('BG_E_NETWORK_DISCONNECTED');
      await world.setCondition('noNetwork', false);
      await untilState(job, 'transferred');
    });

    test('goes to error instead of transientError when no time without progress is allowed', async (world) => {
      const { job } = await prepared(world, { status: 503 });
      await job.setNoProgressTimeout(0);
      await job.resume();
      expect((await untilState(job, 'error')).error).toMatchObject({ code: 'BG_E_HTTP_ERROR_503' });
    });

    test('stays in the queue while the owner is logged off', async (world) => {
      const { job } = await prepared(world);
      await world.logOff();
      await job.resume();
      expect(await job.getState()).toBe('queued');
    });

    test('goes from transferred to the queue with more files and resume()', async (world) => {
      const { job } = await transferred(world);
      const more = await world.serve({ size: 3000 });
      const path = world.localPath('more.bin');
      await job.addFile(more.url, path);
      await job.resume();
      await until(job, ({ state, filesTransferred }) => state === 'transferred' && filesTransferred === 2);
      await job.complete();
      expectBytes(await world.readLocal(path), more.content);
    });

    test('stays in transferred when complete() cannot put a file in place', async (world) => {
      const { job, path } = await transferred(world);
      await world.refuse(path);
      expect(await caught(job.complete())).toMatchObject({ operation: 'IBackgroundCopyJob.Complete' });
      expect(await job.getState()).toBe('transferred');
    });

    test('goes from error to suspended, which keeps its bytes', async (world) => {
      const { job, file } = await halfway(world);
      await job.suspend();
      const { bytesTransferred } = await job.snapshot();
      file.change({ status: 404 });
      await job.resume();
      await untilState(job, 'error');
      await job.suspend();
      expect(await job.getState()).toBe('suspended');
      expect(bytesTransferred).toBe(131_072n);
    });
  });
}
