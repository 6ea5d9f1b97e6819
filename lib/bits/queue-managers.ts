import { isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { isGone, type Managers } from './managers.js';
import { StandInQueueManager } from './stand-in/queue-manager.js';
import type { BitsVerbs, QueueManagerVerbs } from './verbs.js';

/** The results of an activation on hosts that do not have the legacy class; any other result is an error to report. */
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

/** The legacy coclass, activated at first use and again after its service has ended. Where it does not exist, modern jobs implement the groups. */
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
