import type { Contract } from '../kit/describe.js';
import { availabilityContract } from './availability.contract.js';
import { diagnosticsContract } from './diagnostics.contract.js';
import { downloadContract } from './download.contract.js';
import { errorsContract } from './errors.contract.js';
import { filesContract } from './files.contract.js';
import { groupNotificationsContract } from './group-notifications.contract.js';
import { groupPropertiesContract } from './group-properties.contract.js';
import { groupStatesContract } from './group-states.contract.js';
import { groupTransfersContract } from './group-transfers.contract.js';
import { groupWalksContract } from './group-walks.contract.js';
import { groupsContract as groupObjectsContract } from './groups.contract.js';
import { jobFiltersContract } from './job-filters.contract.js';
import { jobsContract } from './jobs.contract.js';
import { lifecycleContract } from './lifecycle.contract.js';
import { notificationsContract } from './notifications.contract.js';
import { progressContract } from './progress.contract.js';
import { propertiesContract } from './properties.contract.js';
import { signalsContract } from './signals.contract.js';
import { statesContract } from './states.contract.js';
import { groupTextsContract, textsContract } from './texts.contract.js';
import { trustedDownloadsContract } from './trusted-downloads.contract.js';
import { watchContract } from './watch.contract.js';

/** The contract of BITS without groups. */
export function bitsContract(contract: Contract): void {
  availabilityContract(contract);
  jobsContract(contract);
  jobFiltersContract(contract);
  filesContract(contract);
  propertiesContract(contract);
  textsContract(contract);
  statesContract(contract);
  progressContract(contract);
  errorsContract(contract);
  notificationsContract(contract);
  watchContract(contract);
  downloadContract(contract);
  trustedDownloadsContract(contract);
  lifecycleContract(contract);
  signalsContract(contract);
  diagnosticsContract(contract);
}

/** The contract of groups, for the queue manager and for a modern job. */
export function groupsContract(contract: Contract): void {
  groupObjectsContract(contract);
  groupPropertiesContract(contract);
  groupNotificationsContract(contract);
  groupTransfersContract(contract);
  groupStatesContract(contract);
  groupWalksContract(contract);
  groupTextsContract(contract);
}
