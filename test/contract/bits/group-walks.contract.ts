import { expect } from 'vitest';
import type { BitsGroup, BitsGroupJob } from '../../../lib/index.js';
import { randomNumbers } from '../../support/random.js';
import type { Contract } from '../kit/describe.js';
import type { ServedFile, World } from '../kit/host.js';
import { half, until, untilState } from './helpers.js';
import { flagsOf, resultOf } from './results.js';

/** The expected states of a group, for the queue manager and for a modern job. */
type State =
  | 'new'
  | 'withoutFiles'
  | 'suspended'
  | 'running'
  | 'suspendedHalfWay'
  | 'inError'
  | 'transferred'
  | 'completed'
  | 'gone';

const invalid = 'QM_E_INVALID_STATE';

const flags: Readonly<Record<State, string>> = {
  new: '0x180',
  withoutFiles: '0x180',
  suspended: '0x180',
  running: '0x80',
  suspendedHalfWay: '0x180',
  inError: '0x380',
  transferred: '0x140',
  completed: '0x140',
  gone: invalid,
};

const isListed = (state: State) => state !== 'completed' && state !== 'gone';
const isFinished = (state: State) => state === 'transferred' || !isListed(state);
const hasFiles = (state: State) => state !== 'new' && state !== 'withoutFiles';

/** One group, called through several objects, with its state according to group-state-table.ts. */
class Walk {
  readonly #world: World;
  readonly #random: (limit: number) => number;
  readonly #id: string;
  /** Whether the server has the files; if not, it responds with 404. */
  readonly #found: boolean;
  state: State = 'new';
  #groups: BitsGroup[] = [];
  #job: BitsGroupJob | undefined;
  #served: ServedFile[] = [];
  #paths = 0;

  constructor(world: World, random: (limit: number) => number) {
    this.#world = world;
    this.#random = random;
    this.#id = world.groupId();
    this.#found = random(4) > 0;
  }

  async begin(): Promise<void> {
    const created = await this.#world.connection.bits.createGroup({ id: this.#id });
    // A client that has queried the modern job completes it itself.
    await created.queryJob();
    this.#groups = [created];
    this.#job = undefined;
    this.#served = [];
    this.state = 'new';
  }

