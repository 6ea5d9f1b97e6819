import type { FamilyContract } from '../kit/describe.js';
import { applicationContract } from './application.contract.js';
import { attachContract } from './attach.contract.js';
import { buffersContract } from './buffers.contract.js';
import { callbacksContract } from './callbacks.contract.js';
import { collectionContract } from './collection.contract.js';
import { iterationsContract } from './iterations.contract.js';
import { lifecycleContract } from './lifecycle.contract.js';
import { progressContract } from './progress.contract.js';
import { providersContract } from './providers.contract.js';
import { sessionContract } from './session.contract.js';
import { sessionsContract } from './sessions.contract.js';
import { signalsContract } from './signals.contract.js';
import { textsContract } from './texts.contract.js';
import type { ForeignWorld, WinSyncWorld } from './world.js';

/** All that a backend promises for Windows Sync. */
export function winsyncContract(contract: FamilyContract<ForeignWorld>): void {
  ownObjectsContract(contract);
  providersContract(contract);
  signalsContract(contract);
}

/** What needs no other native code: sessions and their callbacks, from both sides. */
export function ownObjectsContract(contract: FamilyContract<WinSyncWorld>): void {
  progressContract(contract);
  sessionContract(contract);
  buffersContract(contract);
  callbacksContract(contract);
  attachContract(contract);
  lifecycleContract(contract);
  iterationsContract(contract);
  applicationContract(contract);
  sessionsContract(contract);
  textsContract(contract);
  collectionContract(contract);
}
