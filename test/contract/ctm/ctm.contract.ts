import type { FamilyContract } from '../kit/describe.js';
import { argumentsContract } from './arguments.contract.js';
import { diagnosticsContract } from './diagnostics.contract.js';
import { jobsContract } from './jobs.contract.js';
import { librariesContract } from './libraries.contract.js';
import { lifecycleContract } from './lifecycle.contract.js';
import { refusalsContract } from './refusals.contract.js';
import { resultsContract } from './results.contract.js';
import { signalsContract } from './signals.contract.js';
import type { CtmWorld } from './world.js';

/** The contract of notifications to Content Transfer Manager. */
export function ctmContract(contract: FamilyContract<CtmWorld>): void {
  librariesContract(contract);
  argumentsContract(contract);
  resultsContract(contract);
  refusalsContract(contract);
  jobsContract(contract);
  lifecycleContract(contract);
  signalsContract(contract);
  diagnosticsContract(contract);
}