  get #group(): BitsGroup {
    return this.#groups[this.#random(this.#groups.length)] ?? expect.unreachable('a walk has a group');
  }

  async createJob(): Promise<void> {
    const refused = this.state === 'running' || this.state === 'gone' ? invalid : 'E_NOTIMPL';
    const result = await resultOf(
      this.#group.createJob().then((job) => {
        this.#job = job;
      }),
    );
    expect(result).toBe(this.state === 'new' ? 'S_OK' : refused);
    if (this.state === 'new') this.state = 'withoutFiles';
  }

  async addFile(): Promise<void> {
    if (this.#job === undefined) return;
    const file = await this.#world.serve(this.#found ? half : { status: 404 });
    this.#paths += 1;
    const path = this.#world.localPath(`walk-${this.#paths}.bin`);
    expect(await resultOf(this.#job.addFile(file.url, path))).toBe(isFinished(this.state) ? invalid : 'S_OK');
    if (isFinished(this.state)) return;
    this.#served.push(file);
    if (this.state === 'withoutFiles') this.state = 'suspended';
  }

  async addBadFile(): Promise<void> {
    if (this.#job === undefined) return;
    const result = await resultOf(this.#job.addFile('ftp://127.0.0.1/file', 'relative'));
    expect(result).toBe(isFinished(this.state) ? invalid : 'E_INVALIDARG');
  }

  async resume(): Promise<void> {
    const group = this.#group;
    const result = await resultOf(group.resume());
    if (isFinished(this.state)) expect(result).toBe(invalid);
    else if (!hasFiles(this.state)) expect(result).toBe('BG_E_EMPTY');
    else {
      expect(result).toBe('S_OK');
      this.state = this.#found ? 'running' : 'inError';
      if (this.#found) await until(group, ({ bytesTransferred }) => bytesTransferred >= BigInt(half.holdAt));
      else await untilState(group, 'error');
    }
  }

  async suspend(): Promise<void> {
    expect(await resultOf(this.#group.suspend())).toBe(this.state === 'gone' ? invalid : 'S_OK');
    if (this.state === 'running') this.state = 'suspendedHalfWay';
  }

  /** The server sends the rest. */
  async release(): Promise<void> {
    if (this.state !== 'running') return;
    for (const file of this.#served) file.release();
    await untilState(this.#group, 'transferred');
    this.state = 'transferred';
  }

  async cancel(): Promise<void> {
    const group = this.#group;
    expect(await resultOf(group.cancel())).toBe(this.state === 'gone' ? invalid : 'S_OK');
    // Where a modern job replaces the queue manager, another object cannot see that the group was completed.
    if (this.state === 'completed') this.#groups = [group];
    this.state = 'gone';
    this.#job = undefined;
  }

  async complete(): Promise<void> {
    if (!hasFiles(this.state)) return;
    const result = await resultOf(this.#group.complete());
    if (this.state === 'gone') expect(result).toBe(invalid);
    else if (isFinished(this.state)) {
      expect(result).toBe('S_OK');
      this.state = 'completed';
    } else {
      expect(result).toBe('BG_S_PARTIAL_COMPLETE');
      this.state = 'gone';
    }
  }

  async cancelModernJob(): Promise<void> {
    const result = await resultOf(this.#group.queryJob().then((job) => job.cancel()));
    if (this.state === 'gone') expect(result).toBe(invalid);
    else if (this.state === 'completed') expect(result).toBe('BG_E_INVALID_STATE');
    else {
      expect(result).toBe('S_OK');
      this.state = 'gone';
    }
  }

  /** Another object of the group, through this connection or another. */
  async find(): Promise<void> {
    const { connection } = this.#world;
    const { bits } = this.#random(3) === 0 ? await this.#world.connect() : connection;
    const result = await resultOf(
      bits.getGroup(this.#id).then((found) => {
        this.#groups.push(found);
      }),
    );
    expect(result).toBe(isListed(this.state) ? 'S_OK' : 'QM_E_ITEM_NOT_FOUND');
  }

  async createAgain(): Promise<void> {
    if (isListed(this.state)) {
      expect(await resultOf(this.#world.connection.bits.createGroup({ id: this.#id }))).toBe('E_INVALIDARG');
    } else await this.begin();
  }

  /** The results of each object of the group match its state. */
  async check(): Promise<void> {
    const group = this.#group;
    expect(await flagsOf(group)).toBe(flags[this.state]);
    const gone = this.state === 'gone';
    expect(await resultOf(group.getProgress('timeDone'))).toBe(gone ? invalid : 'E_NOTIMPL');
    if (gone) expect(await resultOf(group.getProgress('percentDone'))).toBe(invalid);
    else if (isFinished(this.state)) expect(await group.getProgress('percentDone')).toBe(100);
    else expect(await group.getProgress('percentDone')).toBeLessThan(100);
    if (this.#job === undefined) return;
    if (gone) expect(await resultOf(this.#job.getFileCount())).toBe(invalid);
    else expect(await this.#job.getFileCount()).toBe(this.#served.length);
  }
}

type Step = Exclude<
  { [Name in keyof Walk]: Walk[Name] extends () => Promise<void> ? Name : never }[keyof Walk],
  'begin' | 'check'
>;

/** Weighted so that walks become long: calls that end the group are rarer. */
const gentleSteps: readonly Step[] = [
  'createJob',
  'createJob',
  'addFile',
  'addFile',
  'addFile',
  'addBadFile',
  'resume',
  'resume',
  'resume',
  'release',
  'release',
  'complete',
  'cancel',
  'find',
  'find',
  'createAgain',
];
const allSteps: readonly Step[] = [...gentleSteps, 'suspend', 'suspend', 'suspend', 'cancelModernJob'];

/** Calls that end a running transfer. */
const rude: readonly Step[] = ['complete', 'cancel', 'cancelModernJob'];

const stepsOfWalk = 30;

async function walkAtRandom(world: World, seed: number, steps: readonly Step[], gentle: boolean): Promise<void> {
  const random = randomNumbers(seed);
  const walk = new Walk(world, random);
  await walk.begin();
  const taken: string[] = [];
  for (let count = 0; count < stepsOfWalk; count += 1) {
    const drawn = steps[random(steps.length)] ?? 'find';
    const step = gentle && walk.state === 'running' && rude.includes(drawn) ? 'release' : drawn;
    taken.push(`${walk.state} ${step}`);
    try {
      await walk[step]();
      await walk.check();
    } catch (error) {
      throw new Error(`after ${taken.join(', ')}`, { cause: error });
    }
  }
}

const seedsUpTo = (count: number) =>
  Array.from({ length: count }, (_, index): [string, number] => [`${index + 1}`, index + 1]);

/**
 * Random sequences of calls, the same for every backend of groups. No call ends a running transfer: Wine's BITS
 * writes into released memory when that happens often.
 */
export function groupWalksContract({ group, each }: Contract): void {
  group('a random walk that waits for the end of each transfer', () => {
    each(seedsUpTo(8), 'matches the table of states and calls at every step, with the seed %s', (world, _, seed) =>
      walkAtRandom(world, seed, gentleSteps, true),
    );
  });
}

/** Random sequences of all calls. */
export function allCallsContract({ group, each }: Contract): void {
  group('a random walk over all calls', () => {
    each(seedsUpTo(40), 'matches the table of states and calls at every step, with the seed %s', (world, _, seed) =>
      walkAtRandom(world, seed, allSteps, false),
    );
  });
}
