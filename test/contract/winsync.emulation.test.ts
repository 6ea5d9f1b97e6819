import { describeFamily } from './kit/describe.js';
import { winsyncEmulation } from './winsync/emulation.js';
import { winsyncContract } from './winsync/winsync.contract.js';

describeFamily('winsync', winsyncEmulation, winsyncContract);
