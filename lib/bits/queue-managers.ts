import { isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { isGone, type Managers } from './managers.js';
import { StandInQueueManager } from './stand-in/queue-manager.js';
import type { BitsVerbs, QueueManagerVerbs } from './verbs.js';

/** What an activation says on hosts that do not offer the legacy class; anything else is an error that people must see. */
const notOffered = [
  hresults.REGDB_E_CLASSNOTREG,
  hresults.E_NOINTERFACE,
  hresults.E_ACCESSDENIED,
  hresults.ERROR_SERVICE_DISABLED,
] as const;

type Implementation = 'queueManager' | 'job';

interface ActiveQueueManager {
  readonly verbs: QueueManagerVerbs;
  readonly implementation: Implementation;
}

/** The legacy coclass, activated at first use and again when its service has gone, or groups made of modern jobs where it is not offered. */
export class QueueManagers {
  readonly #verbs: BitsVerbs;
  readonly #managers: Managers;
  #queueManager: Promise<ActiveQueueManager> | undefined;

  constructor(verbs: BitsVerbs, managers: Managers) {
    this.#verbs = verbs;
    this.#managers = managers;
  }

  async withQueueManager<T>(
    use: (queueManager: QueueManagerVerbs) => Promise<T>,
  ): Promise<{ verbs: T; implementation: Implementation }> {
    this.#queueManager ??= this.#openQueueManager();
    try {
      const { verbs, implementation } = await this.#queueManager;
      return { verbs: await use(verbs), implementation };
    } catch (error) {
      if (isGone(error)) this.#queueManager = undefined;
      throw error;
    }
  }

  async #openQueueManager(): Promise<ActiveQueueManager> {
    try {
      return { verbs: await this.#verbs.openQueueManager(), implementation: 'queueManager' };
    } catch (error) {
      if (!isHResult(error, ...notOffered)) throw error;
      const manager = await this.#managers.withManager(async (opened) => opened);
      return { verbs: new StandInQueueManager(manager), implementation: 'job' };
    }
  }
}
