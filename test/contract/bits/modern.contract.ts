import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { availabilityReasonsContract } from './availability.contract.js';
import { detailsContract } from './details.contract.js';
import { downloadContract } from './download.contract.js';
import { filesAsObjectsContract } from './files-as-objects.contract.js';
import { jobTimesContract } from './job-times.contract.js';
import { monitorContract } from './monitor.contract.js';
import { refusalsContract } from './refusals.contract.js';
import { restrictedTokenContract } from './restricted-token.contract.js';
import { settingsContract } from './settings.contract.js';
import { statesContract } from './states.contract.js';
import { transitionsContract } from './transitions.contract.js';
import { trustedDownloadsContract } from './trusted-downloads.contract.js';
import { uploadContract } from './upload.contract.js';
import { uploadsContract } from './uploads.contract.js';
import { versionsContract } from './versions.contract.js';
import { waitingContract } from './waiting.contract.js';

/** What later versions of BITS brought, on a host that has all of it. */
export function modernContract(contract: FamilyContract<ModernWorld>): void {
  settingsContract(contract);
  statesContract(contract);
  transitionsContract(contract);
  detailsContract(contract);
  refusalsContract(contract);
  restrictedTokenContract(contract);
  versionsContract(contract);
  filesAsObjectsContract(contract);
  downloadContract(contract);
  trustedDownloadsContract(contract);
  uploadsContract(contract);
  uploadContract(contract);
  waitingContract(contract);
  monitorContract(contract);
  jobTimesContract(contract);
  availabilityReasonsContract(contract);
}
