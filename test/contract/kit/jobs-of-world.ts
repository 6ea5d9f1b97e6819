import type { BitsGroup, BitsJob, Connection } from '../../../lib/index.js';
import { createGuid } from '../../support/create-guid.js';

/** Waits until a transfer may be cancelled. */
export type BeforeCancel = (transfer: Pick<BitsJob | BitsGroup, 'snapshot'>) => Promise<void>;

let worlds = 0;

/** The names and ids that one world creates, so that its jobs and groups can be ended with it. */
export class WorldNames {
  readonly #prefix: string;
  readonly #groups: string[] = [];
  #jobs = 0;

  constructor() {
    worlds += 1;
    this.#prefix = `contract ${process.pid}.${worlds}.`;
  }

  jobName(): string {
    this.#jobs += 1;
    return `${this.#prefix}${this.#jobs}`;
  }

  groupId(): string {
    const id = createGuid();
    this.#groups.push(id);
    return id;
  }

  /** Cancels every job and group of this world that has not ended. */
  async cancelAll({ bits }: Connection, beforeCancel: BeforeCancel): Promise<void> {
    const cancel = (transfer: Promise<BitsJob | BitsGroup>) =>
      quietly(async () => {
        const found = await transfer;
        await beforeCancel(found);
        await found.cancel();
      });
    const jobs = this.#jobs > 0 ? await bits.snapshot() : [];
    for (const { id, name } of jobs) if (name?.startsWith(this.#prefix) === true) await cancel(bits.getJob(id));
    for (const id of this.#groups) await cancel(bits.getGroup(id));
  }
}

/** A job that has ended meanwhile cannot be cancelled. */
async function quietly(end: () => Promise<unknown>): Promise<void> {
  await end().catch(() => {});
}
