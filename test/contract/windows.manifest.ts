import type { ExpectedFailures } from './kit/manifest.js';

/** Windows is the reference for the contract: no test is expected to fail. */
export const windowsJobs: ExpectedFailures = {};
export const windowsGroups: ExpectedFailures = {};
export const windowsStandIn: ExpectedFailures = {};
