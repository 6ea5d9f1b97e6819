import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import type { MachineIdentity } from './machine-verbs.js';
import { StandInQueueManager } from './stand-in/queue-manager.js';
import type { BitsVerbs, ManagerVerbs, QueueManagerVerbs } from './verbs.js';

/** What an activation says on hosts that do not offer the legacy class; anything else is an error that people must see. */
const notOffered = [
  hresults.REGDB_E_CLASSNOTREG,
  hresults.E_NOINTERFACE,
  hresults.E_ACCESSDENIED,
  hresults.ERROR_SERVICE_DISABLED,
] as const;

/** What a proxy says whose service process has gone; a new activation starts the service again. */
const serviceGone = [hresults.RPC_S_SERVER_UNAVAILABLE, hresults.CO_E_OBJNOTCONNECTED] as const;

type Implementation = 'queueManager' | 'job';

interface ActiveQueueManager {
  readonly verbs: QueueManagerVerbs;
  readonly implementation: Implementation;
}

/** The two coclasses of the family, activated at first use and again when their service has gone. */
export class Managers {
  readonly #verbs: BitsVerbs;
  #manager: Promise<ManagerVerbs> | undefined;
  #queueManager: Promise<ActiveQueueManager> | undefined;

  constructor(verbs: BitsVerbs) {
    this.#verbs = verbs;
  }

  /** The machine of an emulation; undefined for this machine. */
  get machine(): MachineIdentity | undefined {
    return this.#verbs.machine;
  }

  async withManager<T>(use: (manager: ManagerVerbs) => Promise<T>): Promise<T> {
    this.#manager ??= this.#verbs.openManager();
    try {
      return await use(await this.#manager);
    } catch (error) {
      if (isOpeningFailure(error) || isHResult(error, ...serviceGone)) this.#manager = undefined;
      throw error;
    }
  }

  async withQueueManager<T>(
    use: (queueManager: QueueManagerVerbs) => Promise<T>,
  ): Promise<{ verbs: T; implementation: Implementation }> {
    this.#queueManager ??= this.#openQueueManager();
    try {
      const { verbs, implementation } = await this.#queueManager;
      return { verbs: await use(verbs), implementation };
    } catch (error) {
      if (isOpeningFailure(error) || isHResult(error, ...serviceGone)) this.#queueManager = undefined;
      throw error;
    }
  }

  async #openQueueManager(): Promise<ActiveQueueManager> {
    try {
      return { verbs: await this.#verbs.openQueueManager(), implementation: 'queueManager' };
    } catch (error) {
      if (!isHResult(error, ...notOffered)) throw error;
      const manager = await this.withManager(async (opened) => opened);
      return { verbs: new StandInQueueManager(manager), implementation: 'job' };
    }
  }
}

function isOpeningFailure(error: unknown): boolean {
  return error instanceof HResultError && error.operation === 'CoCreateInstance';
}
