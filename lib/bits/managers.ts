import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import type { MachineIdentity } from './machine-verbs.js';
import type { BitsVerbs, ManagerVerbs } from './verbs.js';

/** The results of a proxy whose server process has ended; a new activation starts the service again. */
const serviceGone = [hresults.RPC_S_SERVER_UNAVAILABLE, hresults.CO_E_OBJNOTCONNECTED] as const;

/** The coclass of the modern manager, activated at first use and again after its service has ended. */
export class Managers {
  readonly #verbs: BitsVerbs;
  #manager: Promise<ManagerVerbs> | undefined;

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
      if (isGone(error)) this.#manager = undefined;
      throw error;
    }
  }
}

/** Whether an object of BITS must be activated again: it could not be, or its service has ended. */
export function isGone(error: unknown): boolean {
  const isOpeningFailure = error instanceof HResultError && error.operation === 'CoCreateInstance';
  return isOpeningFailure || isHResult(error, ...serviceGone);
}
