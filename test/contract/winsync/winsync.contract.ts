import type { FamilyContract } from '../kit/describe.js';
import { applicationContract } from './application.contract.js';
import { attachContract } from './attach.contract.js';
import { buffersContract } from './buffers.contract.js';
import { callbacksContract } from './callbacks.contract.js';
import { collectionContract } from './collection.contract.js';
import { diagnosticsContract } from './diagnostics.contract.js';
import { iterationsContract } from './iterations.contract.js';
import { lifecycleContract } from './lifecycle.contract.js';
import { progressContract } from './progress.contract.js';
import { providersContract } from './providers.contract.js';
import { sessionContract } from './session.contract.js';
import { sessionsContract } from './sessions.contract.js';
import { signalsContract } from './signals.contract.js';
import { textsContract } from './texts.contract.js';
import type { ForeignWorld, WinSyncWorld } from './world.js';

/** The contract of Windows Sync. */
export function winsyncContract(contract: FamilyContract<ForeignWorld>): void {
  ownObjectsContract(contract);
  providersContract(contract);
  signalsContract(contract);
}

/** The part without foreign native code: sessions and their callbacks. */
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
  diagnosticsContract(contract);
}
