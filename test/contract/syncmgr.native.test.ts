import { describe } from 'vitest';
import { hasSyncManagerLibrary } from '../native/syncmgr-library.js';
import { describeFamily } from './kit/describe.js';
import { syncmgrNative } from './syncmgr/native.js';
import { syncmgrContract } from './syncmgr/syncmgr.contract.js';

// The reference library replaces the Sync Center of a machine; on Windows the tests use the real one.
describe.runIf(hasSyncManagerLibrary)('with the reference library', () => {
  describeFamily('syncmgr', syncmgrNative, syncmgrContract);
});
