import type { FamilyContract } from '../kit/describe.js';
import { attachingContract } from './attaching.contract.js';
import { callbackContract } from './callback.contract.js';
import { callbackMessagesContract } from './callback-messages.contract.js';
import { cancellingContract } from './cancelling.contract.js';
import { controlContract } from './control.contract.js';
import { diagnosticsContract } from './diagnostics.contract.js';
import { dialogsContract } from './dialogs.contract.js';
import { eventsContract } from './events.contract.js';
import { lifecycleContract } from './lifecycle.contract.js';
import { openingContract } from './opening.contract.js';
import { registrationContract } from './registration.contract.js';
import { reportContentsContract } from './report-contents.contract.js';
import { reportsContract } from './reports.contract.js';
import { servedContract } from './served.contract.js';
import { servedSynchronizingContract } from './served-synchronizing.contract.js';
import { signalsContract } from './signals.contract.js';
import { startingContract } from './starting.contract.js';
import { synchronizingContract } from './synchronizing.contract.js';
import { textsContract } from './texts.contract.js';
import type { SyncManagerWorld } from './world.js';

/** The contract of Sync Manager and Sync Center. */
export function syncmgrContract(contract: FamilyContract<SyncManagerWorld>): void {
  openingContract(contract);
  startingContract(contract);
  callbackContract(contract);
  callbackMessagesContract(contract);
  attachingContract(contract);
  synchronizingContract(contract);
  cancellingContract(contract);
  dialogsContract(contract);
  eventsContract(contract);
  servedContract(contract);
  servedSynchronizingContract(contract);
  reportsContract(contract);
  reportContentsContract(contract);
  controlContract(contract);
  registrationContract(contract);
  signalsContract(contract);
  textsContract(contract);
  diagnosticsContract(contract);
  lifecycleContract(contract);
}
