import type { Connection } from '../../../lib/index.js';
import { createGuid } from '../../support/create-guid.js';

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
  async cancelAll(connection: Connection): Promise<void> {
    const jobs = this.#jobs > 0 ? await connection.bits.snapshot() : [];
    for (const { id, name } of jobs) {
      if (name?.startsWith(this.#prefix) === true)
        await quietly(async () => (await connection.bits.getJob(id)).cancel());
    }
    for (const id of this.#groups) await quietly(async () => (await connection.bits.getGroup(id)).cancel());
  }
}

/** A job that has ended meanwhile cannot be cancelled. */
async function quietly(end: () => Promise<unknown>): Promise<void> {
  await end().catch(() => {});
}
