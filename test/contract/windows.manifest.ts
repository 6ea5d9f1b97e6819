import type { ExpectedFailures } from './kit/manifest.js';

/** Windows is what the contract is written after: nothing is expected to fail. */
export const windowsJobs: ExpectedFailures = {};
export const windowsGroups: ExpectedFailures = {};
export const windowsStandIn: ExpectedFailures = {};
