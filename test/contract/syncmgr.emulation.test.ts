import { describeFamily } from './kit/describe.js';
import { syncmgrEmulation } from './syncmgr/emulation.js';
import { syncmgrContract } from './syncmgr/syncmgr.contract.js';

describeFamily('syncmgr', syncmgrEmulation, syncmgrContract);
